//! Records that are there from the start.

use serde_json::Value;

use super::{Index, Tenant};
use crate::identity::ObjectId;
use crate::semantics::{Draft, dates, rules};
use crate::store::{MAX_DEPTH, Record, is_deeper};

impl Tenant {
    /// Stores a record as it is given, unknown keys and generated properties included, with whatever types. What is
    /// missing of `_id`, of the times and of what is calculated is added; defaults are not.
    pub(crate) fn seed(&mut self, index: Index, record: Value) -> Result<ObjectId, String> {
        if is_deeper(&record, MAX_DEPTH) {
            return Err(format!("it nests deeper than {MAX_DEPTH} levels"));
        }
        let Value::Object(members) = record else {
            return Err("it is no object".to_owned());
        };
        let resource = self.resource(index);
        let mut given = Record::new(&resource.names);
        for (name, value) in members {
            given.set(&name, value);
        }
        let id = match given.get("_id") {
            None => self.new_id(index),
            Some(_) => given.id("_id").ok_or("its _id is no object id")?,
        };
        if self.store(index).contains(&id) {
            return Err(format!("another record has the _id {id}"));
        }
        let mut draft = Draft::whole(resource, given.clone());
        self.seed_company(&mut draft)?;
        if self.store(index).taken(None, &draft.record).is_some() {
            return Err("another record has its source id or its external id".to_owned());
        }
        rules(&resource.name).calculate(&mut draft);
        let now = dates::written(self.now());
        draft.set("createdAt", now.clone());
        draft.set("updatedAt", now);
        let mut record = draft.record;
        for (name, value) in given.iter().filter(|(name, _)| &***name != "companyId") {
            record.set(name, value.clone());
        }
        record.set("_id", id.to_string().into());
        self.stores[index.0].put(id, record);
        Ok(id)
    }

    /// A record that tells the name of its company makes it known; one that does not gets it.
    fn seed_company(&mut self, draft: &mut Draft<'_>) -> Result<(), String> {
        let Some(reference) = draft.record.text("companyId") else {
            return Ok(());
        };
        let found = self.companies.resolve(reference);
        let company = found.map_err(|refusal| refusal.message)?;
        match draft.record.text("companyName") {
            Some(name) => self.companies.learn(company, name),
            None => {
                let name = self.companies.name(&company).map(Value::from);
                draft.set_or_unset("companyName", name);
            }
        }
        draft.set("companyId", company.to_string());
        Ok(())
    }
}
