//! What a record says of the JSON it was read from.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]
use planhat_api::{
    BulkUpsertResult, Deal, DealStage, DeleteResult, Field, Kind, License, LicenseRenewalStatus,
    Product, Record,
};

fn license(json: &str) -> License {
    License::from_json(json.as_bytes()).unwrap()
}

#[test]
fn a_record_encodes_to_the_text_it_was_read_from() {
    let text =
        r#"{ "mrr":83.33333333333333, "x":[1,{"y":5000.0}],"toDate":null,"custom":{"A b":-0.0} }"#;
    assert_eq!(license(&format!(" {text}\n")).as_json(), text);
}

#[test]
fn absent_null_value_and_another_type_are_four_things() {
    let license = license(r#"{"toDate":null,"mrr":12,"_currency":{"symbol":"$"},"value":"n/a"}"#);
    assert!(matches!(license.from_date_field(), Field::Absent));
    assert!(matches!(license.to_date_field(), Field::Null));
    assert!(matches!(license.mrr_field(), Field::Value(number) if number.as_str() == "12"));
    let currency = license.currency_field().other().unwrap();
    assert_eq!(
        (currency.kind(), currency.as_json()),
        (Kind::Object, r#"{"symbol":"$"}"#)
    );
    assert_eq!(license.value_field().other().unwrap().as_json(), r#""n/a""#);
    assert_eq!(
        (license.value(), license.currency(), license.to_date()),
        (None, None, None)
    );
}

#[test]
fn strings_read_as_what_their_escapes_mean_and_encode_as_they_came() {
    let text = r#"{"product":"Gro\u00dfe \"L\u00f6sung\" \ud83e\udd80","companyName":"plain","externalId":"a\/b"}"#;
    let license = license(text);
    assert_eq!(license.product(), Some("Große \"Lösung\" 🦀"));
    assert_eq!(license.company_name(), Some("plain"));
    assert_eq!(license.external_id(), Some("a/b"));
    assert_eq!(license.as_json(), text);
}

#[test]
fn an_escaped_string_of_an_unexpected_kind_is_kept_as_it_came() {
    let license = license(r#"{"mrr":"1\u0030","toDate":"so\u006fn"}"#);
    assert_eq!(
        license.mrr_field().other().unwrap().as_json(),
        r#""1\u0030""#
    );
    assert_eq!(
        license.to_date_field().other().unwrap().as_json(),
        r#""so\u006fn""#
    );
}

#[test]
fn a_known_key_counts_as_known_however_it_is_written() {
    let license = license(r#"{"m\u0072r":7,"mrrr":8}"#);
    assert_eq!(license.mrr(), Some(7.0));
    let unknown: Vec<_> = license
        .unknown()
        .map(|(key, value)| (key.into_owned(), value.as_json()))
        .collect();
    assert_eq!(unknown, [("mrrr".to_owned(), "8")]);
}

#[test]
fn of_duplicate_keys_the_last_counts() {
    let license = license(r#"{"mrr":1,"product":"a","mrr":null,"product":"b\n"}"#);
    assert!(license.mrr_field().is_null());
    assert_eq!(license.product(), Some("b\n"));
    assert_eq!(license.get("product").unwrap().as_str().unwrap(), "b\n");
}

#[test]
fn an_unlisted_value_is_kept_and_told_apart() {
    let known = Deal::from_json(br#"{"stage":"Closed Won"}"#).unwrap();
    assert_eq!(known.stage(), Some(DealStage::ClosedWon));
    let tenants_own = Deal::from_json(br#"{"stage":"Closed won"}"#)
        .unwrap()
        .stage()
        .unwrap();
    assert!(matches!(tenants_own, DealStage::Other(_)));
    assert_eq!(tenants_own.as_str(), "Closed won");
    assert_eq!(
        LicenseRenewalStatus::from("lost"),
        LicenseRenewalStatus::Lost
    );
}

#[test]
fn lists_read_whole_or_not_at_all() {
    let deal = Deal::from_json(
        br#"{"followers":["60f1b2c3d4e5f6a7b8c9d0e1"],"path":[{"id":"61006bc89a3e0b702ed8ea49","model":"Company","depth":1}]}"#,
    )
    .unwrap();
    assert_eq!(
        deal.followers().unwrap()[0].as_str(),
        "60f1b2c3d4e5f6a7b8c9d0e1"
    );
    let path = deal.path().unwrap();
    assert_eq!(path[0].model(), Some("Company"));
    assert_eq!(path[0].unknown().count(), 1);
    let mixed = Deal::from_json(br#"{"followers":["60f1b2c3d4e5f6a7b8c9d0e1",7]}"#).unwrap();
    assert_eq!(mixed.followers(), None);
    assert_eq!(
        mixed
            .followers_field()
            .other()
            .unwrap()
            .elements()
            .unwrap()
            .count(),
        2
    );
    let product = Product::from_json(r#"{"packages":["Ent\u0065rprise","—"]}"#.as_bytes()).unwrap();
    assert_eq!(product.packages().unwrap(), ["Enterprise", "—"]);
}

#[test]
fn custom_fields_name_the_one_that_does_not_fit() {
    #[derive(Debug, serde::Deserialize)]
    struct Usage {
        #[serde(rename = "Days in Phase")]
        _days: u32,
    }
    let license = license(r#"{"custom":{"Days in Phase":"secret"}}"#);
    let error = license.custom().unwrap().decode::<Usage>().unwrap_err();
    assert_eq!(error.path(), "Days in Phase");
    assert!(!format!("{error} {error:?}").contains("secret"));
    assert!(error.detail().unwrap().contains("expected u32"));
}

#[test]
fn only_what_is_no_json_object_is_an_error() {
    for (body, complaint) in [
        ("", "not valid JSON from line 1, column 0"),
        ("{", "not valid JSON from line 1, column 1"),
        ("{}x", "not valid JSON from line 1, column 3"),
        ("[]", "expected an object, found an array"),
        ("\"\"", "expected an object, found a string"),
        ("<html>", "not valid JSON from line 1, column 1"),
    ] {
        assert_eq!(
            License::from_json(body.as_bytes()).unwrap_err().to_string(),
            complaint,
            "{body:?}"
        );
    }
    assert!(License::from_json(b"{\"a\":\"\xff\"}").is_err());
    assert!(BulkUpsertResult::from_json(b"{}").is_ok() && DeleteResult::from_json(b" {} ").is_ok());
}

fn nested(innermost: &str) -> String {
    let (open, close) = ("[".repeat(200_000), "]".repeat(200_000));
    format!(r#"{{"custom":{open}{innermost}{close}}}"#)
}

#[test]
fn depth_costs_memory_and_no_more() {
    let deep = nested("1");
    let record = license(&deep);
    assert!(record.custom_field().other().is_some());
    assert_eq!(serde_json::to_string(&record).unwrap(), deep);
    assert!(
        record
            .get("custom")
            .unwrap()
            .decode::<serde_json::Value>()
            .is_err()
    );
}

#[test]
fn deep_records_are_compared_in_one_walk() {
    let started = std::time::Instant::now();
    let one = license(&nested("1"));
    assert!(one == license(&nested(" 1 ")));
    assert!(one != license(&nested("2")));
    assert!(one != license(&nested("[1]")));
    assert!(license(&nested(r#"{"a":1,"b":2}"#)) == license(&nested(r#"{"b":2,"a":1}"#)));
    // Scanning every level anew takes minutes.
    assert!(started.elapsed() < std::time::Duration::from_secs(10));
}

/// As a field and as one of several possibilities.
#[derive(serde::Serialize)]
struct Holder<'a> {
    record: &'a License,
    either: Either<'a>,
}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum Either<'a> {
    Record(&'a License),
}

#[derive(serde::Serialize)]
struct Flat<'a> {
    #[serde(flatten)]
    record: &'a License,
}

#[test]
fn a_record_is_written_as_it_came_wherever_there_is_place_for_text() {
    let text = r#"{"mrr" : 1,"a":"\u0041"}"#;
    let record = license(text);
    let holder = Holder {
        record: &record,
        either: Either::Record(&record),
    };
    let held = serde_json::to_string(&holder).unwrap();
    assert_eq!(held, format!(r#"{{"record":{text},"either":{text}}}"#));
    let element = serde_json::to_string(&[&record]).unwrap();
    assert_eq!(element, format!("[{text}]"));

    let flat = serde_json::to_string(&Flat { record: &record }).unwrap();
    assert_eq!(flat, r#"{"mrr":1,"a":"A"}"#);
    assert_eq!(serde_json::to_value(&record).unwrap()["a"], "A");
    let pretty = serde_json::to_string_pretty(&record).unwrap();
    assert_eq!(pretty, "{\n  \"mrr\": 1,\n  \"a\": \"A\"\n}");
}

#[test]
fn halves_of_surrogate_pairs_are_told_apart() {
    assert_ne!(license(r#"{"a":"\ud83e"}"#), license(r#"{"a":"\udd80"}"#));
    assert_ne!(license(r#"{"\ud83e":1}"#), license(r#"{"\ufffd":1}"#));
    assert_eq!(license(r#"{"\ud83e":1}"#), license(r#"{"\uD83E": 1}"#));
    let license = license(r#"{"\ufffd":1,"\ud83e":2}"#);
    assert_eq!(license.get("\u{fffd}").unwrap().as_json(), "1");
}

#[test]
fn records_are_equal_when_their_json_says_the_same() {
    assert_eq!(
        license(r#"{"mrr":1,"toDate":null}"#),
        license(r#"{ "toDate": null, "mrr": 1 }"#)
    );
    assert_ne!(license(r#"{"mrr":1}"#), license(r#"{"mrr":1.0}"#));
    assert_ne!(license(r#"{"toDate":null}"#), license("{}"));
}

#[test]
fn properties_are_those_of_the_specification() {
    assert!(License::PROPERTIES.contains(&"fcNewStartDate"));
    assert_eq!(<Deal as Record>::PROPERTIES.len(), 26);
    assert_eq!(<Deal as Record>::NAME, "Deal");
}

#[test]
fn debug_shows_keys_and_no_values() {
    let license = license(
        r#"{"_id":"61006fbf1df7fa77a20d9d0a","externalId":"anna@example.com","brandNew":1}"#,
    );
    assert_eq!(
        format!("{license:?}"),
        r#"License {"_id", "externalId", "brandNew"}"#
    );
}
