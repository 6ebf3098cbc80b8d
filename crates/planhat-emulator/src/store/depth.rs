//! How deep a value may nest.

use serde_json::Value;

/// MongoDB stores nothing deeper. It is also well below what readers of JSON take, so that whatever is stored can be read
/// again where it stands within a list or a saved state.
pub(crate) const MAX_DEPTH: usize = 100;

/// Whether a value has more than so many levels of arrays and objects.
pub(crate) fn is_deeper(value: &Value, levels: usize) -> bool {
    let is_within = |part: &Value| match levels.checked_sub(1) {
        Some(rest) => !is_deeper(part, rest),
        None => false,
    };
    match value {
        Value::Array(items) => levels == 0 || !items.iter().all(is_within),
        Value::Object(members) => levels == 0 || !members.values().all(is_within),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_array_and_object_is_a_level() {
        let value = json!({ "a": 1, "b": [{ "c": [] }] });
        assert!(is_deeper(&value, 0) && is_deeper(&value, 3));
        assert!(!is_deeper(&value, 4));
        assert!(!is_deeper(&json!(7), 0));
    }
}
