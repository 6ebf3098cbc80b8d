//! What the counts leave for the items that no keyable speaks of: one reading, or none.

use super::counts::Counts;
use super::find::Finder;
use super::{Claims, elements, id_of, text_id};
use crate::bulk::keyables::Keyables;
use crate::bulk::outcome::{ItemError, ItemFailure, Outcome};
use crate::generated::BulkUpsertResult;
use crate::id::ObjectId;
use crate::json::{Kind, Value};

/// What the counts leave.
pub(super) enum Rest {
    Created(Option<ObjectId>),
    Updated(Option<ObjectId>),
    Unchanged,
    /// The one item that is left, with all entries that are no other's.
    FailedAlone(Vec<ItemError>),
    /// None of them was stored.
    Failed,
    /// Nothing was done, for the sake of others perhaps.
    RefusedTogether,
    Unclear,
}

impl Rest {
    pub(super) fn of(
        claims: &mut Claims,
        finder: &Finder<'_>,
        result: &BulkUpsertResult,
        refused: bool,
    ) -> Self {
        let items = claims.list.len();
        let claimed = claims.claimed();
        let stored = claimed.created + claimed.updated;
        let unclaimed = items.saturating_sub(stored + claimed.failed + claimed.both);
        if unclaimed == 0 || claimed.both > 0 {
            return Self::Unclear;
        }
        let Some(counts) = Counts::of(result) else {
            return Self::Unclear;
        };
        let nothing_stored = stored == 0 && elements(result.get("modified")).next().is_none();
        if refused && counts.are_all_zero() && nothing_stored {
            return match items {
                1 => Self::FailedAlone(Vec::new()),
                _ => Self::RefusedTogether,
            };
        }
        let Some(errors) = errors(claimed.failed, &claims.unattributed) else {
            return Self::Unclear;
        };
        let Some(left) = counts.left(items, &claimed, errors) else {
            return Self::Unclear;
        };
        let id = |list| match unclaimed {
            1 => id_left(claims, finder, result.get(list)),
            // Which record is whose is not told.
            _ => None,
        };
        match left {
            left if left.created == unclaimed => {
                Self::Created(id("insertsKeys").or_else(|| id("upsertedIds")))
            }
            left if left.updated == unclaimed => Self::Updated(id("updatesKeys")),
            left if left.unchanged == unclaimed => Self::Unchanged,
            left if left.failed == unclaimed && unclaimed == 1 => {
                Self::FailedAlone(std::mem::take(&mut claims.unattributed))
            }
            left if left.failed == unclaimed => Self::Failed,
            _ => Self::Unclear,
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::Created(id) => Outcome::Created(*id),
            Self::Updated(id) => Outcome::Updated(*id),
            Self::Unchanged => Outcome::Unchanged,
            Self::FailedAlone(entries) => ItemFailure::listed(entries.clone()),
            Self::Failed | Self::RefusedTogether => ItemFailure::together(),
            Self::Unclear => Outcome::Undetermined,
        }
    }
}

/// How many items the entries speak of that are no item's for sure; none where that is open. An item can
/// have one in each list, and beside one that names it another that does not.
fn errors(failed: usize, entries: &[ItemError]) -> Option<usize> {
    let first = entries.first().map(ItemError::list);
    let in_one_list = entries.iter().all(|entry| Some(entry.list()) == first);
    (entries.is_empty() || failed == 0 && in_one_list).then_some(entries.len())
}

/// The one id of a list that is no other item's. There is none where one is no object id, as that can be
/// the item's and those that are another's; nor where the list names what is no item.
fn id_left(claims: &Claims, finder: &Finder<'_>, list: Option<Value<'_>>) -> Option<ObjectId> {
    let known = claims.ids();
    let mut left = None;
    for entry in elements(list) {
        let id = id_of(entry).or_else(|| text_id(entry))?;
        let named = match entry.kind() {
            Kind::Object => Keyables::of(entry),
            _ => Keyables::default(),
        };
        if !named.is_id_alone() && finder.item_of(&named).is_none() {
            return None;
        }
        if !known.contains(&id.to_bytes()) && left.replace(id).is_some() {
            return None;
        }
    }
    left
}
