mod model;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Fields, key};

fn json(set: impl FnOnce(&mut Fields)) -> String {
    let mut fields = Fields::default();
    set(&mut fields);
    fields.to_json().unwrap()
}

fn problem(set: impl FnOnce(&mut Fields)) -> String {
    let mut fields = Fields::default();
    set(&mut fields);
    fields.to_json().unwrap_err().to_string()
}

#[test]
fn only_what_was_set_is_sent_and_null_only_by_name() {
    assert_eq!(json(|_| {}), "{}");
    assert_eq!(
        json(|fields| {
            fields.number(key!("mrr"), 120.into());
            fields.clear(key!("toDate"));
            fields.boolean(key!("autoRenews"), false);
        }),
        r#"{"mrr":120,"toDate":null,"autoRenews":false}"#
    );
}

#[test]
fn custom_fields_are_set_and_cleared_one_by_one() {
    assert_eq!(
        json(|fields| {
            fields.custom("Days in Phase", &12);
            fields.custom("Tier", &"gold");
            fields.custom("Tier", &None::<()>);
            fields.text(key!("name"), "Ac\"me");
        }),
        r#"{"name":"Ac\"me","custom":{"Days in Phase":12,"Tier":null}}"#
    );
}

#[test]
fn a_struct_gives_its_values_and_its_nones_are_left_alone() {
    #[derive(Serialize)]
    struct Fields2 {
        #[serde(rename = "NRR 30")]
        nrr: f64,
        tier: Option<&'static str>,
    }
    assert_eq!(
        json(|fields| fields.custom_from(&Fields2 {
            nrr: 1.5,
            tier: None
        })),
        r#"{"custom":{"NRR 30":1.5}}"#
    );
    assert!(problem(|fields| fields.custom_from(&[1, 2])).contains("struct or a map"));
    assert_eq!(
        json(|fields| {
            fields.custom_from(&[1, 2]);
            fields.custom_from(&BTreeMap::from([("A", 1)]));
        }),
        r#"{"custom":{"A":1}}"#
    );
}

#[test]
fn a_label_that_is_no_text_is_refused() {
    let fields = r#"{"a":1,"\ud83e":2,"\ud83d":3}"#.to_owned();
    let given = serde_json::value::RawValue::from_string(fields).unwrap();
    let problem = problem(|fields| fields.custom_from(&given));
    assert!(problem.contains("half of a surrogate pair"), "{problem}");
}

#[test]
fn a_number_that_json_cannot_hold_is_refused_wherever_it_hides() {
    #[derive(Serialize)]
    enum Deep {
        Newtype(Option<Vec<(f64,)>>),
        Struct { map: BTreeMap<u8, f32> },
    }
    assert!(
        problem(|fields| fields.number(key!("mrr"), f64::NAN.into()))
            .starts_with("`mrr`: JSON has no NaN")
    );
    let hidden = [
        Deep::Newtype(Some(vec![(1.0,), (f64::INFINITY,)])),
        Deep::Struct {
            map: BTreeMap::from([(1, f32::NAN)]),
        },
    ];
    for value in hidden {
        assert!(problem(|fields| fields.custom("Ratio", &value)).starts_with("`custom.Ratio`"));
    }
    let fine = Deep::Newtype(Some(vec![(1.0,)]));
    assert!(json(|fields| fields.custom("Ratio", &fine)).contains("[[1.0]]"));
}

#[test]
fn a_date_that_is_none_is_reported_under_its_property() {
    assert!(
        problem(|fields| fields.timestamp(key!("toDate"), "30.09.2026"))
            .starts_with("`toDate`: not a date")
    );
    assert_eq!(
        json(|fields| fields.timestamp(key!("toDate"), "2026-09-30")),
        r#"{"toDate":"2026-09-30"}"#
    );
}

#[test]
fn a_draft_with_a_problem_does_not_serialize() {
    let mut fields = Fields::default();
    fields.number(key!("mrr"), f64::NAN.into());
    assert!(fields.serialize(serde_json::value::Serializer).is_err());
}

#[test]
fn setting_again_mends_what_was_wrong() {
    assert_eq!(
        json(|fields| {
            fields.number(key!("mrr"), f64::NAN.into());
            fields.number(key!("mrr"), 3.into());
            fields.custom("Ratio", &f64::NAN);
            fields.custom("Ratio", &0.5);
        }),
        r#"{"mrr":3,"custom":{"Ratio":0.5}}"#
    );
}

#[test]
fn custom_fields_have_one_way_in() {
    let problem = problem(|fields| fields.property("custom".into(), &BTreeMap::from([("A", 1)])));
    assert!(
        problem.starts_with("`custom`: custom fields are set by their labels"),
        "{problem}"
    );
    assert_eq!(
        json(|fields| {
            fields.property("mrr".into(), &1);
            fields.number(key!("mrr"), 2.into());
        }),
        r#"{"mrr":2}"#
    );
}
