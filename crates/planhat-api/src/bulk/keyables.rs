//! By what an item of a bulk upsert finds its record.

use std::borrow::Cow;

use super::places::{COMPANY_ID, EXTERNAL_ID, ID, KEYS, Places, SOURCE_ID, has_capital, text_of};
use crate::id::ObjectId;
use crate::json::Value;

/// The keyables of one item, as texts. One that is blank or no text counts as none, as nothing
/// tells what the server makes of it.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Keyables<'a> {
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) source_id: Option<Cow<'a, str>>,
    pub(super) external_id: Option<Cow<'a, str>>,
    /// Beside an external id, as that is unique within a company only.
    pub(super) company: Option<Cow<'a, str>>,
}

impl<'a> Keyables<'a> {
    /// Those of an item's text, or of an entry of a reply, which repeats them.
    pub(super) fn of(item: Value<'a>) -> Self {
        Self::from_values(item.get_each(KEYS))
    }

    /// Those that stand at these places of an item's text.
    pub(super) fn at(places: &Places, item: &'a str) -> Self {
        Self::from_texts(|key| places.text_of(key, item))
    }

    /// Those among the values of [`KEYS`].
    pub(super) fn from_values(values: [Option<Value<'a>>; 4]) -> Self {
        Self::from_texts(|key| text_of(key, values.get(key).copied().flatten()?))
    }

    /// `text_of` has the text of each of [`KEYS`], if it is not blank; the `_id` in small letters.
    #[inline]
    fn from_texts(text_of: impl Fn(usize) -> Option<Cow<'a, str>>) -> Self {
        let external_id = text_of(EXTERNAL_ID);
        let company = match external_id {
            Some(_) => text_of(COMPANY_ID),
            None => None,
        };
        Self {
            id: text_of(ID),
            source_id: text_of(SOURCE_ID),
            external_id,
            company: company.map(|company| match Spelling::of(Some(&company)) {
                Spelling::ObjectId if has_capital(company.as_bytes()) => {
                    Cow::Owned(company.to_ascii_lowercase())
                }
                _ => company,
            }),
        }
    }

    /// The same, of texts of its own.
    pub(super) fn into_owned(self) -> Keyables<'static> {
        let owned = |key: Option<Cow<'a, str>>| key.map(|key| Cow::Owned(key.into_owned()));
        Keyables {
            id: owned(self.id),
            source_id: owned(self.source_id),
            external_id: owned(self.external_id),
            company: owned(self.company),
        }
    }

    /// The one that stands under one of [`KEYS`].
    pub(super) fn text_of(&self, key: usize) -> Option<&str> {
        let texts = [&self.id, &self.source_id, &self.external_id, &self.company];
        texts.get(key)?.as_deref()
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.id.is_none() && self.source_id.is_none() && self.external_id.is_none()
    }

    /// Whether there is none but an `_id`.
    pub(super) fn is_id_alone(&self) -> bool {
        self.source_id.is_none() && self.external_id.is_none()
    }

    /// Whether it has none otherwise that the other one has, too. Companies are not looked at.
    pub(super) fn differs_in_none(&self, other: &Keyables<'_>) -> bool {
        let differs = |own: &Option<_>, other: &Option<_>| match (own, other) {
            (Some(own), Some(other)) => own != other,
            _ => false,
        };
        !differs(&self.id, &other.id)
            && !differs(&self.source_id, &other.source_id)
            && !differs(&self.external_id, &other.external_id)
    }

    /// How it names its company.
    pub(super) fn spelling(&self) -> Spelling {
        Spelling::of(self.company.as_deref())
    }

    /// The keyable that decides, which is the first that is asked for (documented), in a form that equals only its
    /// like; the same in every release, as journals keep it.
    pub(super) fn deciding(&self) -> Option<String> {
        match (&self.id, &self.source_id, &self.external_id) {
            (Some(id), _, _) => Some(format!("i{id}")),
            (None, Some(id), _) => Some(format!("s{id}")),
            (None, None, Some(id)) => {
                let company = self.company.as_deref().unwrap_or_default();
                // The length keeps a company's end from being taken for a key's beginning.
                Some(format!("e{}:{company}{id}", company.len()))
            }
            (None, None, None) => None,
        }
    }
}

/// How an item names its company. Two that do it in one way, and differently, mean different companies; in
/// two ways they can mean the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Not,
    ObjectId,
    ExternalId,
    SourceId,
    /// As nothing that is documented.
    Otherwise,
}

impl Spelling {
    pub(super) const ALL: [Self; 5] = [
        Self::Not,
        Self::ObjectId,
        Self::ExternalId,
        Self::SourceId,
        Self::Otherwise,
    ];

    fn of(company: Option<&str>) -> Self {
        match company {
            None => Self::Not,
            Some(company) if company.parse::<ObjectId>().is_ok() => Self::ObjectId,
            Some(company) if company.starts_with("extid-") => Self::ExternalId,
            Some(company) if company.starts_with("srcid-") => Self::SourceId,
            Some(_) => Self::Otherwise,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyables(json: &str) -> Keyables<'_> {
        Keyables::of(Value::new(json))
    }

    #[test]
    fn what_is_no_text_or_an_empty_one_is_no_keyable() {
        for json in [
            "{}",
            r#"{"sourceId":7,"externalId":null,"_id":" "}"#,
            r#"{"externalId":"","companyId":"c"}"#,
            r#"{"sourceId":"\t","externalId":"\u00a0"}"#,
        ] {
            assert!(Keyables::of(Value::new(json)).is_empty(), "{json}");
            assert_eq!(Keyables::of(Value::new(json)).deciding(), None, "{json}");
        }
    }

    #[test]
    fn what_decides_is_equal_for_equal_keyables_alone() {
        assert_eq!(
            keyables(r#"{"_id":"61006BC89A3E0B702ED8EA49","sourceId":"\u0061"}"#),
            keyables(r#"{"sourceId":"a","_id":"61006bc89a3e0b702ed8ea49"}"#)
        );
        let different = [
            r#"{"sourceId":"a"}"#,
            r#"{"sourceId":"A"}"#,
            r#"{"_id":"a"}"#,
            r#"{"externalId":"a"}"#,
            r#"{"externalId":"a","companyId":"b"}"#,
            r#"{"externalId":"ba"}"#,
            r#"{"externalId":"a","companyId":"1:b"}"#,
        ];
        let texts = different.iter().map(|json| keyables(json).deciding());
        let texts: std::collections::BTreeSet<_> = texts.collect();
        assert_eq!(texts.len(), different.len());
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
