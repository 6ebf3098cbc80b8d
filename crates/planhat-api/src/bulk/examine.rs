//! The checks of one item by itself.

use std::marker::PhantomData;
use std::sync::Arc;

use super::check::{Check, Checks, Finding, OnFinding};
use super::chunk::{Body, Bounds};
use super::item::BulkItem;
use super::keyables::{Keyables, Places};
use crate::client::AllowedFields;
use crate::draft::sealed::Sealed as _;
use crate::draft::{Content, Keyed, has_text};
use crate::operation::{Evidence, Operation};
use crate::resource::Resource;

/// An item that can be sent.
pub(super) struct Encoded {
    pub(super) json: String,
    /// How well it is known that it cannot be created twice.
    pub(super) evidence: Option<Evidence>,
    pub(super) keys: Places,
}

impl Encoded {
    pub(super) fn keyables(&self) -> Keyables<'_> {
        Keyables::at(&self.keys, &self.json)
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

    /// The item's text, or the first finding that keeps it from being sent.
    pub(super) fn examine(
        &self,
        item: &BulkItem<R>,
        checks: &Checks,
        bounds: Bounds,
    ) -> Result<Encoded, Finding> {
        let allowed = self.allowed.as_ref();
        if let Some(problem) = allowed.and_then(|allowed| allowed.problem(&item.body)) {
            return Err(Finding::Unsendable(problem));
        }
        let mut json = String::new();
        let keys = Places::write(&item.body, &mut json).map_err(Finding::Unsendable)?;
        let bytes = Body::alone(&json);
        if bytes > bounds.bytes {
            return Err(Finding::TooLarge {
                bytes,
                most: bounds.bytes,
            });
        }
        let mut keyed = Keyed::new(self.operation.keyed_by);
        keyed.add(&item.body);
        let encoded = Encoded {
            evidence: keyed.evidence(),
            keys,
            json,
        };
        let findings = match item.may_create {
            false => [self.could_create(&item.body, &encoded), None],
            true => self.could_fail_to(&item.body),
        };
        let kept_back = |finding: &Finding| checks.after(finding) != OnFinding::Send;
        match findings.into_iter().flatten().find(kept_back) {
            Some(finding) => Err(finding),
            None => Ok(encoded),
        }
    }

    /// An item creates nothing if it lacks what a new record needs, and is no update unless it is sure
    /// to be found.
    fn could_create(&self, body: &R::Upsert, encoded: &Encoded) -> Option<Finding> {
        let needed = self.operation.creates_with.map_or(&[][..], |with| with.all);
        let lacks_one = needed.iter().any(|key| body.content_of(key).is_none());
        match (lacks_one, encoded.evidence) {
            (false, _) => Some(Finding::CouldCreate {
                leave_out: needed.first().copied().unwrap_or("all of it"),
            }),
            (true, None) => Some(Finding::FindsNothing),
            (true, Some(_)) => None,
        }
    }

    fn could_fail_to(&self, body: &R::Upsert) -> [Option<Finding>; 2] {
        let has_id = has_text(body, "_id");
        let is_keyed = has_id || has_text(body, "sourceId") || has_text(body, "externalId");
        let sets = |key: &str| !matches!(body.content_of(key), None | Some(Content::Null));
        let missing = match has_id {
            true => None,
            false => missing(self.operation, sets),
        };
        [
            missing.map(|missing| Finding::BelowMinimum { missing }),
            (!is_keyed).then_some(Finding::Unkeyed),
        ]
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
