//! What a body would change in a record, as tables.

use super::*;
use crate::Value;
use crate::{Deal, DealUpdate, DealUpsert, License, LicenseUpdate, LicenseUpsert};

/// What a license update that sets these members would change in a license: name, before, after.
fn changed(body: &str, license: &str) -> Vec<(String, Option<String>, String)> {
    let license = License::from_json(license.as_bytes()).unwrap();
    let changes = update(body).diff(&license).unwrap();
    let triple = |change: &Change| {
        let before = change.before().map(|value| value.as_json().to_owned());
        (
            change.property().to_owned(),
            before,
            change.after().as_json().to_owned(),
        )
    };
    changes.iter().map(triple).collect()
}

/// Its members set through the setters that take any.
fn update(body: &str) -> LicenseUpdate {
    let mut update = LicenseUpdate::new();
    for (name, value) in Value::new(body).members().unwrap() {
        if name != "custom" {
            update = update.property(name, value);
            continue;
        }
        for (label, value) in value.members().unwrap() {
            update = update.custom(label, value);
        }
    }
    update
}

#[test]
fn what_says_the_same_in_other_words_does_not_change() {
    for (body, license) in [
        ("{}", r#"{"mrr":1}"#),
        (r#"{"mrr":5000}"#, r#"{"mrr":5000.0}"#),
        (r#"{"mrr":5e3}"#, r#"{"mrr":5000}"#),
        (r#"{"mrr":0}"#, r#"{"mrr":-0.0}"#),
        (
            r#"{"mrr":9007199254740993.0}"#,
            r#"{"mrr":9007199254740993}"#,
        ),
        (
            r#"{"toDate":"2026-09-30"}"#,
            r#"{"toDate":"2026-09-30T00:00:00.000Z"}"#,
        ),
        (
            r#"{"toDate":"2026-09-30T02:00:00+02:00"}"#,
            r#"{"toDate":"2026-09-30T00:00:00.000Z"}"#,
        ),
        (r#"{"product":"caf\u00e9"}"#, r#"{"product":"café"}"#),
        (r#"{"toDate":null}"#, r#"{"toDate":null}"#),
        (r#"{"toDate":null}"#, "{}"),
        (r#"{"custom":{"A":1}}"#, r#"{"custom":{"B":2,"A":1.0}}"#),
        (r#"{"custom":{"A":null}}"#, r#"{"custom":{"B":2}}"#),
        (r#"{"custom":{"A":null}}"#, r#"{"custom":null}"#),
        (r#"{"custom":{"A":null}}"#, "{}"),
        (
            r#"{"custom":{"Due":"2026-09-30"}}"#,
            r#"{"custom":{"Due":"2026-09-30T00:00:00.000Z"}}"#,
        ),
        (
            r#"{"custom":{"A":{"b":[1,2.50],"c":"x"}}}"#,
            r#"{"custom":{"A":{"c":"x","b":[1.0,2.5]}}}"#,
        ),
        (r#"{"mrr":2}"#, r#"{"mrr":1,"mrr":2}"#),
        (r#"{"custom.A b":1}"#, r#"{"custom":{"A b":1.0}}"#),
    ] {
        assert_eq!(changed(body, license), [], "{body} to {license}");
    }
}

#[test]
fn what_differs_is_told_with_what_was_there() {
    for (body, license, name, before, after) in [
        (r#"{"mrr":2}"#, "{}", "mrr", None, "2"),
        (r#"{"mrr":2}"#, r#"{"mrr":null}"#, "mrr", Some("null"), "2"),
        (r#"{"mrr":2}"#, r#"{"mrr":"2"}"#, "mrr", Some(r#""2""#), "2"),
        (r#"{"mrr":null}"#, r#"{"mrr":0}"#, "mrr", Some("0"), "null"),
        (
            r#"{"mrr":9007199254740993}"#,
            r#"{"mrr":9007199254740992}"#,
            "mrr",
            Some("9007199254740992"),
            "9007199254740993",
        ),
        (
            r#"{"mrr":0.30000000000000004}"#,
            r#"{"mrr":0.3}"#,
            "mrr",
            Some("0.3"),
            "0.30000000000000004",
        ),
        (
            r#"{"toDate":"2026-10-01"}"#,
            r#"{"toDate":"2026-09-30T00:00:00.000Z"}"#,
            "toDate",
            Some(r#""2026-09-30T00:00:00.000Z""#),
            r#""2026-10-01""#,
        ),
        // A text is a text, whatever it looks like.
        (
            r#"{"product":"2026-09-30"}"#,
            r#"{"product":"2026-09-30T00:00:00.000Z"}"#,
            "product",
            Some(r#""2026-09-30T00:00:00.000Z""#),
            r#""2026-09-30""#,
        ),
        (r#"{"product":""}"#, "{}", "product", None, r#""""#),
        (
            r#"{"custom":{"A":1}}"#,
            r#"{"custom":{"a":1}}"#,
            "custom.A",
            None,
            "1",
        ),
        (
            r#"{"custom":{"A":1}}"#,
            r#"{"custom":[1]}"#,
            "custom.A",
            None,
            "1",
        ),
        (
            r#"{"custom":{"A":null}}"#,
            r#"{"custom":{"A":""}}"#,
            "custom.A",
            Some(r#""""#),
            "null",
        ),
        (
            r#"{"custom":{"A":[1,2]}}"#,
            r#"{"custom":{"A":[2,1]}}"#,
            "custom.A",
            Some("[2,1]"),
            "[1,2]",
        ),
        (
            r#"{"custom":{"A":{"b":null}}}"#,
            r#"{"custom":{"A":{}}}"#,
            "custom.A",
            Some("{}"),
            r#"{"b":null}"#,
        ),
        (
            r#"{"brandNewKey":true}"#,
            r#"{"brandNewKey":false}"#,
            "brandNewKey",
            Some("false"),
            "true",
        ),
    ] {
        let expected = (name.to_owned(), before.map(str::to_owned), after.to_owned());
        assert_eq!(changed(body, license), [expected], "{body} to {license}");
    }
}

#[test]
fn what_only_the_server_sets_is_left_out_and_named() {
    let license =
        License::from_json(br#"{"_id":"a","renewalDate":"x","renewalDaysFromNow":3}"#).unwrap();
    let body = update(r#"{"_id":"b","renewalDate":"y","renewalDaysFromNow":4,"mrr":1}"#);
    let changes = body.diff(&license).unwrap();
    assert_eq!(
        format!("{:?}", changes.iter().collect::<Vec<_>>()),
        r#"["mrr"]"#
    );
    let left_out: Vec<_> = changes.left_out().collect();
    assert_eq!(left_out, ["_id", "renewalDate", "renewalDaysFromNow"]);
}

#[test]
fn what_the_server_works_out_and_callers_may_set_is_looked_at() {
    let deal = Deal::from_json(br#"{"mrr":10,"arr":120}"#).unwrap();
    let changes = DealUpdate::new().arr(240).diff(&deal).unwrap();
    assert!(changes.get("arr").is_some());
}

#[test]
fn a_company_that_the_record_names_otherwise_is_not_stretched_to_either_answer() {
    let deal = Deal::from_json(
        br#"{"_id":"61006bc89a3e0b702ed8ea49","companyId":"61006fbf1df7fa77a20d9d0a"}"#,
    )
    .unwrap();
    for (company, changes, undetermined) in [
        ("61006fbf1df7fa77a20d9d0a", 0, 0),
        ("61006FBF1DF7FA77A20D9D0A", 0, 0),
        ("61006fbf1df7fa77a20d9d0b", 1, 0),
        ("extid-acme", 0, 1),
        ("srcid-acme", 0, 1),
    ] {
        let item = DealUpsert::new().company_id(company.parse::<crate::RecordRef>().unwrap());
        let told = item.diff(&deal).unwrap();
        assert_eq!(told.iter().count(), changes, "{company}");
        assert_eq!(
            told.undetermined().collect::<Vec<_>>(),
            vec!["companyId"; undetermined],
            "{company}"
        );
        assert_eq!(told.is_empty(), changes + undetermined == 0, "{company}");
    }
    let item = DealUpsert::new().id("61006bc89a3e0b702ed8ea49"
        .parse::<crate::ObjectId>()
        .unwrap());
    assert!(item.diff(&deal).unwrap().is_empty());
}

#[test]
fn a_label_may_look_like_anything() {
    let license = License::from_json(b"{}").unwrap();
    let changes = update(r#"{"custom":{"a.b":1,"":2},"customer":3}"#)
        .diff(&license)
        .unwrap();
    let labels: Vec<_> = changes.iter().map(Change::custom_label).collect();
    assert_eq!(labels, [None, Some("a.b"), Some("")]);
}

#[test]
fn what_cannot_be_sent_has_no_diff() {
    let license = License::from_json(b"{}").unwrap();
    let problem = LicenseUpdate::new()
        .mrr(f64::NAN)
        .diff(&license)
        .unwrap_err();
    assert_eq!(problem.property(), "mrr");
}

#[test]
fn a_record_has_all_of_an_item_only_where_that_can_be_told() {
    let record = r#"{"_id":"61006bc89a3e0b702ed8ea49","companyId":"61006bc89a3e0b702ed8ea40","mrr":5000,
        "toDate":"2026-01-01T00:00:00.000Z","product":null,"custom":{"Tier":"gold","a.b":1,
        "Text":"2026-01-01T00:00:00.000Z"},"followers":["x"]}"#;
    for (item, expected) in [
        ("{}", true),
        (r#"{"mrr":5000.0,"_id":"61006bc89a3e0b702ed8ea49"}"#, true),
        (r#"{"mrr":5001}"#, false),
        (r#"{"mrr":"5000"}"#, false),
        (r#"{"toDate":"2026-01-01T01:00:00+01:00"}"#, true),
        (r#"{"toDate":"2026-01-02T00:00:00.000Z"}"#, false),
        (r#"{"product":null,"notes":null}"#, true),
        (r#"{"product":""}"#, false),
        (r#"{"notes":""}"#, false),
        (r#"{"custom":{"Tier":"gold"}}"#, true),
        (r#"{"custom":{"Tier":"gold","Other":1}}"#, false),
        (r#"{"custom.a.b":1,"custom.c":null}"#, true),
        (r#"{"custom.a.b":2}"#, false),
        (r#"{"custom.a.b":1.0}"#, true),
        // The field may be one of texts.
        (r#"{"custom":{"Text":"2026-01-01T00:00:00.000Z"}}"#, true),
        (r#"{"custom":{"Text":"2026-01-01"}}"#, false),
        (r#"{"custom.Text":"2026-01-01"}"#, false),
        (r#"{"followers":["x"]}"#, true),
        (r#"{"followers":[]}"#, false),
        (r#"{"companyId":"61006bc89a3e0b702ed8ea40"}"#, true),
        (r#"{"companyId":"extid-acme"}"#, false),
        // A diff leaves it out; here it is a value that is not there.
        (r#"{"renewalDate":"2026-01-01T00:00:00.000Z"}"#, false),
    ] {
        assert_eq!(has_all::<LicenseUpsert>(item, record), expected, "{item}");
    }
}

#[test]
fn the_part_of_a_record_that_an_item_is_held_against_has_the_same_changes() {
    let record = r#"{"mrr":1,"notes":"long","custom":{"A":1,"b.c":2,"\ud800":3,"D":[4]},"toDate":null,"mrr":2}"#;
    for item in [
        r#"{"mrr":1}"#,
        r#"{"mrr":3,"custom":{"A":2,"New":1,"D":[4]},"custom.b.c":null}"#,
        r#"{"toDate":null,"companyId":"extid-a"}"#,
        r#"{"product":"say \"so\"","renewalDate":"2026-01-01"}"#,
    ] {
        let part = changed_part::<LicenseUpsert>(item, record).unwrap();
        assert!(!part.contains("long"), "{part}");
        let said = |record: &str| {
            let changes = changes::<LicenseUpsert>(item, record);
            let before = |change: &Change| change.before().map(|value| value.as_json().to_owned());
            let before: Vec<_> = changes.iter().map(before).collect();
            (format!("{changes:?}"), before)
        };
        // What only the server sets is held against nothing.
        assert_eq!(said(&part), said(record), "{item}");
    }
    let same = r#"{"mrr":2.0,"custom":{"A":1},"renewalDate":"2026-01-01"}"#;
    assert_eq!(changed_part::<LicenseUpsert>(same, record), None);
}

#[test]
fn debug_shows_names_and_no_values() {
    let license = License::from_json(br#"{"product":"secret"}"#).unwrap();
    let changes = LicenseUpdate::new()
        .product("hidden")
        .diff(&license)
        .unwrap();
    let shown = format!("{changes:?}");
    assert!(shown.contains("product"), "{shown}");
    assert!(
        !shown.contains("secret") && !shown.contains("hidden"),
        "{shown}"
    );
}
