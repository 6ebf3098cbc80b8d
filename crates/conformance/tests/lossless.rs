//! Any JSON object survives decoding and encoding, as any record, alone and inside a consumer's types.
//!
//! Run with `--features serde_json/arbitrary_precision` or `serde_json/preserve_order`, too: a consumer may turn them on for
//! every crate of its build.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use conformance::client::Codec;
use conformance::compare::compare;
use conformance::generated::records::codecs;
use conformance::json;
use planhat_api::{BulkUpsertResult, Deal, DeleteResult, License, Product, Record};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Values that have hurt some JSON library, in `tests/cases/lossless.json`: one text a case.
fn hard_values() -> Vec<String> {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/cases/lossless.json"
    );
    let text = std::fs::read_to_string(file).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[track_caller]
fn assert_same(expected: &str, found: &str) {
    let expected_node = json::parse(expected).unwrap();
    let found_node = json::parse(found).unwrap_or_else(|error| panic!("{found}: {error}"));
    let mismatches = compare(&expected_node, &found_node);
    assert!(mismatches.is_empty(), "{mismatches:?}\n{expected}\n{found}");
}

fn assert_survives(codec: &Codec, text: &str) {
    let decoded = codec.decode(text).unwrap();
    assert_same(text, &decoded.json);
    let node = json::parse(text).unwrap();
    assert_same(text, &decoded.serialized.unwrap());
    assert_same(text, &codec.through_serde(text).unwrap());
    let mismatches: Vec<_> = decoded
        .said
        .iter()
        .flat_map(|said| said.check(&node))
        .collect();
    assert!(mismatches.is_empty(), "{mismatches:?}\n{text}");
    let misfiled: Vec<_> = decoded
        .unknown
        .iter()
        .filter(|key| codec.properties().contains(&key.as_str()))
        .collect();
    assert!(misfiled.is_empty(), "{misfiled:?} of {text}");
}

/// A file of one record a line stays one, however the server breaks its lines.
#[test]
fn a_record_is_written_on_one_line_unless_someone_asks_for_more() {
    let text = "{\n  \"mrr\": 5000.0,\r\n  \"custom\": [1,\n2]\n}";
    let license: License = serde_json::from_str(text).unwrap();
    let compact = serde_json::to_string(&license).unwrap();
    assert_eq!(compact, r#"{"mrr":5000.0,"custom":[1,2]}"#);
    let license: License = serde_json::from_str(&compact).unwrap();
    let pretty = serde_json::to_string_pretty(&license).unwrap();
    assert_eq!(
        pretty,
        "{\n  \"mrr\": 5000.0,\n  \"custom\": [\n    1,\n    2\n  ]\n}"
    );
    assert_same(text, &pretty);
}

/// A record of ours inside a struct of the consumer's, where serde hands it over member by member.
#[derive(Serialize, Deserialize)]
struct Flattened<T> {
    tenant: String,
    #[serde(flatten)]
    record: T,
}

/// A record of ours as one of several possibilities, where serde buffers it first.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    Count(u64),
    Record(T),
}

