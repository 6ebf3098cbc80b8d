//! What is read as JSON, against `serde_json`.

use proptest::prelude::*;

use super::*;
use crate::json::validate;

fn is_json(bytes: &[u8]) -> bool {
    read_whole(bytes, Reader::value).is_some()
}

fn json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        any::<String>().prop_map(|text| serde_json::Value::from(text).to_string()),
        any::<f64>().prop_map(|number| serde_json::Value::from(number).to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        Just(String::from("true")),
    ];
    scalar.prop_recursive(4, 30, 5, |inner| {
        let member = (any::<String>(), inner.clone())
            .prop_map(|(key, value)| format!("{} :{value}", serde_json::Value::from(key)));
        let array = proptest::collection::vec(inner, 0..5);
        let object = proptest::collection::vec(member, 0..5);
        prop_oneof![
            array.prop_map(|values| format!("[{}]", values.join(", "))),
            object.prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

/// Texts that are JSON, or nearly.
fn nearly_json() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&str; 40] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\n",
        "\t",
        "\r",
        "\"",
        "\"a\"",
        "\"a\":",
        "\"\\n\"",
        "\"\\u00e9\"",
        "\"\\ud83e\"",
        "\"\\u00g0\"",
        "\"\\x\"",
        "\\",
        "\u{1}",
        "\u{7f}",
        "é🦀",
        "\"0123456789abcdef\"",
        "0",
        "01",
        "-0",
        "-",
        "1.5",
        "1.",
        ".5",
        "1e5",
        "1E+05",
        "1e",
        "9007199254740993",
        "true",
        "false",
        "null",
        "tru",
        "nul l",
        "NaN",
    ];
    let pieces = proptest::collection::vec(0..PIECES.len(), 0..12);
    let joined = pieces.prop_map(|pieces| {
        let pieces: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        pieces.into_bytes()
    });
    let broken = (
        json(),
        any::<prop::sample::Index>(),
        any::<u8>(),
        any::<bool>(),
    );
    let broken = broken.prop_map(|(json, at, byte, is_broken)| {
        let mut bytes = json.into_bytes();
        let at = at.index(bytes.len().max(1));
        if let Some(place) = bytes.get_mut(at).filter(|_| is_broken) {
            *place = byte;
        }
        bytes
    });
    prop_oneof![joined, broken]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn it_accepts_what_serde_json_accepts(bytes in nearly_json()) {
        prop_assert_eq!(is_json(&bytes), validate(&bytes).is_ok(), "{}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn nesting_is_told_apart_at_any_depth() {
    for depth in [1, 63, 64, 65, 128, 129, 10_000] {
        let pair = |place: usize| {
            if place.is_multiple_of(3) {
                ("{\"a\":", "}")
            } else {
                ("[", "]")
            }
        };
        let opened: String = (0..depth).map(|place| pair(place).0).collect();
        let closed: String = (0..depth).rev().map(|place| pair(place).1).collect();
        assert!(is_json(format!("{opened}1{closed}").as_bytes()), "{depth}");
        let swapped = closed.replace('}', "]");
        assert!(
            !is_json(format!("{opened}1{swapped}").as_bytes()),
            "{depth}"
        );
    }
}
