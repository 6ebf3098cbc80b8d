//! The bulk upsert.

mod envelope;
mod matching;

use serde_json::Value;

pub(crate) use envelope::{Envelope, KEYABLES};
use matching::Target;

use crate::faults::FailingItems;
use crate::refusal::Refusal;
use crate::semantics::Body;
use crate::spec::{Operation, Verb};
use crate::tenant::{Index, Tenant, Wrote};

impl Tenant {
    /// Takes the items one after another, so that an item finds what an earlier one created. An item that fails changes
    /// nothing, and the others are stored. Some may be made to fail.
    pub(crate) fn bulk_upsert(
        &mut self,
        index: Index,
        body: &Value,
        failing: Option<&FailingItems>,
    ) -> Result<Envelope, Refusal> {
        let items = self.items(index, body)?;
        let operation = self.operation(index, Verb::BulkUpsert)?;
        let names_modified = crate::semantics::rules(&self.resource(index).name).names_modified();
        let mut envelope = Envelope::new(names_modified);
        let fails = failing.map(|failing| failing.among(items));
        for (place, item) in items.iter().enumerate() {
            let fails = fails.as_ref().and_then(|fails| fails.get(place));
            match failing.filter(|_| fails == Some(&true)) {
                Some(failing) => self.failing(index, place, item, failing, &mut envelope),
                None => self.item(index, operation, place, item, &mut envelope),
            }
        }
        Ok(envelope)
    }

    /// What a token without the right to write gets: every item, refused.
    pub(crate) fn bulk_forbidden(&self, index: Index, body: &Value) -> Result<Envelope, Refusal> {
        let mut envelope = Envelope::new(false);
        for (place, item) in self.items(index, body)?.iter().enumerate() {
            envelope.forbidden(place, item);
        }
        Ok(envelope)
    }

    /// The items of a body, if it is a list of no more than there may be.
    fn items<'b>(&self, index: Index, body: &'b Value) -> Result<&'b [Value], Refusal> {
        let items = body
            .as_array()
            .ok_or_else(|| Refusal::at("", "is no array; a bulk upsert takes an array of items"))?;
        let most = self.resource(index).max_items.unwrap_or(u64::MAX);
        if u64::try_from(items.len()).is_ok_and(|count| count > most) {
            return Err(Refusal::at(
                "",
                format!(
                    "has {} items; {most} are the most of a request",
                    items.len()
                ),
            ));
        }
        Ok(items)
    }

    /// Tells an item that was made to fail where its error belongs.
    fn failing(
        &self,
        index: Index,
        place: usize,
        item: &Value,
        failing: &FailingItems,
        envelope: &mut Envelope,
    ) {
        let creates = match Body::new(item, self.nulls) {
            Ok(body) => self.target(index, body) == Ok(Target::New),
            Err(_) => true,
        };
        let error = failing.error().cloned();
        let error = error.unwrap_or_else(|| envelope::error(place, item, &failing.refusal()));
        if creates {
            envelope.created_errors.push(error);
        } else {
            envelope.updated_errors.push(error);
        }
    }

    fn item(
        &mut self,
        index: Index,
        operation: &Operation,
        place: usize,
        item: &Value,
        envelope: &mut Envelope,
    ) {
        let body = match Body::new(item, self.nulls) {
            Ok(body) => body,
            Err(refusal) => return envelope.not_created(place, item, &refusal),
        };
        let target = self.target(index, body);
        let fits = operation
            .body
            .as_ref()
            .map_or(Ok(()), |validator| validator.check(item));
        // What an item would have done tells which of the two lists its error belongs to.
        match (target, fits) {
            (Ok(Target::Record(id)), Ok(())) => match self.change(index, operation, id, body) {
                Ok(Wrote::Changed) => envelope.updated(id, body),
                Ok(Wrote::Nothing) => envelope.nonupdates += 1,
                Err(refusal) => envelope.not_updated(place, item, &refusal),
            },
            (Ok(Target::New), Ok(())) => {
                let created = self
                    .minimum(index, body)
                    .and_then(|()| self.insert(index, operation, body));
                match created {
                    Ok(id) => envelope.created(id, body),
                    Err(refusal) => envelope.not_created(place, item, &refusal),
                }
            }
            (Ok(Target::Record(_)), Err(refusal)) | (Err(refusal), _) => {
                envelope.not_updated(place, item, &refusal);
            }
            (Ok(Target::New), Err(refusal)) => envelope.not_created(place, item, &refusal),
        }
    }
}