fn assert_survives_in_consumers_types<T: Record + Serialize + DeserializeOwned>(members: &str) {
    let separator = if members.is_empty() { "" } else { "," };
    let flat = format!(r#"{{"tenant":"t"{separator}{members}}}"#);
    let flattened: Flattened<T> = serde_json::from_str(&flat).unwrap();
    assert_same(&format!("{{{members}}}"), flattened.record.as_json());
    assert_same(&flat, &serde_json::to_string(&flattened).unwrap());

    let alone = format!("{{{members}}}");
    let Untagged::Record(record) = serde_json::from_str::<Untagged<T>>(&alone).unwrap() else {
        panic!("a record is no count");
    };
    assert_same(&alone, record.as_json());
    assert_same(
        &alone,
        &serde_json::to_string(&Untagged::Record(record)).unwrap(),
    );
}

fn for_every_record_in_consumers_types(members: &str) {
    assert_survives_in_consumers_types::<Deal>(members);
    assert_survives_in_consumers_types::<Product>(members);
    assert_survives_in_consumers_types::<License>(members);
    assert_survives_in_consumers_types::<BulkUpsertResult>(members);
    assert_survives_in_consumers_types::<DeleteResult>(members);
}

#[test]
fn hard_values_survive_under_every_key() {
    let values = hard_values();
    for codec in codecs() {
        for value in &values {
            for key in codec.properties().iter().chain(&["brandNew"]) {
                assert_survives(&codec, &format!(r#"{{"{key}":{value}}}"#));
            }
        }
    }
}

#[test]
fn only_an_object_is_a_record() {
    for codec in codecs() {
        for text in ["[]", "null", "1", "\"{}\"", "", "{", "{}{}"] {
            assert!(codec.decode(text).is_err(), "{text}");
            assert!(codec.through_serde(text).is_err(), "{text}");
        }
    }
}

#[test]
fn an_object_that_looks_like_serde_jsons_own_number_stays_an_object() {
    for codec in codecs() {
        for text in [
            r#"{"$serde_json::private::Number":"seven","a":1}"#,
            r#"{"custom":{"$serde_json::private::Number":{"a":1}}}"#,
            r#"{"$serde_json::private::RawValue":"{}"}"#,
        ] {
            assert_survives(&codec, text);
        }
    }
}

/// Numbers in the form that serde_json prints them in: other forms are lost in serde's own buffers.
fn canonical_number() -> BoxedStrategy<String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<u64>().prop_map(|number| number.to_string()),
        any::<f64>()
            .prop_filter("JSON has finite numbers only", |number| number.is_finite())
            .prop_map(|number| serde_json::to_string(&number).unwrap()),
        Just("-0.0".to_owned()),
        Just("5000.0".to_owned()),
    ]
    .boxed()
}

/// Numbers in every form that JSON has.
fn any_number() -> BoxedStrategy<String> {
    prop_oneof![
        canonical_number(),
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?"
    ]
    .boxed()
}

/// Strings with every escape that JSON has, lone surrogates included.
fn any_string() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        any::<String>().prop_map(|plain| {
            let quoted = serde_json::to_string(&plain).unwrap();
            quoted[1..quoted.len() - 1].to_owned()
        }),
        "\\\\u[0-9a-fA-F]{4}",
        Just("\\/".to_owned()),
        Just("\\ud83e\\udd80".to_owned()),
    ];
    proptest::collection::vec(piece, 0..3)
        .prop_map(|pieces| format!("\"{}\"", pieces.concat()))
        .boxed()
}

/// Strings that Rust can hold, as serde's buffers must.
fn unicode_string() -> BoxedStrategy<String> {
    any::<String>()
        .prop_map(|plain| serde_json::to_string(&plain).unwrap())
        .boxed()
}

fn value(number: BoxedStrategy<String>, string: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        number,
        string.clone(),
    ];
    let compound = move |inner: BoxedStrategy<String>| {
        let member =
            (string.clone(), inner.clone()).prop_map(|(key, value)| format!("{key} : {value}"));
        prop_oneof![
            proptest::collection::vec(inner, 0..4)
                .prop_map(|items| format!("[{}]", items.join(" , "))),
            proptest::collection::vec(member, 0..4)
                .prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    };
    scalar.prop_recursive(4, 24, 4, compound).boxed()
}

/// Members under known keys and others, some more than once.
fn members(
    value: BoxedStrategy<String>,
    other_key: BoxedStrategy<String>,
) -> impl Strategy<Value = String> {
    let known: Vec<String> = codecs()
        .iter()
        .flat_map(|codec| codec.properties())
        .map(|name| format!("\"{name}\""))
        .collect();
    let key = prop_oneof![3 => proptest::sample::select(known), 1 => other_key];
    let member = (key, value).prop_map(|(key, value)| format!("{key}: {value}"));
    proptest::collection::vec(member, 0..12).prop_map(|members| members.join(", "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_object_survives_as_any_record(members in members(value(any_number(), any_string()), any_string())) {
        for codec in codecs() {
            assert_survives(&codec, &format!("{{{members}}}"));
        }
    }

    #[test]
    fn any_object_survives_inside_a_consumers_types(
        members in members(value(canonical_number(), unicode_string()), unicode_string())
    ) {
        for_every_record_in_consumers_types(&members);
    }
}
