//! What a bulk upsert says went wrong, whatever shape it says it in.

use crate::generated::BulkUpsertResult;
use crate::json::{Kind, Value};

impl BulkUpsertResult {
    /// Every entry of the error lists, with the name of its list. The shape of an entry is
    /// documented nowhere, nor that the lists are lists: an object or a text in a list's place
    /// counts as one entry.
    ///
    /// ```
    /// # use planhat_api::BulkUpsertResult;
    /// let result = BulkUpsertResult::from_json(
    ///     br#"{"created": 1, "createdErrors": [{"index": 3}], "updatedErrors": [], "permissionErrors": "no"}"#,
    /// )?;
    /// let errors: Vec<_> = result.errors().map(|(list, entry)| (list, entry.as_json())).collect();
    /// assert_eq!(errors, [("createdErrors", r#"{"index": 3}"#), ("permissionErrors", r#""no""#)]);
    /// # Ok::<(), planhat_api::DecodeError>(())
    /// ```
    pub fn errors(&self) -> impl Iterator<Item = (&'static str, Value<'_>)> {
        let mut errors = Vec::new();
        for list in Self::PROPERTIES {
            if list.ends_with("Errors")
                && let Some(value) = self.get(list)
            {
                add_entries(list, value, &mut errors);
            }
        }
        errors.into_iter()
    }

    /// Whether anything stands in an error list. A status of 200 does not say so: look here.
    #[inline]
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// Whether the reply is a result of a bulk upsert at all: it has a count or a list that the
    /// specification names. No key is promised, so any JSON object reads as one.
    pub fn is_envelope(&self) -> bool {
        let tells = |value: Value<'_>| value.kind() == Kind::Array || value.as_i64().is_some();
        Self::PROPERTIES
            .iter()
            .any(|name| self.get(name).is_some_and(tells))
    }
}

/// Adds the entries that stand in a list's place.
fn add_entries<'a>(
    list: &'static str,
    value: Value<'a>,
    errors: &mut Vec<(&'static str, Value<'a>)>,
) {
    match value.kind() {
        Kind::Null => {}
        Kind::Array => {
            for entry in value.each_element() {
                errors.push((list, entry));
            }
        }
        Kind::Object if value.each_member().next().is_none() => {}
        Kind::String if value.as_str().is_some_and(|text| text.is_empty()) => {}
        _ => errors.push((list, value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(json: &str) -> BulkUpsertResult {
        BulkUpsertResult::from_json(json.as_bytes()).unwrap()
    }

    #[test]
    fn errors_are_found_in_every_shape() {
        for (json, count) in [
            (
                r#"{"createdErrors":[],"permissionErrors":null,"updatedErrors":{},"validationErrors":""}"#,
                0,
            ),
            (r#"{"created":2}"#, 0),
            (r#"{"createdErrors":[1,"a",null]}"#, 3),
            (r#"{"createdErrors":{"0":"bad"}}"#, 1),
            (r#"{"updatedErrors":"no","permissionErrors":[{}]}"#, 2),
            (r#"{"validationErrors":true}"#, 1),
        ] {
            assert_eq!(result(json).errors().count(), count, "{json}");
            assert_eq!(result(json).has_errors(), count > 0, "{json}");
        }
    }

    #[test]
    fn an_object_with_nothing_of_a_result_is_none() {
        for (json, envelope) in [
            (r#"{"created":0}"#, true),
            (r#"{"upsertedIds":[]}"#, true),
            ("{}", false),
            (r#"{"error":"denied"}"#, false),
            (r#"{"created":"x"}"#, false),
        ] {
            assert_eq!(result(json).is_envelope(), envelope, "{json}");
        }
    }
}
