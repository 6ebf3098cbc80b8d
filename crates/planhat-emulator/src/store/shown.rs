//! A record as replies hold it.

use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::Record;

/// A stored record, and what of it changes with time.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    record: Arc<Record>,
    timely: Vec<(&'static str, Value)>,
}

impl Shown {
    /// The timely values stand in place of stored ones.
    pub(crate) fn new(record: Arc<Record>, timely: Vec<(&'static str, Value)>) -> Self {
        Self { record, timely }
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.record.iter() {
            if !self.timely.iter().any(|(timely, _)| **timely == **name) {
                map.serialize_entry(&**name, value)?;
            }
        }
        for (name, value) in &self.timely {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
