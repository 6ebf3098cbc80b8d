//! Where two JSON values differ.

use serde_json::Value;

/// The pointer of each difference, and what stands on the two sides.
pub(crate) fn differences(expected: &Value, found: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    compare(Some(expected), Some(found), "", false, &mut all);
    all
}

/// The same, but objects may have more members than expected.
pub(crate) fn lacks(expected: &Value, found: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    compare(Some(expected), Some(found), "", true, &mut all);
    all
}

fn compare(
    expected: Option<&Value>,
    found: Option<&Value>,
    at: &str,
    is_part: bool,
    all: &mut Vec<(String, String)>,
) {
    match (expected, found) {
        (Some(Value::Object(expected)), Some(Value::Object(found))) => {
            for (key, value) in expected {
                let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                compare(Some(value), found.get(key), &at, is_part, all);
            }
            for (key, value) in found.iter().filter(|(key, _)| !expected.contains_key(*key)) {
                if !is_part {
                    compare(None, Some(value), &format!("{at}/{key}"), is_part, all);
                }
            }
        }
        (Some(Value::Array(expected)), Some(Value::Array(found))) => {
            for index in 0..expected.len().max(found.len()) {
                let (expected, found) = (expected.get(index), found.get(index));
                compare(expected, found, &format!("{at}/{index}"), is_part, all);
            }
        }
        // The text of a number tells its kind and every bit of it.
        (expected, found) if text(expected) == text(found) => {}
        (expected, found) => {
            let what = format!("expected {}, found {}", text(expected), text(found));
            all.push((at.to_owned(), what));
        }
    }
}

fn text(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), Value::to_string)
}
