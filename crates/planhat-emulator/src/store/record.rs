//! One record.

use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::identity::ObjectId;

/// The names of the properties that records of a resource have, in alphabetical order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Names(Vec<Arc<str>>);

impl Names {
    pub(crate) fn new(names: impl IntoIterator<Item = Arc<str>>) -> Self {
        let mut names: Vec<Arc<str>> = names.into_iter().collect();
        names.sort_unstable();
        names.dedup();
        Self(names)
    }

    /// The place of a property in every record.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.0.binary_search_by(|known| (**known).cmp(name)).ok()
    }

    fn get(&self, place: usize) -> Option<&Arc<str>> {
        self.0.get(place)
    }
}

/// Properties by name.
///
/// The names stand once for all records, and a value stands in the same place in each of them. So 100,000 records hold no
/// names, and to sort them costs one look into each.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    names: Arc<Names>,
    values: Box<[Option<Value>]>,
    /// What was seeded beyond the names.
    unknown: Vec<(Arc<str>, Value)>,
}

impl Record {
    pub(crate) fn new(names: &Arc<Names>) -> Self {
        Self {
            names: Arc::clone(names),
            values: vec![None; names.0.len()].into(),
            unknown: Vec::new(),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        match self.names.place(name) {
            Some(place) => self.at(place),
            None => {
                let mut unknown = self.unknown.iter();
                unknown.find_map(|(known, value)| (**known == *name).then_some(value))
            }
        }
    }

    /// The value in a place that the names told.
    pub(crate) fn at(&self, place: usize) -> Option<&Value> {
        self.values.get(place)?.as_ref()
    }

    /// The value of a property, if it is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The value of a property, if it is a number.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    /// The value of a property, if it is an object id.
    pub(crate) fn id(&self, name: &str) -> Option<ObjectId> {
        ObjectId::parse(self.text(name)?)
    }

    /// The value of a property by which records are found; an empty text finds nothing.
    pub(crate) fn key(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|key| !key.is_empty())
    }

    pub(crate) fn set(&mut self, name: &str, value: Value) {
        if let Some(place) = self.names.place(name) {
            if let Some(slot) = self.values.get_mut(place) {
                *slot = Some(value);
            }
            return;
        }
        self.unknown.retain(|(known, _)| **known != *name);
        self.unknown.push((name.into(), value));
    }

    pub(crate) fn unset(&mut self, name: &str) {
        match self.names.place(name) {
            Some(place) => {
                if let Some(slot) = self.values.get_mut(place) {
                    *slot = None;
                }
            }
            None => self.unknown.retain(|(known, _)| **known != *name),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        let values = self.values.iter().enumerate();
        let known =
            values.filter_map(|(place, value)| Some((self.names.get(place)?, value.as_ref()?)));
        known.chain(self.unknown.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.iter() {
            map.serialize_entry(&**name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn known_and_unknown_properties_are_set_read_and_removed_alike() {
        let names = Names::new(["b", "a", "b"].map(Arc::from));
        let mut record = Record::new(&Arc::new(names));
        for (name, value) in [("z", 1), ("b", 2), ("a", 3), ("z", 4)] {
            record.set(name, value.into());
        }
        assert_eq!(json!(record), json!({ "a": 3, "b": 2, "z": 4 }));
        assert_eq!(record.number("z"), Some(4.0));
        for name in ["b", "z", "none"] {
            record.unset(name);
        }
        assert_eq!(record.iter().count(), 1);
        assert_eq!((record.get("b"), record.get("z")), (None, None));
        assert_eq!(record.at(7), None);
    }
}
