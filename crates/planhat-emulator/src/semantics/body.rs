//! The body of a create or an update, or one item of a bulk upsert.

use serde_json::{Map, Value};

use super::{Draft, Nulls, dates};
use crate::refusal::{Fault, Refusal};
use crate::spec::{Operation, Resource};

const CUSTOM: &str = "custom";
const CUSTOM_DOT: &str = "custom.";

/// These say who is meant, and are looked after by whoever stores the record.
const IDENTITY: [&str; 2] = ["_id", "companyId"];

/// Properties to set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Body<'b> {
    members: &'b Map<String, Value>,
    nulls: Nulls,
}

impl<'b> Body<'b> {
    /// The value must have passed the schema of the operation.
    pub(crate) fn new(value: &'b Value, nulls: Nulls) -> Result<Self, Refusal> {
        let members = value
            .as_object()
            .ok_or_else(|| Refusal::at("", "is no object"))?;
        Ok(Self { members, nulls })
    }

    /// A member that is a text, and not an empty one.
    pub(crate) fn key(&self, name: &str) -> Option<&'b str> {
        let text = self.members.get(name)?.as_str()?;
        (!text.is_empty()).then_some(text)
    }

    /// Whether a member is there and not null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.members.get(name).is_some_and(|value| !value.is_null())
    }

    /// Refuses what only the server sets.
    pub(crate) fn refuse_generated(
        &self,
        operation: &Operation,
        resource: &Resource,
    ) -> Result<(), Refusal> {
        let is_taken = |name: &str| operation.takes.iter().any(|taken| &**taken == name);
        let faults: Vec<Fault> = self
            .members
            .keys()
            .filter(|name| !is_taken(name) && resource.property(name).is_some())
            .map(|name| Fault {
                pointer: format!("/{name}"),
                message: "is set by the server; leave it out of updates".to_owned(),
            })
            .collect();
        if faults.is_empty() {
            return Ok(());
        }
        Err(Refusal::of(faults))
    }

    /// Sets on the draft what the operation takes. Anything else is dropped, as observed.
    pub(crate) fn apply(
        &self,
        operation: &Operation,
        draft: &mut Draft<'_>,
    ) -> Result<(), Refusal> {
        for name in &operation.takes {
            match self.members.get(&**name) {
                None => {}
                Some(_) if IDENTITY.contains(&&**name) => {}
                Some(Value::Null) => self.null(name, draft),
                Some(Value::Object(custom)) if &**name == CUSTOM => {
                    let keys = custom.iter().map(|(key, value)| (key.as_str(), value));
                    self.merge(keys, draft);
                }
                Some(value) => {
                    let value = stored(name, value, draft)?;
                    draft.set(name, value);
                }
            }
        }
        let dotted = self.members.iter();
        let mut dotted = dotted
            .filter_map(|(key, value)| Some((key.strip_prefix(CUSTOM_DOT)?, value)))
            .peekable();
        if dotted.peek().is_some() && operation.takes.iter().any(|taken| &**taken == CUSTOM) {
            self.merge(dotted, draft);
        }
        Ok(())
    }

    fn null(&self, name: &str, draft: &mut Draft<'_>) {
        match self.nulls {
            Nulls::Store => draft.set(name, Value::Null),
            Nulls::Unset => draft.unset(name),
            Nulls::Ignore => {}
        }
    }

    /// Sets single keys of `custom`; the others stay (observed).
    fn merge<'v>(&self, keys: impl Iterator<Item = (&'v str, &'v Value)>, draft: &mut Draft<'_>) {
        let stored = draft.record.get(CUSTOM).and_then(Value::as_object);
        let is_stored = stored.is_some();
        let mut custom = stored.cloned().unwrap_or_default();
        let mut is_empty = true;
        for (key, value) in keys {
            is_empty = false;
            match (value, self.nulls) {
                (Value::Null, Nulls::Ignore) => {}
                (Value::Null, Nulls::Unset) => {
                    custom.remove(key);
                }
                _ => {
                    custom.insert(key.to_owned(), value.clone());
                }
            }
        }
        // Nulls that leave nothing behind make no `custom` where there is none; one that is sent empty is stored.
        if is_stored || is_empty || !custom.is_empty() {
            draft.set(CUSTOM, custom);
        }
    }
}

/// A value as it is kept: dates as instants in UTC, all else as it came.
fn stored(name: &str, value: &Value, draft: &Draft<'_>) -> Result<Value, Refusal> {
    let is_date = draft
        .resource()
        .properties
        .get(name)
        .is_some_and(|property| property.is_date);
    match value.as_str().filter(|_| is_date) {
        None => Ok(value.clone()),
        Some(text) => dates::parse(text)
            .map(|date| dates::written(date).into())
            .ok_or_else(|| Refusal::at(format!("/{name}"), "is no date that can be kept")),
    }
}
