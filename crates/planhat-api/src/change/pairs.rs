//! What a body sets, each beside what a record holds in that place.

use std::borrow::Cow;

use super::compare::{Comparison, Verdict};
use crate::draft::{CUSTOM, label_of};
use crate::json::{Members, Value, has_lone_surrogate, unescape};

/// One value that a body sets, and what a record has there.
pub(super) struct Pair<'a> {
    pub(super) name: Name<'a>,
    pub(super) before: Option<Value<'a>>,
    pub(super) after: Value<'a>,
    pub(super) verdict: Verdict,
}

/// Where a value is set.
#[derive(Clone)]
pub(super) enum Name<'a> {
    Property(Cow<'a, str>),
    /// A custom field, by its label.
    Custom(Cow<'a, str>),
}

impl Pair<'_> {
    /// Whether only the server sets it: the record has it by the specification, the body has not.
    pub(super) fn is_generated(&self, settable: &Settable, documented: &[&str]) -> bool {
        match &self.name {
            Name::Property(name) => {
                documented.contains(&&**name) && comparison(settable, name).is_none()
            }
            Name::Custom(_) => false,
        }
    }
}

type Settable = [(&'static str, Comparison)];

/// All that a body sets, in its order. Both texts are valid JSON. `custom_as` is how custom fields are held
/// against each other: their types are the tenant's, and nobody here knows them.
pub(super) fn pairs<'a>(
    body: &'a str,
    record: &'a str,
    settable: &Settable,
    custom_as: Comparison,
) -> Vec<Pair<'a>> {
    let record = Fields::new(record);
    let custom = record
        .get(CUSTOM)
        .map(|custom| Fields::new(custom.as_json()));
    let custom = custom.unwrap_or_default();
    let of_custom = |label: Cow<'a, str>, after| {
        let before = custom.get(&label);
        pair(Name::Custom(label), before, after, custom_as)
    };
    let mut pairs = Vec::new();
    for (name, after) in Fields::new(body).0 {
        if name == CUSTOM {
            for (label, after) in Fields::new(after.as_json()).0 {
                pairs.push(of_custom(label, after));
            }
        } else if let Some(label) = label_of(&name) {
            pairs.push(of_custom(Cow::Owned(label.to_owned()), after));
        } else {
            let before = record.get(&name);
            let how = comparison(settable, &name).unwrap_or(Comparison::Plain);
            pairs.push(pair(Name::Property(name), before, after, how));
        }
    }
    pairs
}

fn pair<'a>(
    name: Name<'a>,
    before: Option<Value<'a>>,
    after: Value<'a>,
    how: Comparison,
) -> Pair<'a> {
    Pair {
        verdict: how.verdict(before, after),
        name,
        before,
        after,
    }
}

fn comparison(settable: &Settable, name: &str) -> Option<Comparison> {
    let found = settable.iter().find(|(settable, _)| *settable == name);
    found.map(|(_, how)| *how)
}

/// The members of an object, found in one pass.
#[derive(Default)]
struct Fields<'a>(Vec<(Cow<'a, str>, Value<'a>)>);

impl<'a> Fields<'a> {
    /// None where it is no object. A key with half of a surrogate pair is no text, and left out.
    fn new(json: &'a str) -> Self {
        let mut fields = Vec::new();
        for member in Members::of(json) {
            if !has_lone_surrogate(member.key) {
                fields.push((unescape(member.key), Value::new(member.value)));
            }
        }
        Self(fields)
    }

    /// The value of a key; of duplicates, the last.
    fn get(&self, key: &str) -> Option<Value<'a>> {
        let found = self.0.iter().rfind(|(other, _)| other == key);
        found.map(|(_, value)| *value)
    }
}
