//! The reply to a bulk upsert.

use serde_json::{Map, Value, json};

use super::Body;
use crate::identity::ObjectId;
use crate::refusal::Refusal;

/// The keyables that a key entry or an error item repeats.
pub(crate) const KEYABLES: [&str; 3] = ["_id", "sourceId", "externalId"];

/// What became of each item.
#[derive(Debug, Default)]
pub(crate) struct Envelope {
    names_modified: bool,
    inserts_keys: Vec<Value>,
    pub(super) created_errors: Vec<Value>,
    updates_keys: Vec<Value>,
    pub(super) updated_errors: Vec<Value>,
    /// Items that matched a record and changed nothing.
    pub(super) nonupdates: u64,
    modified: Vec<Value>,
    upserted_ids: Vec<Value>,
    permission_errors: Vec<Value>,
}

impl Envelope {
    pub(super) fn new(names_modified: bool) -> Self {
        Self {
            names_modified,
            ..Self::default()
        }
    }

    pub(super) fn created(&mut self, id: ObjectId, item: Body<'_>) {
        self.inserts_keys.push(keys(id, item));
        self.upserted_ids.push(id.to_string().into());
    }

    pub(super) fn updated(&mut self, id: ObjectId, item: Body<'_>) {
        self.updates_keys.push(keys(id, item));
        if self.names_modified {
            self.modified.push(id.to_string().into());
        }
    }

    pub(super) fn not_created(&mut self, place: usize, item: &Value, refusal: &Refusal) {
        self.created_errors.push(error(place, item, refusal));
    }

    pub(super) fn not_updated(&mut self, place: usize, item: &Value, refusal: &Refusal) {
        self.updated_errors.push(error(place, item, refusal));
    }

    pub(super) fn forbidden(&mut self, place: usize, item: &Value) {
        let refusal = Refusal::new(403, "this token may not write");
        self.permission_errors.push(error(place, item, &refusal));
    }

    /// 200 when nothing failed, 206 when something did, 400 when everything did.
    pub(crate) fn status(&self) -> u16 {
        let failed = self.created_errors.len() + self.updated_errors.len();
        let stored = self.inserts_keys.len() + self.updates_keys.len();
        match failed {
            0 => 200,
            _ if stored > 0 || self.nonupdates > 0 => 206,
            _ => 400,
        }
    }

    pub(crate) fn into_json(self) -> Value {
        json!({
            "created": self.inserts_keys.len(),
            "createdErrors": self.created_errors,
            "insertsKeys": self.inserts_keys,
            "updated": self.updates_keys.len(),
            "updatedErrors": self.updated_errors,
            "updatesKeys": self.updates_keys,
            "nonupdates": self.nonupdates,
            "modified": self.modified,
            "upsertedIds": self.upserted_ids,
            "permissionErrors": self.permission_errors,
        })
    }
}

/// The id of a record with the keyable by which the item named it.
fn keys(id: ObjectId, item: Body<'_>) -> Value {
    let mut keys = Map::new();
    keys.insert("_id".to_owned(), id.to_string().into());
    let carried = KEYABLES
        .iter()
        .find_map(|name| Some((*name, item.key(name)?)));
    if let Some((name, key)) = carried.filter(|(name, _)| *name != "_id") {
        keys.insert(name.to_owned(), key.into());
    }
    keys.into()
}

/// What went wrong with an item. No page shows one, so the keys are ours: the place of the item, the keyables that it
/// carries, and the words of a refusal.
pub(super) fn error(place: usize, item: &Value, refusal: &Refusal) -> Value {
    let mut members = refusal.members();
    members.insert("index".to_owned(), place.into());
    for name in KEYABLES {
        if let Some(key) = item.get(name).filter(|key| key.is_string()) {
            members.insert(name.to_owned(), key.clone());
        }
    }
    members.into()
}
