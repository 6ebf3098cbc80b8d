//! What is read at once of an item is what its text says, whatever it sets.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::DealUpsert;
use crate::bulk::keyables::Keyables;
use crate::draft::has_text;

/// A value of any kind that can stand for a keyable.
fn value() -> impl Strategy<Value = Json> {
    let pieces = vec![
        "a",
        "Z",
        "7",
        " ",
        "\t",
        "\u{a0}",
        "\u{feff}",
        "\\",
        "\"",
        "é",
        "🦀",
        "\u{0}",
        "extid-",
        "61006bc89a3e0b702ed8ea49",
        "61006BC89A3E0B702ED8EA49",
    ];
    let text = proptest::collection::vec(proptest::sample::select(pieces), 0..4);
    prop_oneof![
        8 => text.prop_map(|pieces| Json::String(pieces.concat())),
        1 => Just(Json::Null),
        1 => Just(json!(7)),
        1 => Just(json!(["a"])),
        1 => Just(json!("null")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn places_say_what_the_text_says(
        values in proptest::collection::vec((0..KEYS.len(), value()), 0..6),
        other in value(),
    ) {
        let item = values.into_iter().fold(DealUpsert::new().mrr(1), |item, (key, value)| {
            item.property(KEYS[key], value)
        });
        // It stands behind others.
        let mut out = "[{},".to_owned();
        let places = Places::write(&item, &mut out).unwrap();
        let text = item.to_json().unwrap();
        prop_assert_eq!(&out[4..], &*text);
        let set = Value::new(&text);
        let other = other.to_string();
        for (key, name) in KEYS.into_iter().enumerate() {
            prop_assert_eq!(places.is_set(key), set.get(name).is_some());
            let has_value = set.get(name).is_some_and(|value| !value.is_null());
            prop_assert_eq!(places.has_value(key), has_value);
            prop_assert_eq!(places.has_text(key), has_text(&item, name), "{} of {}", name, text);
            let own = places.text_of(key, &text);
            prop_assert_eq!(own.is_some(), places.has_text(key));
            if let Some(other) = text_of(key, Value::new(&other)) {
                let is_it = places.is(key, text.as_bytes(), &other);
                prop_assert_eq!(is_it, own.as_ref() == Some(&other), "{} of {} and {}", name, text, other);
            }
            if let Some(own) = &own {
                prop_assert!(places.is(key, text.as_bytes(), own), "{} of {}", name, text);
                let expected = set.get(name).unwrap().as_str().unwrap();
                let expected = if key == ID { expected.to_ascii_lowercase() } else { expected.into_owned() };
                prop_assert_eq!(&**own, &*expected);
            }
        }
        prop_assert_eq!(Keyables::at(&places, &text), Keyables::of(Value::new(&text)));
    }
}
