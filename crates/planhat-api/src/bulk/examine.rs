//! The checks of one item by itself.

use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

use super::body::Body;
use super::check::{Check, Checks, Finding, OnFinding};
use super::chunk::Bounds;
use super::item::BulkItem;
use super::keyables::Keyables;
use super::places::{EXTERNAL_ID, ID, Places, SOURCE_ID, place_of};
use crate::client::AllowedFields;
use crate::draft::{Draft, has_text};
use crate::operation::{Evidence, Keying, Operation};
use crate::resource::Resource;

/// An item that can be sent, at the end of a body.
pub(super) struct Encoded {
    pub(super) at: Range<usize>,
    /// How well it is known that it cannot be created twice.
    pub(super) evidence: Option<Evidence>,
    pub(super) keys: Places,
}

impl Encoded {
    pub(super) fn keyables<'b>(&self, body: &'b Body) -> Keyables<'b> {
        Keyables::at(&self.keys, body.text(&self.at))
    }
}

/// Looks at the items of a resource.
pub(super) struct Examiner<R> {
    operation: &'static Operation,
    /// The custom fields that may be written, where not any may.
    allowed: Option<Arc<AllowedFields>>,
    resource: PhantomData<fn() -> R>,
}

impl<R: Resource> Examiner<R> {
    pub(super) fn new(allowed: Option<Arc<AllowedFields>>) -> Self {
        Self {
            operation: R::OPERATIONS.bulk_upsert,
            allowed,
            resource: PhantomData,
        }
    }

    /// Writes the item to the end of the body, unless there is a finding that keeps it from being sent.
    pub(super) fn examine(
        &self,
        item: &BulkItem<R>,
        checks: &Checks,
        bounds: Bounds,
        body: &mut Body,
    ) -> Result<Encoded, Finding> {
        let allowed = self.allowed.as_ref();
        if let Some(problem) = allowed.and_then(|allowed| allowed.problem(&item.body)) {
            return Err(Finding::Unsendable(problem));
        }
        let written = body.add(|out| Places::write(&item.body, out));
        let (at, keys) = written.map_err(Finding::Unsendable)?;
        let encoded = self.examine_written(item, checks, bounds, &at, keys);
        encoded.inspect_err(|finding| {
            body.drop_last(&at);
            if matches!(finding, Finding::TooLarge { .. }) {
                body.give_back(bounds.bytes);
            }
        })
    }

    fn examine_written(
        &self,
        item: &BulkItem<R>,
        checks: &Checks,
        bounds: Bounds,
        at: &Range<usize>,
        keys: Places,
    ) -> Result<Encoded, Finding> {
        let bytes = Body::alone(at);
        if bytes > bounds.bytes {
            return Err(Finding::TooLarge {
                bytes,
                most: bounds.bytes,
            });
        }
        let asked = Asked {
            body: &item.body,
            keys,
        };
        let evidence = asked.evidence(self.operation.keyed_by);
        let found = match item.may_create {
            false => self.could_create(&asked, evidence),
            true => self.could_fail_to(&asked, checks),
        };
        match found {
            Some(finding) => Err(finding),
            None => Ok(Encoded {
                at: at.clone(),
                evidence,
                keys: asked.keys,
            }),
        }
    }

    /// An item creates nothing if it lacks what a new record needs, and is no update unless it is sure
    /// to be found.
    fn could_create(
        &self,
        item: &Asked<'_, R::Upsert>,
        evidence: Option<Evidence>,
    ) -> Option<Finding> {
        let needed = self.operation.creates_with.map_or(&[][..], |with| with.all);
        let lacks_one = needed.iter().any(|key| !item.is_set(key));
        match (lacks_one, evidence) {
            (false, _) => Some(Finding::CouldCreate {
                leave_out: needed.first().copied().unwrap_or("all of it"),
            }),
            (true, None) => Some(Finding::FindsNothing),
            (true, Some(_)) => None,
        }
    }

