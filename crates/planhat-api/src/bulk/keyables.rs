//! By what an item of a bulk upsert finds its record.

use std::borrow::Cow;
use std::ops::Range;

use crate::draft::{Draft, InvalidValue};
use crate::id::ObjectId;
use crate::json::{Value, is_blank};

/// The keyables of one item, as texts. One that is blank or no text counts as none, as nothing
/// tells what the server makes of it.
#[derive(Clone, Default)]
pub(super) struct Keyables<'a> {
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) source_id: Option<Cow<'a, str>>,
    pub(super) external_id: Option<Cow<'a, str>>,
    /// Beside an external id, as that is unique within a company only.
    company: Option<Cow<'a, str>>,
}

/// What keyables are looked for under, and what beside them.
const KEYS: [&str; 4] = ["_id", "sourceId", "externalId", "companyId"];

/// Where the keyables of an item stand in its text, so that it is searched for them once: empty for what
/// it has not.
#[derive(Clone)]
pub(super) struct Places([Range<u32>; 4]);

impl Places {
    /// Appends the text of an item.
    pub(super) fn write(item: &impl Draft, out: &mut String) -> Result<Self, InvalidValue> {
        let mut places: [Range<u32>; 4] = Default::default();
        item.write_noting(out, |name, place| {
            let known = KEYS.iter().position(|key| *key == name);
            let ends = (u32::try_from(place.start), u32::try_from(place.end));
            if let (Some(Some(slot)), (Ok(start), Ok(end))) =
                (known.map(|known| places.get_mut(known)), ends)
            {
                *slot = start..end;
            }
        })?;
        Ok(Self(places))
    }
}

impl<'a> Keyables<'a> {
    /// Those of an item's text, or of an entry of a reply, which repeats them.
    pub(super) fn of(item: Value<'a>) -> Self {
        Self::from_values(item.get_each(KEYS))
    }

    /// Those that stand at these places of an item's text.
    pub(super) fn at(places: &Places, item: &'a str) -> Self {
        let value = |place: &Range<u32>| {
            let text = item.get(place.start as usize..place.end as usize)?;
            (!text.is_empty()).then(|| Value::new(text))
        };
        Self::from_values(places.0.each_ref().map(value))
    }

    fn from_values([id, source_id, external_id, company]: [Option<Value<'a>>; 4]) -> Self {
        let text = |value: Option<Value<'a>>| value?.as_str().filter(|text| !is_blank(text));
        let lower = |id: Cow<'a, str>| match id.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(id.to_ascii_lowercase()),
            false => id,
        };
        let external_id = text(external_id);
        let company = company.filter(|_| external_id.is_some());
        Self {
            id: text(id).map(lower),
            source_id: text(source_id),
            external_id,
            company: text(company).map(|company| match Spelling::of(Some(&company)) {
                Spelling::ObjectId => lower(company),
                _ => company,
            }),
        }
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.id.is_none() && self.source_id.is_none() && self.external_id.is_none()
    }

    /// Whether there is none but an `_id`.
    pub(super) fn is_id_alone(&self) -> bool {
        self.source_id.is_none() && self.external_id.is_none()
    }

    /// Each keyable in a form that equals only its like, in the order in which they are asked (documented).
    fn exact(&self) -> impl Iterator<Item = String> {
        let company = self.company.as_deref().unwrap_or_default();
        let named = |kind, key: &Option<Cow<'_, str>>| Some([kind, key.as_deref()?].concat());
        let external = self.external_id.as_ref().map(|key| {
            // The length keeps a company's end from being taken for a key's beginning.
            format!("e{}:{company}{key}", company.len())
        });
        [named("i", &self.id), named("s", &self.source_id), external]
            .into_iter()
            .flatten()
    }

    /// By what a later item tells that this one can mean its record.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        let spelling = Spelling::of(self.company.as_deref());
        let external = self.external_id.as_ref();
        self.exact()
            .chain(external.map(|key| spelling.name_of(key)))
    }

    /// The [names](Self::names) of all items that can mean the same record: those with an equal keyable, and
    /// those with an equal external id whose company is spelled in another way.
    pub(super) fn rivals(&self) -> impl Iterator<Item = String> {
        let own = Spelling::of(self.company.as_deref());
        let others = Spelling::ALL.into_iter().filter(move |other| *other != own);
        let external = self.external_id.as_ref();
        let others = others.filter_map(move |other| Some(other.name_of(external?)));
        self.exact().chain(others)
    }

    /// The name of the keyable that decides.
    pub(super) fn deciding(&self) -> Option<String> {
        self.exact().next()
    }
}

/// How an item names its company. Two that do it in one way, and differently, mean different companies; in
/// two ways they can mean the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    Not,
    ObjectId,
    ExternalId,
    SourceId,
    /// As nothing that is documented.
    Otherwise,
}

impl Spelling {
    const ALL: [Self; 5] = [
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

    /// The name that all items with this external id have whose company is spelled so.
    fn name_of(self, external_id: &str) -> String {
        format!("x{}{external_id}", self as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(json: &str) -> Vec<String> {
        Keyables::of(Value::new(json)).exact().collect()
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
    fn an_external_id_can_mean_the_same_record_where_companies_are_spelled_in_two_ways() {
        let keyables = |json: &'static str| Keyables::of(Value::new(json));
        let items = [
            r#"{"externalId":"e"}"#,
            r#"{"externalId":"e","companyId":"61006bc89a3e0b702ed8ea49"}"#,
            r#"{"externalId":"e","companyId":"extid-acme"}"#,
            r#"{"externalId":"e","companyId":"srcid-acme"}"#,
            r#"{"externalId":"e","companyId":"acme"}"#,
        ];
        let are_rivals = |earlier, later| {
            let names: Vec<_> = keyables(earlier).names().collect();
            keyables(later).rivals().any(|rival| names.contains(&rival))
        };
        for earlier in items {
            for later in items {
                assert!(are_rivals(earlier, later), "{earlier} {later}");
            }
        }
        for (earlier, later, expected) in [
            (
                items[1],
                r#"{"externalId":"e","companyId":"61006BC89A3E0B702ED8EA49"}"#,
                true,
            ),
            (
                items[1],
                r#"{"externalId":"e","companyId":"61006bc89a3e0b702ed8ea40"}"#,
                false,
            ),
            (
                items[2],
                r#"{"externalId":"e","companyId":"extid-other"}"#,
                false,
            ),
            (
                items[3],
                r#"{"externalId":"e","companyId":"srcid-other"}"#,
                false,
            ),
            (
                items[1],
                r#"{"externalId":"other","companyId":"extid-acme"}"#,
                false,
            ),
            (
                items[1],
                r#"{"sourceId":"e","companyId":"extid-acme"}"#,
                false,
            ),
        ] {
            assert_eq!(are_rivals(earlier, later), expected, "{earlier} {later}");
            assert_eq!(are_rivals(later, earlier), expected, "{later} {earlier}");
        }
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
