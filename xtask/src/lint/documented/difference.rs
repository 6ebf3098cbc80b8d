//! Where two JSON values differ.

use serde_json::Value;

use crate::source::pointer;

/// One difference: where, what was expected, what was found.
#[derive(Debug, PartialEq)]
pub(super) struct Difference {
    pub(super) pointer: String,
    pub(super) expected: Option<String>,
    pub(super) found: Option<String>,
}

/// All differences, number by number as they are written: `5000` is not `5000.0`.
pub(super) fn differences(expected: &Value, found: &Value) -> Vec<Difference> {
    let mut all = Vec::new();
    compare(Some(expected), Some(found), "", &mut all);
    all
}

fn compare(expected: Option<&Value>, found: Option<&Value>, at: &str, all: &mut Vec<Difference>) {
    match (expected, found) {
        (Some(Value::Object(expected)), Some(Value::Object(found))) => {
            for (key, value) in expected {
                compare(Some(value), found.get(key), &pointer::join(at, key), all);
            }
            for (key, value) in found {
                if !expected.contains_key(key) {
                    compare(None, Some(value), &pointer::join(at, key), all);
                }
            }
        }
        (Some(Value::Array(expected)), Some(Value::Array(found))) => {
            for index in 0..expected.len().max(found.len()) {
                compare(
                    expected.get(index),
                    found.get(index),
                    &pointer::join(at, index),
                    all,
                );
            }
        }
        // A number's text tells its kind and every bit of it.
        (expected, found) if text(expected) == text(found) => {}
        (expected, found) => all.push(Difference {
            pointer: at.to_owned(),
            expected: text(expected),
            found: text(found),
        }),
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    value.map(Value::to_string)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_values_do_not_differ() {
        let value = json!({ "a": [1, { "b": null }], "c": 83.33333333333333, "d": "é" });
        assert_eq!(differences(&value, &value.clone()), []);
    }

    #[test]
    fn every_difference_is_told_with_its_place() {
        let cases = [
            (json!(5000), json!(5000.0), ""),
            (json!(0.0), json!(-0.0), ""),
            (json!(null), json!(false), ""),
            (json!("1"), json!(1), ""),
            (json!({ "a": null }), json!({}), "/a"),
            (json!({}), json!({ "a": null }), "/a"),
            (json!([1, 2]), json!([2, 1]), "/0"),
            (json!([]), json!([null]), "/0"),
            (
                json!({ "a": { "b/c": 1 } }),
                json!({ "a": { "b/c": 2 } }),
                "/a/b~1c",
            ),
            (json!([]), json!({}), ""),
        ];
        for (expected, found, pointer) in cases {
            let all = differences(&expected, &found);
            assert_eq!(
                all.first().map(|one| one.pointer.as_str()),
                Some(pointer),
                "{expected} {found}"
            );
        }
    }
}