    /// The first finding for which an upsert is kept back.
    fn could_fail_to(&self, item: &Asked<'_, R::Upsert>, checks: &Checks) -> Option<Finding> {
        let keeps_back = |check| checks.on(check) != OnFinding::Send;
        let has_id = item.keys.has_text(ID);
        if keeps_back(Check::Minimum)
            && !has_id
            && let Some(missing) = missing(self.operation, |key| item.has_value(key))
        {
            return Some(Finding::BelowMinimum { missing });
        }
        let is_keyed =
            || has_id || item.keys.has_text(SOURCE_ID) || item.keys.has_text(EXTERNAL_ID);
        (keeps_back(Check::Keyable) && !is_keyed()).then_some(Finding::Unkeyed)
    }
}

/// An item's body, and what was seen of its keyables as it was written.
struct Asked<'a, B> {
    body: &'a B,
    keys: Places,
}

impl<B: Draft> Asked<'_, B> {
    /// How well it is known that the item cannot be created twice, by the surest of the rules that it fits; none if
    /// it fits none.
    fn evidence(&self, rules: &[Keying]) -> Option<Evidence> {
        let fits =
            |rule: &&Keying| rule.covers_what(|key| self.has_text(key), |key| self.is_set(key));
        let mut surest = None;
        for rule in rules.iter().filter(fits) {
            if rule.evidence == Evidence::Documented {
                // None is surer.
                return Some(rule.evidence);
            }
            surest = Some(surest.map_or(rule.evidence, |surest| rule.evidence.min(surest)));
        }
        surest
    }

    fn is_set(&self, key: &str) -> bool {
        match place_of(key) {
            Some(place) => self.keys.is_set(place),
            None => self.body.as_fields().value_of(key).is_some(),
        }
    }

    fn has_value(&self, key: &str) -> bool {
        match place_of(key) {
            Some(place) => self.keys.has_value(place),
            None => self
                .body
                .as_fields()
                .value_of(key)
                .is_some_and(|value| !value.is_null()),
        }
    }

    fn has_text(&self, key: &str) -> bool {
        match place_of(key) {
            Some(place) => self.keys.has_text(place),
            None => has_text(self.body, key),
        }
    }
}

/// The first property that a new record needs and an item does not set; where one of several does, the
/// first of those.
pub(super) fn missing(operation: &Operation, sets: impl Fn(&str) -> bool) -> Option<&'static str> {
    let needed = operation.creates_with?;
    let of_all = needed.all.iter().find(|key| !sets(key));
    let of_any = || {
        let first = needed.any.first()?;
        (!needed.any.iter().any(|key| sets(key))).then_some(first)
    };
    of_all.or_else(of_any).copied()
}

/// Whether a check has to remember the whole run.
pub(super) fn remembers(checks: &Checks) -> bool {
    checks.on(Check::TwiceInRun) != OnFinding::Send
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::draft::Keyed;
    use crate::{Deal, DealUpsert, Product, ProductUpsert};

    fn evidence<R: Resource>(item: &R::Upsert) -> (Option<Evidence>, Option<Evidence>) {
        let rules = R::OPERATIONS.bulk_upsert.keyed_by;
        let keys = Places::write(item, &mut String::new()).unwrap();
        let asked = Asked { body: item, keys }.evidence(rules);
        let mut keyed = Keyed::new(rules);
        keyed.add(item);
        (asked, keyed.evidence())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        /// An item of a run is one of a single bulk upsert.
        #[test]
        fn evidence_is_that_of_a_request(
            values in proptest::collection::vec((0..5_usize, 0..5_usize), 0..6),
        ) {
            let keys = ["_id", "sourceId", "externalId", "companyId", "name"];
            let texts = [json!("a"), json!(""), json!("\t"), Json::Null, json!(7)];
            let mut deal = DealUpsert::new();
            let mut product = ProductUpsert::new();
            for (key, text) in values {
                deal = deal.property(keys[key], &texts[text]);
                product = product.property(keys[key], &texts[text]);
            }
            let (asked, keyed) = evidence::<Deal>(&deal);
            prop_assert_eq!(asked, keyed, "{:?}", deal.to_json());
            let (asked, keyed) = evidence::<Product>(&product);
            prop_assert_eq!(asked, keyed, "{:?}", product.to_json());
        }
    }
}
