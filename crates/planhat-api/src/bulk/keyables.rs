//! By what an item of a bulk upsert finds its record.

use std::borrow::Cow;

use crate::json::Value;

/// The keyables of one item, as texts. One that is empty or no text counts as none, as nothing
/// tells what the server makes of it.
#[derive(Clone, Default)]
pub(super) struct Keyables<'a> {
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) source_id: Option<Cow<'a, str>>,
    pub(super) external_id: Option<Cow<'a, str>>,
    /// External ids are unique within a company only.
    company: Option<Cow<'a, str>>,
}

impl<'a> Keyables<'a> {
    /// Those of an item's text, or of an entry of a reply, which repeats them.
    pub(super) fn of(item: Value<'a>) -> Self {
        let text = |key| {
            let text = item.get(key)?.as_str()?;
            (!text.trim_ascii().is_empty()).then_some(text)
        };
        Self {
            id: text("_id").map(
                |id| match id.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    true => Cow::Owned(id.to_ascii_lowercase()),
                    false => id,
                },
            ),
            source_id: text("sourceId"),
            external_id: text("externalId"),
            company: text("companyId"),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.id.is_none() && self.source_id.is_none() && self.external_id.is_none()
    }

    /// Whether there is none but an `_id`.
    pub(super) fn is_id_alone(&self) -> bool {
        self.source_id.is_none() && self.external_id.is_none()
    }

    /// What no other item may have: each keyable in a form that equals only its like.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        let company = self.company.as_deref().unwrap_or_default();
        let named =
            |kind: char, key: &Option<Cow<'_, str>>| Some(format!("{kind}{}", key.as_ref()?));
        let external = self.external_id.as_ref().map(|key| {
            // The length keeps a company's end from being taken for a key's beginning.
            format!("e{}:{company}{key}", company.len())
        });
        [named('i', &self.id), named('s', &self.source_id), external]
            .into_iter()
            .flatten()
    }

    /// The name of the keyable that decides: they are asked in this order (documented).
    pub(super) fn deciding(&self) -> Option<String> {
        self.names().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(json: &str) -> Vec<String> {
        Keyables::of(Value::new(json)).names().collect()
    }

    #[test]
    fn what_is_no_text_or_an_empty_one_is_no_keyable() {
        for json in [
            "{}",
            r#"{"sourceId":7,"externalId":null,"_id":" "}"#,
            r#"{"externalId":"","companyId":"c"}"#,
        ] {
            assert!(Keyables::of(Value::new(json)).is_empty(), "{json}");
            assert_eq!(Keyables::of(Value::new(json)).deciding(), None, "{json}");
        }
    }

    #[test]
    fn names_are_equal_for_equal_keyables_alone() {
        let same = names(r#"{"_id":"61006BC89A3E0B702ED8EA49","sourceId":"\u0061"}"#);
        assert_eq!(
            same,
            names(r#"{"sourceId":"a","_id":"61006bc89a3e0b702ed8ea49"}"#)
        );
        let different = [
            r#"{"sourceId":"a"}"#,
            r#"{"sourceId":"A"}"#,
            r#"{"externalId":"a"}"#,
            r#"{"externalId":"a","companyId":"b"}"#,
            r#"{"externalId":"ba"}"#,
            r#"{"externalId":"a","companyId":"1:b"}"#,
        ];
        let all: std::collections::BTreeSet<_> =
            different.iter().flat_map(|json| names(json)).collect();
        assert_eq!(all.len(), different.len());
    }

    #[test]
    fn the_first_documented_keyable_decides() {
        for (json, expected) in [
            (r#"{"externalId":"e","sourceId":"s","_id":"i"}"#, "ii"),
            (r#"{"externalId":"e","sourceId":"s"}"#, "ss"),
            (r#"{"externalId":"e","companyId":"c"}"#, "e1:ce"),
        ] {
            assert_eq!(
                Keyables::of(Value::new(json)).deciding().as_deref(),
                Some(expected)
            );
        }
    }
}
