//! Create and update, for single records and for the items of a bulk upsert alike.

use serde_json::Value;

use super::{Index, Tenant};
use crate::identity::{ObjectId, Reference};
use crate::refusal::Refusal;
use crate::semantics::{Body, Draft, dates, rules};
use crate::spec::{Operation, Verb};
use crate::store::{Record, Shown, Taken};

/// What an update did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrote {
    Changed,
    /// Everything was so already.
    Nothing,
}

impl Tenant {
    /// Stores a new record and gives it.
    pub(crate) fn create(&mut self, index: Index, body: &Value) -> Result<Shown, Refusal> {
        let operation = self.checked(index, Verb::Create, body)?;
        let body = Body::new(body, self.nulls)?;
        let id = self.insert(index, operation, body)?;
        self.shown(index, &id)
    }

    /// Changes a record and gives all of it.
    pub(crate) fn update(
        &mut self,
        index: Index,
        reference: &Reference,
        body: &Value,
    ) -> Result<Shown, Refusal> {
        let id = self.find(index, reference)?;
        let operation = self.checked(index, Verb::Update, body)?;
        let body = Body::new(body, self.nulls)?;
        if self.refuses_generated {
            body.refuse_generated(operation, self.resource(index))?;
        }
        self.change(index, operation, id, body)?;
        self.shown(index, &id)
    }

    /// The operation of a verb, whose schema the body fits.
    pub(crate) fn checked(
        &self,
        index: Index,
        verb: Verb,
        body: &Value,
    ) -> Result<&'static Operation, Refusal> {
        let operation = self.operation(index, verb)?;
        if let Some(validator) = &operation.body {
            validator.check(body)?;
        }
        Ok(operation)
    }

    pub(crate) fn operation(
        &self,
        index: Index,
        verb: Verb,
    ) -> Result<&'static Operation, Refusal> {
        let operation = self.resource(index).operation(verb);
        operation.ok_or_else(|| Refusal::new(405, "this resource has no such operation"))
    }

    /// Stores a new record; its body has passed the schema.
    pub(crate) fn insert(
        &mut self,
        index: Index,
        operation: &Operation,
        body: Body<'_>,
    ) -> Result<ObjectId, Refusal> {
        let resource = self.resource(index);
        let rules = rules(&resource.name);
        let mut draft = Draft::new(resource, Record::new(&resource.names));
        for (name, value) in rules.defaults() {
            draft.set(name, *value);
        }
        body.apply(operation, &mut draft)?;
        self.company(body, &mut draft)?;
        rules.calculate(&mut draft);
        let now = dates::written(self.now());
        draft.set("createdAt", now.clone());
        draft.set("updatedAt", now);
        // Only what stands is given an id, so that ids of one seed do not hang on refusals.
        self.free(index, None, &draft.record)?;
        let id = self.new_id(index);
        draft.set("_id", id.to_string());
        self.stores[index.0].put(id, draft.record);
        Ok(id)
    }

    /// Changes a stored record; the body has passed the schema.
    pub(crate) fn change(
        &mut self,
        index: Index,
        operation: &Operation,
        id: ObjectId,
        body: Body<'_>,
    ) -> Result<Wrote, Refusal> {
        let resource = self.resource(index);
        let stored = self.store(index).get(&id).cloned();
        let stored = stored.ok_or_else(|| Refusal::new(404, "the record is gone"))?;
        let mut draft = Draft::new(resource, (*stored).clone());
        body.apply(operation, &mut draft)?;
        self.company(body, &mut draft)?;
        rules(&resource.name).calculate(&mut draft);
        if draft.record == *stored {
            return Ok(Wrote::Nothing);
        }
        self.free(index, Some(id), &draft.record)?;
        draft.set("updatedAt", dates::written(self.now()));
        self.stores[index.0].put(id, draft.record);
        Ok(Wrote::Changed)
    }

    /// Sets the company that a body names, if the resource belongs to companies.
    fn company(&self, body: Body<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
        let Some(reference) = body.key("companyId") else {
            return Ok(());
        };
        if draft.resource().property("companyId").is_none() {
            return Ok(());
        }
        let company = self.companies.resolve(reference)?;
        let name = self.companies.name(&company).map(Value::from);
        if draft.record.id("companyId") != Some(company) {
            draft.set("companyId", company.to_string());
            draft.set_or_unset("companyName", name);
        }
        Ok(())
    }

    /// Refuses ids that other records have.
    fn free(&self, index: Index, own: Option<ObjectId>, record: &Record) -> Result<(), Refusal> {
        let name = &self.resource(index).name;
        match self.store(index).taken(own, record) {
            None => Ok(()),
            Some(Taken::SourceId(_)) => Err(Refusal::at(
                "/sourceId",
                format!("another {name} has this source id"),
            )),
            Some(Taken::ExternalId(_)) => Err(Refusal::at(
                "/externalId",
                format!("another {name} of the company has this external id"),
            )),
        }
    }
}
