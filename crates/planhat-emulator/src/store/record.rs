//! One record.

use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::identity::ObjectId;

/// Properties by name, in alphabetical order. The names are shared with the specification, so that 100,000 records do
/// not hold each of them 100,000 times.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Record(Vec<(Arc<str>, Value)>);

impl Record {
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let index = self.place(name).ok()?;
        self.0.get(index).map(|(_, value)| value)
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

    pub(crate) fn set(&mut self, name: Arc<str>, value: Value) {
        match self.place(&name) {
            Ok(index) => self.0[index].1 = value,
            Err(index) => self.0.insert(index, (name, value)),
        }
    }

    pub(crate) fn unset(&mut self, name: &str) {
        if let Ok(index) = self.place(name) {
            self.0.remove(index);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (**known).cmp(name))
    }
}

impl FromIterator<(Arc<str>, Value)> for Record {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Value)>>(members: I) -> Self {
        let mut record = Self::default();
        for (name, value) in members {
            record.set(name, value);
        }
        record
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(&**name, value)?;
        }
        map.end()
    }
}
