//! Parts of records.

use std::borrow::Cow;

use jiff::civil::DateTime;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use crate::semantics::{Rules, rules};
use crate::spec::Resource;
use crate::store::Record;

/// What `sort` and `select` name: a property, or one key of `custom`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Name {
    Property(String),
    Custom(String),
}

impl Name {
    pub(crate) fn parse(text: &str) -> Self {
        match text.strip_prefix("custom.") {
            Some(key) => Self::Custom(key.to_owned()),
            None => Self::Property(text.to_owned()),
        }
    }

    /// The property in which it stands.
    pub(crate) fn property(&self) -> &str {
        match self {
            Self::Property(name) => name,
            Self::Custom(_) => "custom",
        }
    }
}

/// Finds what a name means in one record after another.
pub(super) struct Finder<'n> {
    name: &'n Name,
    rules: &'static dyn Rules,
    is_timely: bool,
    /// Where the property stands in every record.
    place: Option<usize>,
    now: DateTime,
}

impl<'n> Finder<'n> {
    pub(super) fn new(resource: &Resource, name: &'n Name, now: DateTime) -> Self {
        let rules = rules(&resource.name);
        let is_timely =
            matches!(name, Name::Property(name) if rules.timely().contains(&name.as_str()));
        Self {
            name,
            rules,
            is_timely,
            place: resource.names.place(name.property()),
            now,
        }
    }

    /// The value in a record, as it is now.
    pub(super) fn value<'r>(&self, record: &'r Record) -> Option<Cow<'r, Value>> {
        let name = self.name.property();
        if self.is_timely
            && let Some(value) = self.rules.at(name, record, self.now)
        {
            return Some(Cow::Owned(value));
        }
        let value = match self.place {
            Some(place) => record.at(place),
            None => record.get(name),
        };
        match self.name {
            Name::Property(_) => value,
            Name::Custom(key) => value?.get(key),
        }
        .map(Cow::Borrowed)
    }
}

/// A record cut down to what was named. What it has no value for is left out, even though it was named.
pub(super) struct Selected<'p> {
    pub(super) record: &'p Record,
    pub(super) finders: &'p [Finder<'p>],
}

impl Serialize for Selected<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut custom = Map::new();
        let mut has_custom = false;
        for finder in self.finders {
            let Some(value) = finder.value(self.record) else {
                continue;
            };
            match finder.name {
                Name::Property(name) => {
                    has_custom |= name == "custom";
                    map.serialize_entry(name, &value)?;
                }
                Name::Custom(key) => {
                    custom.insert(key.clone(), value.into_owned());
                }
            }
        }
        // All of `custom` holds each key of it.
        if !custom.is_empty() && !has_custom {
            map.serialize_entry("custom", &custom)?;
        }
        map.end()
    }
}
