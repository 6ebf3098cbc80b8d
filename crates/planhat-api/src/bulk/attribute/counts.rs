//! The counts of a reply.

use super::{Claimed, elements};
use crate::generated::BulkUpsertResult;

/// How many items became what; none for a count that the reply does not have.
pub(super) struct Counts {
    created: Option<usize>,
    updated: Option<usize>,
    unchanged: Option<usize>,
}

/// How many of the items that no keyable speaks of became what.
pub(super) struct Left {
    pub(super) created: usize,
    pub(super) updated: usize,
    pub(super) unchanged: usize,
    pub(super) failed: usize,
}

impl Counts {
    /// The counts, unless one is none or differs from its list.
    pub(super) fn of(result: &BulkUpsertResult) -> Option<Self> {
        let count = |name| match result.get(name) {
            None => Some(None),
            Some(value) if value.is_null() => Some(None),
            Some(value) => Some(Some(usize::try_from(value.as_i64()?).ok()?)),
        };
        let counts = Self {
            created: count("created")?,
            updated: count("updated")?,
            unchanged: count("nonupdates")?,
        };
        let fits = |list, count: Option<usize>| {
            // A list that is empty beside a count tells nothing: such replies are printed.
            let length = elements(result.get(list)).count();
            length == 0 || count.is_none_or(|count| count == length)
        };
        let fit = fits("insertsKeys", counts.created)
            && fits("upsertedIds", counts.created)
            && fits("updatesKeys", counts.updated);
        fit.then_some(counts)
    }

    fn are_complete(&self) -> bool {
        self.created.is_some() && self.updated.is_some() && self.unchanged.is_some()
    }

    /// Whether nothing was created, updated or found to be unchanged, in so many words.
    pub(super) fn are_all_zero(&self) -> bool {
        [self.created, self.updated, self.unchanged] == [Some(0); 3]
    }

    /// What is left of the counts for the items that no keyable speaks of, if all of them add up to
    /// the number of items. `errors` is how many failed beside those that an entry names.
    pub(super) fn left(&self, items: usize, claimed: &Claimed, errors: usize) -> Option<Left> {
        // A count that is missing is told by the others, unless errors may be counted wrongly.
        if !self.are_complete() && errors > 0 {
            return None;
        }
        let created = self.created.unwrap_or_default();
        let updated = self.updated.unwrap_or_default();
        let unchanged = self.unchanged.unwrap_or_default();
        let stored = created.checked_add(updated)?.checked_add(unchanged)?;
        let sum = stored.checked_add(claimed.failed)?.checked_add(errors)?;
        if sum != items {
            return None;
        }
        Some(Left {
            created: created.checked_sub(claimed.created)?,
            updated: updated.checked_sub(claimed.updated)?,
            unchanged,
            failed: errors,
        })
    }
}
