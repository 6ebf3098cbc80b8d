//! Parts of records.

use std::borrow::Cow;

use jiff::civil::DateTime;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use crate::semantics::rules;
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

    /// Its value in a record, as it is now.
    pub(crate) fn value<'r>(
        &self,
        resource: &Resource,
        record: &'r Record,
        now: DateTime,
    ) -> Option<Cow<'r, Value>> {
        match self {
            Self::Property(name) => {
                let timely = rules(&resource.name).at(name, record, now);
                timely
                    .map(Cow::Owned)
                    .or_else(|| record.get(name).map(Cow::Borrowed))
            }
            Self::Custom(key) => record.get("custom")?.get(key).map(Cow::Borrowed),
        }
    }
}

/// A record cut down to what was named. What it has no value for is left out, even though it was named.
pub(super) struct Selected<'p> {
    pub(super) resource: &'p Resource,
    pub(super) record: &'p Record,
    pub(super) names: &'p [Name],
    pub(super) now: DateTime,
}

impl Serialize for Selected<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut custom = Map::new();
        for (place, name) in self.names.iter().enumerate() {
            if self.names[..place].contains(name) {
                continue;
            }
            let Some(value) = name.value(self.resource, self.record, self.now) else {
                continue;
            };
            match name {
                Name::Property(name) => map.serialize_entry(name, &value)?,
                Name::Custom(key) => {
                    custom.insert(key.clone(), value.into_owned());
                }
            }
        }
        let whole = Name::Property("custom".to_owned());
        if !custom.is_empty() && !self.names.contains(&whole) {
            map.serialize_entry("custom", &custom)?;
        }
        map.end()
    }
}
