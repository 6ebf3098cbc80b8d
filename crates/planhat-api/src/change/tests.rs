//! What a body would change in a record, as tables.

use super::*;
use crate::Value;
use crate::{Deal, DealUpdate, DealUpsert, License, LicenseUpdate};

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
