//! What sets one resource apart from another: defaults, and properties that the server works out.

use jiff::civil::DateTime;
use serde_json::Value;

use super::deal::Deals;
use super::draft::Draft;
use super::license::Licenses;
use super::product::Products;
use crate::store::Record;

/// The rules of a resource. What a rule sets that the specification does not name is left out.
pub(crate) trait Rules: Sync {
    /// What a new record holds before anything that was sent.
    fn defaults(&self) -> &'static [(&'static str, Default)] {
        &[]
    }

    /// Sets what follows from the properties of a record.
    fn calculate(&self, _draft: &mut Draft<'_>) {}

    /// The properties that change with time and are not stored.
    fn timely(&self) -> &'static [&'static str] {
        &[]
    }

    /// One of the timely properties, as it is now.
    fn at(&self, _name: &str, _record: &Record, _now: DateTime) -> Option<Value> {
        None
    }

    /// Whether the reply to a bulk upsert names the changed records in `modified`.
    fn names_modified(&self) -> bool {
        false
    }
}

/// A value that new records start with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Default {
    Null,
    False,
    Number(u32),
    Text(&'static str),
    Array,
    Object,
}

impl From<Default> for Value {
    fn from(default: Default) -> Self {
        match default {
            Default::Null => Self::Null,
            Default::False => Self::Bool(false),
            Default::Number(number) => number.into(),
            Default::Text(text) => text.into(),
            Default::Array => Self::Array(Vec::new()),
            Default::Object => Self::Object(serde_json::Map::new()),
        }
    }
}

/// The rules of a resource by the name of its record; one that has none of its own stores what it gets.
pub(crate) fn rules(name: &str) -> &'static dyn Rules {
    match name {
        "Deal" => &Deals,
        "License" => &Licenses,
        "Product" => &Products,
        _ => &Plain,
    }
}

struct Plain;

impl Rules for Plain {}
