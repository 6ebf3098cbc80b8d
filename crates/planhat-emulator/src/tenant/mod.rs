//! The whole of what the emulator knows, and what can be done with it. Nothing here is about HTTP.

mod read;
mod seed;
#[cfg(test)]
mod tests;
mod write;

use std::sync::Arc;

use jiff::civil::DateTime;

use crate::clock::Clock;
use crate::identity::{Companies, Ids, ObjectId, Reference};
use crate::refusal::Refusal;
use crate::semantics::{Nulls, dates, rules};
use crate::spec::{Resource, Spec};
use crate::store::{Record, Shown, Store};

pub(crate) use write::Wrote;

/// A tenant with all its records.
///
/// Each call takes effect as a whole or not at all: what it stores is worked out first, and then put in its place.
#[derive(Debug, Clone)]
pub(crate) struct Tenant {
    pub(crate) spec: &'static Spec,
    pub(crate) nulls: Nulls,
    pub(crate) refuses_generated: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Ids,
    pub(crate) companies: Companies,
    /// One for each resource of the specification, in its order.
    pub(crate) stores: Vec<Store>,
}

/// Which resource of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Index(pub(crate) usize);

impl Tenant {
    pub(crate) fn new(spec: &'static Spec, clock: Arc<dyn Clock>, ids: Ids) -> Self {
        Self {
            spec,
            nulls: Nulls::default(),
            refuses_generated: true,
            clock,
            ids,
            companies: Companies::default(),
            stores: spec.resources.iter().map(|_| Store::default()).collect(),
        }
    }

    pub(crate) fn resource(&self, index: Index) -> &'static Resource {
        &self.spec.resources[index.0]
    }

    pub(crate) fn store(&self, index: Index) -> &Store {
        &self.stores[index.0]
    }

    fn now(&self) -> DateTime {
        dates::of_clock(self.clock.now())
    }

    /// An id that no record of the resource has.
    fn new_id(&mut self, index: Index) -> ObjectId {
        loop {
            let id = self.ids.next(self.clock.now());
            if !self.store(index).contains(&id) {
                return id;
            }
        }
    }

    /// The record that a reference means.
    pub(crate) fn find(&self, index: Index, reference: &Reference) -> Result<ObjectId, Refusal> {
        let (store, name) = (self.store(index), &self.resource(index).name);
        let found = match reference {
            Reference::Id(id) => Some(*id).filter(|id| store.contains(id)),
            Reference::Source(key) => store.of_source_id(key),
            Reference::External(key) => match store.of_external_id(key) {
                [] => None,
                [owner] => Some(owner.record),
                owners => return Err(ambiguous(name, owners.len())),
            },
        };
        found.ok_or_else(|| Refusal::new(404, format!("there is no {name} of this id")))
    }
}

/// Several companies have a record of one external id, and nothing says which is meant.
pub(crate) fn ambiguous(name: &str, count: usize) -> Refusal {
    Refusal::bad(format!(
        "ambiguous: {count} companies have a {name} of this external id; use its _id or its source id"
    ))
}

/// A record with what changes with time.
pub(crate) fn shown(resource: &Resource, record: &Arc<Record>, now: DateTime) -> Shown {
    let rules = rules(&resource.name);
    let timely = rules.timely().iter();
    let timely = timely
        .filter(|name| resource.property(name).is_some())
        .filter_map(|name| Some((*name, rules.at(name, record, now)?)));
    Shown::new(Arc::clone(record), timely.collect())
}
