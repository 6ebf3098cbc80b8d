//! Records and values inside other types: what serde hands over, and what becomes of it.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]
use std::collections::BTreeMap;

use planhat_api::{
    Date, Deal, DealStage, License, Number, ObjectId, RecordRef, Timestamp, UnknownValue, Value,
};
use serde::de::value::{Error as ValueError, MapDeserializer};
use serde::{Deserialize, Serialize};

/// A member of a buffered object.
#[derive(Debug, Deserialize)]
struct Flattened {
    #[serde(flatten)]
    license: License,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Untagged {
    License(License),
}

/// The record as it comes out of each of serde's buffers.
fn buffered(json: &str) -> [Result<License, serde_json::Error>; 2] {
    [
        serde_json::from_str::<Flattened>(json).map(|flattened| flattened.license),
        serde_json::from_str::<Untagged>(json).map(|Untagged::License(license)| license),
    ]
}

#[track_caller]
fn assert_buffered(json: &str, kept: &str) {
    for license in buffered(json) {
        assert_eq!(license.unwrap().as_json(), kept, "{json}");
    }
}

/// A consumer may turn `serde_json`'s `arbitrary_precision` on for the whole build.
fn arbitrary_precision() -> bool {
    let number: serde_json::Value = serde_json::from_str("1.50").unwrap();
    serde_json::to_string(&number).unwrap() == "1.50"
}

/// The record made of a map of strings, by a deserializer that asks for no name.
fn from_map(entries: &[(&'static str, &'static str)]) -> Result<License, ValueError> {
    License::deserialize(MapDeserializer::new(entries.iter().copied()))
}

#[test]
fn a_deserializer_of_another_kind_gives_an_object_not_text() {
    for entries in [
        &[("name", "{\"mrr\":\"")][..],
        &[("mrr", "1"), ("name", "{}")],
        &[("$serde_json::private::RawValue", "{\"mrr\":\"")],
        &[("$serde_json::private::RawValue", "{}"), ("mrr", "1")],
        &[],
    ] {
        let license = from_map(entries).unwrap();
        let members: Vec<_> = entries
            .iter()
            .map(|(key, value)| format!("{}:{}", text(key), text(value)))
            .collect();
        assert_eq!(license.as_json(), format!("{{{}}}", members.join(",")));
        assert_eq!(license.mrr(), None);
    }
}

fn text(plain: &str) -> String {
    serde_json::to_string(plain).unwrap()
}

#[test]
fn a_deserializer_of_another_kind_gives_every_kind_of_value() {
    let map = BTreeMap::from([("mrr", 1.5), ("value", 2.0)]);
    let license = License::deserialize(MapDeserializer::<_, ValueError>::new(map.into_iter()));
    assert_eq!(license.unwrap().as_json(), r#"{"mrr":1.5,"value":2.0}"#);
    let no_object = License::deserialize(serde::de::value::U64Deserializer::<ValueError>::new(7));
    assert!(no_object.unwrap_err().to_string().contains("a number"));
}

#[test]
fn a_value_of_serde_json_gives_its_text() {
    let value: serde_json::Value = serde_json::from_str(r#"{"mrr":1,"toDate":null}"#).unwrap();
    assert_eq!(
        License::deserialize(&value).unwrap().as_json(),
        r#"{"mrr":1,"toDate":null}"#
    );
}

#[test]
fn order_duplicates_and_nulls_come_through_serdes_buffers() {
    assert_buffered(
        r#"{"zeta": {"b":[1, null], "a":{}}, "mrr": 1, "mrr": 2, "caf\u00e9": true}"#,
        r#"{"zeta":{"b":[1,null],"a":{}},"mrr":1,"mrr":2,"café":true}"#,
    );
}

#[test]
fn numbers_in_serdes_buffers_have_serde_jsons_form() {
    for (given, as_double, with_all_digits) in [
        ("1.50", "1.5", "1.50"),
        ("5e3", "5000.0", "5e+3"),
        ("-0", "-0.0", "-0"),
        ("-0.0", "-0.0", "-0.0"),
        ("9007199254740993", "9007199254740993", "9007199254740993"),
        ("0.10000000000000000555", "0.1", "0.10000000000000000555"),
    ] {
        let kept = if arbitrary_precision() {
            with_all_digits
        } else {
            as_double
        };
        assert_buffered(
            &format!(r#"{{"mrr":{given}}}"#),
            &format!(r#"{{"mrr":{kept}}}"#),
        );
    }
}

#[test]
fn a_number_beyond_a_double_does_not_get_into_serdes_buffers() {
    for license in buffered(r#"{"mrr":1e400}"#) {
        assert_eq!(license.is_ok(), arbitrary_precision());
    }
    // Where there is text, it is kept.
    assert!(serde_json::from_str::<License>(r#"{"mrr":1e400}"#).is_ok());
}

#[test]
fn half_of_a_surrogate_pair_does_not_get_into_serdes_buffers() {
    for json in [r#"{"product":"\ud83e"}"#, r#"{"\ud83e":1}"#] {
        assert!(buffered(json).iter().all(Result::is_err), "{json}");
        assert_eq!(
            serde_json::from_str::<License>(json).unwrap().as_json(),
            json
        );
    }
}

#[test]
fn an_object_with_serde_jsons_own_key_is_a_number_only_where_numbers_come_as_such() {
    const NUMBER: &str = r#"{"custom":{"$serde_json::private::Number":"1"}}"#;
    let kept = if arbitrary_precision() {
        r#"{"custom":1}"#
    } else {
        NUMBER
    };
    assert_buffered(NUMBER, kept);
    assert_eq!(
        serde_json::from_str::<License>(NUMBER).unwrap().as_json(),
        NUMBER
    );
}

#[test]
fn an_object_with_serde_jsons_own_key_and_anything_else_stays_an_object() {
    for json in [
        r#"{"custom":{"$serde_json::private::Number":"seven"}}"#,
        r#"{"custom":{"$serde_json::private::Number":""}}"#,
        r#"{"custom":{"$serde_json::private::Number":"\"1\""}}"#,
        r#"{"custom":{"$serde_json::private::Number":{"a":"1"}}}"#,
        r#"{"custom":{"a":"1","$serde_json::private::Number":"1"}}"#,
        r#"{"custom":{"$serde_json::private::Number":"1","a":"1"}}"#,
        r#"{"custom":{"$serde_json::private::RawValue":"1"}}"#,
        r#"{"$serde_json::private::RawValue":"{}"}"#,
    ] {
        assert_buffered(json, json);
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Own {
    id: ObjectId,
    company: RecordRef,
    due: Timestamp,
    mrr: Number<'static>,
    stage: DealStage,
}

#[test]
fn values_are_members_of_a_consumers_own_types() {
    let json = r#"{"id":"61006fbf1df7fa77a20d9d0a","company":"extid-a/b","due":"2026-09-30T00:00:00.000Z","mrr":1.50,"stage":"Closed Won"}"#;
    let own: Own = serde_json::from_str(json).unwrap();
    assert_eq!(own.company.external_id(), Some("a/b"));
    assert_eq!(own.stage, DealStage::ClosedWon);
    assert_eq!(own.mrr.as_str(), "1.50");
    assert_eq!(serde_json::to_string(&own).unwrap(), json);
    let value = serde_json::to_value(&own).unwrap();
    assert_eq!(serde_json::from_value::<Own>(value).unwrap().id, own.id);
}

#[test]
fn a_timestamp_serializes_to_the_text_that_is_sent() {
    for (given, sent) in [
        ("2026-09-30", "2026-09-30"),
        ("2026-09-30 12:00z", "2026-09-30T12:00:00.000Z"),
        ("2026-09-30T12:00:00+0200", "2026-09-30T12:00:00.000+02:00"),
    ] {
        let timestamp: Timestamp = serde_json::from_str(&text(given)).unwrap();
        assert_eq!(timestamp.as_str(), given);
        assert_eq!(serde_json::to_string(&timestamp).unwrap(), text(sent));
    }
}

#[test]
fn a_value_nobody_listed_is_read_and_written_as_it_is() {
    let stage: DealStage = serde_json::from_str(r#""Neg\u006ftiation""#).unwrap();
    assert!(
        matches!(&stage, DealStage::Other(other) if UnknownValue::as_str(other) == "Negotiation")
    );
    assert_eq!(serde_json::to_string(&stage).unwrap(), r#""Negotiation""#);
}

#[test]
fn what_is_no_such_value_is_refused_with_what_was_expected() {
    fn error<T: for<'de> Deserialize<'de>>(json: &str) -> String {
        serde_json::from_str::<T>(json)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }
    for (error, expected) in [
        (error::<ObjectId>("7"), "24 hexadecimal digits"),
        (error::<ObjectId>("\"lic-7\""), "has 5 characters"),
        (error::<RecordRef>("null"), "`extid-…`"),
        (error::<RecordRef>("\"lic-7\""), "`RecordRef::external`"),
        (error::<Timestamp>("12"), "a date-time"),
        (error::<Timestamp>("\"soon\""), "not a date"),
        (error::<Timestamp>("\"2026-02-30\""), "no such day"),
        (
            error::<Number<'static>>("\"12\""),
            "a number, found a string",
        ),
        (error::<Number<'static>>("null"), "a number, found null"),
        (error::<Number<'static>>("[1]"), "a number, found an array"),
        (error::<DealStage>("7"), "a string"),
    ] {
        assert!(error.contains(expected), "{error:?} lacks {expected:?}");
    }
}

#[test]
fn a_number_keeps_its_digits_through_serde() {
    for digits in [
        "5000",
        "5000.0",
        "-0",
        "1e400",
        "12345678901234567890123.50",
        "0.1",
    ] {
        let number: Number<'static> = serde_json::from_str(digits).unwrap();
        assert_eq!(number.as_str(), digits);
        assert_eq!(serde_json::to_string(&number).unwrap(), digits);
    }
    assert!(serde_json::to_string(&Number::from(f64::NAN)).is_err());
    let buffered: Number<'static> = serde_json::from_value(12.into()).unwrap();
    assert_eq!(buffered.as_i64(), Some(12));
}

#[test]
fn integers_are_read_from_the_digits_and_never_made_up() {
    let license = License::from_json(br#"{"renewalPeriod":9007199254740993.0,"length":1e-400}"#);
    let license = license.unwrap();
    assert_eq!(license.renewal_period(), Some(9_007_199_254_740_993));
    assert_eq!(
        license.get("length").and_then(|length| length.as_i64()),
        None
    );
    let fraction = License::from_json(br#"{"renewalPeriod":9007199254740992.5}"#).unwrap();
    assert_eq!(fraction.renewal_period(), None);
    let other = fraction.renewal_period_field().other();
    assert_eq!(
        other.as_ref().map(Value::as_json),
        Some("9007199254740992.5")
    );
}

#[test]
fn a_property_takes_a_date_and_the_clock_of_the_standard_library() {
    use planhat_api::LicenseUpdate;
    let update = LicenseUpdate::new()
        .from_date(Date::new(2026, 9, 30).unwrap())
        .to_date(std::time::SystemTime::UNIX_EPOCH);
    assert_eq!(
        serde_json::to_string(&update).unwrap(),
        r#"{"fromDate":"2026-09-30","toDate":"1970-01-01T00:00:00.000Z"}"#
    );
}

#[test]
fn a_string_of_one_quote_is_read_without_a_panic() {
    let deal = Deal::from_json(br#"{"name":"\"","stage":"","comment":"\\"}"#).unwrap();
    assert_eq!(
        (
            deal.name(),
            deal.comment(),
            deal.get("stage").unwrap().as_str().as_deref()
        ),
        (Some("\""), Some("\\"), Some(""))
    );
}
