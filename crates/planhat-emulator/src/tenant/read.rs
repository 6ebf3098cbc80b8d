//! Get, list and delete.

use serde_json::{Value, json};

use super::{Index, Tenant, shown};
use crate::identity::{ObjectId, Reference};
use crate::list::{Page, Query};
use crate::refusal::Refusal;
use crate::store::Shown;

impl Tenant {
    /// A record as replies hold it.
    pub(crate) fn get(&self, index: Index, reference: &Reference) -> Result<Shown, Refusal> {
        let id = self.find(index, reference)?;
        self.shown(index, &id)
    }

    /// The record of an id, as it is now.
    pub(super) fn shown(&self, index: Index, id: &ObjectId) -> Result<Shown, Refusal> {
        let stored = self.store(index).get(id);
        let stored = stored.ok_or_else(|| Refusal::new(404, "the record is gone"))?;
        Ok(shown(self.resource(index), stored, self.now()))
    }

    /// A page of records.
    pub(crate) fn list(&self, index: Index, query: &Query) -> Page {
        Page::of(self.resource(index), self.store(index), query, self.now())
    }

    /// Removes a record. The reply counts what was removed, as the database does, so that nothing found is no error.
    pub(crate) fn delete(&mut self, index: Index, id: &ObjectId) -> Value {
        let deleted = u8::from(self.stores[index.0].remove(id));
        json!({ "n": deleted, "ok": 1, "deletedCount": deleted })
    }
}
