//! The records of one resource, and the ways to find them.

mod depth;
mod record;
mod shown;

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

pub(crate) use depth::{MAX_DEPTH, is_deeper};
pub(crate) use record::{Names, Record};
pub(crate) use shown::Shown;

use crate::identity::ObjectId;

/// Records in the order in which they came, found by object id, source id and external id. A clone is a snapshot: it
/// shares the records, which are never changed in place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    records: IndexMap<ObjectId, Arc<Record>>,
    by_source_id: HashMap<Box<str>, ObjectId>,
    /// An external id is unique within a company only, so each may have several owners.
    by_external_id: HashMap<Box<str>, Vec<Owner>>,
}

/// A record that has some external id, and the company within which it has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) company: Option<ObjectId>,
    pub(crate) record: ObjectId,
}

/// An id that another record has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    SourceId(ObjectId),
    ExternalId(ObjectId),
}

impl Store {
    pub(crate) fn get(&self, id: &ObjectId) -> Option<&Arc<Record>> {
        self.records.get(id)
    }

    pub(crate) fn contains(&self, id: &ObjectId) -> bool {
        self.records.contains_key(id)
    }

    /// All records in the order in which they came.
    pub(crate) fn records(&self) -> impl ExactSizeIterator<Item = &Arc<Record>> {
        self.records.values()
    }

    pub(crate) fn of_source_id(&self, source_id: &str) -> Option<ObjectId> {
        self.by_source_id.get(source_id).copied()
    }

    pub(crate) fn of_external_id(&self, external_id: &str) -> &[Owner] {
        self.by_external_id
            .get(external_id)
            .map_or(&[], Vec::as_slice)
    }

    /// The id of this record that another one has, if one has. `own` is the id of the record itself, once it has one.
    pub(crate) fn taken(&self, own: Option<ObjectId>, record: &Record) -> Option<Taken> {
        let source = record
            .key("sourceId")
            .and_then(|key| self.of_source_id(key));
        if let Some(other) = source.filter(|other| Some(*other) != own) {
            return Some(Taken::SourceId(other));
        }
        let owners = record
            .key("externalId")
            .map_or(&[][..], |key| self.of_external_id(key));
        let company = record.id("companyId");
        owners
            .iter()
            .find(|owner| Some(owner.record) != own && owner.company == company)
            .map(|owner| Taken::ExternalId(owner.record))
    }

    /// Stores a record, in place of the one of its id if there is one.
    pub(crate) fn put(&mut self, id: ObjectId, record: Record) {
        if let Some(old) = self.records.get(&id).cloned() {
            self.forget(id, &old);
        }
        if let Some(key) = record.key("sourceId") {
            self.by_source_id.insert(key.into(), id);
        }
        if let Some(key) = record.key("externalId") {
            let owner = Owner {
                company: record.id("companyId"),
                record: id,
            };
            let owners = self.by_external_id.entry(key.into()).or_default();
            owners.push(owner);
        }
        self.records.insert(id, Arc::new(record));
    }

    /// Removes a record; the others keep their order.
    pub(crate) fn remove(&mut self, id: &ObjectId) -> bool {
        let Some(old) = self.records.shift_remove(id) else {
            return false;
        };
        self.forget(*id, &old);
        true
    }

    fn forget(&mut self, id: ObjectId, record: &Record) {
        if let Some(key) = record.key("sourceId") {
            self.by_source_id.remove(key);
        }
        if let Some(key) = record.key("externalId")
            && let Some(owners) = self.by_external_id.get_mut(key)
        {
            owners.retain(|owner| owner.record != id);
            if owners.is_empty() {
                self.by_external_id.remove(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn id(last: u8) -> ObjectId {
        ObjectId::new([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last])
    }

    fn record(members: serde_json::Value) -> Record {
        let mut record = Record::new(&Arc::default());
        for (name, value) in members.as_object().unwrap() {
            record.set(name, value.clone());
        }
        record
    }

    #[test]
    fn a_record_is_found_by_its_present_ids_only() {
        let mut store = Store::default();
        store.put(id(1), record(json!({ "sourceId": "a", "externalId": "x" })));
        store.put(id(1), record(json!({ "sourceId": "b", "externalId": "y" })));
        assert_eq!(store.of_source_id("a"), None);
        assert_eq!(store.of_external_id("x"), []);
        assert_eq!(store.of_source_id("b"), Some(id(1)));
        assert_eq!(store.of_external_id("y").len(), 1);
        assert!(store.remove(&id(1)) && !store.remove(&id(1)));
        assert_eq!(store.of_source_id("b"), None);
        assert!(store.by_external_id.is_empty());
    }

    #[test]
    fn external_ids_are_unique_within_a_company_and_source_ids_everywhere() {
        let (one, other) = (id(8).to_string(), id(9).to_string());
        let mut store = Store::default();
        let first = json!({ "companyId": one, "externalId": "x", "sourceId": "a" });
        store.put(id(1), record(first.clone()));
        let taken = |members| store.taken(None, &record(members));
        assert_eq!(
            taken(json!({ "companyId": one, "externalId": "x" })),
            Some(Taken::ExternalId(id(1)))
        );
        assert_eq!(
            taken(json!({ "companyId": other, "externalId": "x" })),
            None
        );
        assert_eq!(
            taken(json!({ "companyId": other, "sourceId": "a" })),
            Some(Taken::SourceId(id(1)))
        );
        assert_eq!(store.taken(Some(id(1)), &record(first)), None, "its own");
    }

    #[test]
    fn empty_and_null_ids_are_no_ids() {
        let mut store = Store::default();
        let empty = json!({ "sourceId": "", "externalId": null });
        store.put(id(1), record(empty.clone()));
        assert_eq!(store.taken(None, &record(empty)), None);
        assert_eq!(store.of_source_id(""), None);
    }

    #[test]
    fn records_keep_their_order_and_a_snapshot_its_records() {
        let mut store = Store::default();
        for last in [3, 1, 2] {
            store.put(id(last), record(json!({ "n": last })));
        }
        let snapshot = store.clone();
        store.put(id(3), record(json!({ "n": 9 })));
        store.remove(&id(1));
        let order = |store: &Store| -> Vec<String> {
            let values = store.records().filter_map(|record| record.get("n"));
            values.map(ToString::to_string).collect()
        };
        assert_eq!(order(&store), ["9", "2"]);
        assert_eq!(order(&snapshot), ["3", "1", "2"]);
    }
}
