//! What would change, as a list.

use std::fmt;

use super::pairs::{Name, Pair};
use crate::draft::{CUSTOM, label_of};
use crate::json::Value;

/// What sending a body would change in a record: the result of [`Edit::diff`](crate::Edit::diff).
///
/// `Debug` shows names only, no values.
#[derive(Clone, Default)]
pub struct Changes {
    changes: Vec<Change>,
    undetermined: Vec<Box<str>>,
    left_out: Vec<Box<str>>,
}

/// One value that would change.
#[derive(Clone)]
pub struct Change {
    property: Box<str>,
    before: Option<Box<str>>,
    after: Box<str>,
}

impl Changes {
    pub(super) fn add(&mut self, pair: Pair<'_>) {
        self.changes.push(Change {
            property: pair.name.into(),
            before: pair.before.map(|before| before.as_json().into()),
            after: pair.after.as_json().into(),
        });
    }

    pub(super) fn cannot_tell(&mut self, name: Name<'_>) {
        self.undetermined.push(name.into());
    }

    pub(super) fn leave_out(&mut self, name: Name<'_>) {
        self.left_out.push(name.into());
    }

    /// Whether the body need not be sent: nothing would change, and nothing is
    /// [undetermined](Self::undetermined).
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.undetermined.is_empty()
    }

    /// What would change, in the order of the body.
    #[inline]
    pub fn iter(&self) -> std::slice::Iter<'_, Change> {
        self.changes.iter()
    }

    /// The change of a property, by its name: `mrr`, or `custom.Tier`.
    #[inline]
    pub fn get(&self, property: &str) -> Option<&Change> {
        self.iter().find(|change| &*change.property == property)
    }

    /// The names of what the record does not tell: a `companyId` that is set by `extid-…` or
    /// `srcid-…`, since a record has the object id alone.
    pub fn undetermined(&self) -> impl Iterator<Item = &str> {
        self.undetermined.iter().map(|name| &**name)
    }

    /// The names of what the body sets although only the server does, by the specification. It was
    /// not looked at.
    pub fn left_out(&self) -> impl Iterator<Item = &str> {
        self.left_out.iter().map(|name| &**name)
    }
}

impl Change {
    /// The name on the wire; of a custom field, its label behind `custom.`.
    #[inline]
    pub fn property(&self) -> &str {
        &self.property
    }

    /// The label, where it is a custom field.
    #[inline]
    pub fn custom_label(&self) -> Option<&str> {
        label_of(&self.property)
    }

    /// What the record has; none where it has no such key.
    #[inline]
    pub fn before(&self) -> Option<Value<'_>> {
        self.before.as_deref().map(Value::new)
    }

    /// What is sent in its place.
    #[inline]
    pub fn after(&self) -> Value<'_> {
        Value::new(&self.after)
    }
}

impl From<Name<'_>> for Box<str> {
    fn from(name: Name<'_>) -> Self {
        match name {
            Name::Property(name) => name.into(),
            Name::Custom(label) => format!("{CUSTOM}.{label}").into(),
        }
    }
}

impl<'a> IntoIterator for &'a Changes {
    type Item = &'a Change;
    type IntoIter = std::slice::Iter<'a, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The names.
impl fmt::Debug for Changes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Changes")
            .field("changes", &self.changes)
            .field("undetermined", &self.undetermined)
            .field("left_out", &self.left_out)
            .finish()
    }
}

/// The name.
impl fmt::Debug for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.property.fmt(formatter)
    }
}
