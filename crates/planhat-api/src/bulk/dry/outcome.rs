//! What would come of items.

use std::fmt;
use std::ops::Range;

use crate::bulk::check::Finding;
use crate::change::Changes;

/// What would come of one item, as far as the records and the documents of the API tell.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum DryOutcome {
    /// There is no such record, and the item has what a new one needs. All that it sets would be set.
    WouldCreate,
    /// It would change its record.
    WouldChange(Changes),
    /// Its record has all that it sets.
    Unchanged,
    /// There is no such record, and the item lacks what a new one needs (documented): an
    /// [update-only](crate::bulk::BulkItem::update_only) item without its record, or an upsert with too
    /// little, which the server may take all the same, as the vendor's pages contradict themselves on it.
    NoRecord {
        /// The first property that a new record needs and the item does not set.
        missing: &'static str,
    },
    /// It would not be sent, by what a [check](crate::bulk::Check) found.
    SetAside(Finding),
    /// It would not be sent, since the run's journal says that it is stored.
    DoneBefore,
    /// It may change its record or not. What the record does not tell of are the
    /// [undetermined](Changes::undetermined) ones; the rest is as it should be. Where there are none,
    /// nothing tells which record is meant: several have the item's external id, or one of a company
    /// that may be another one.
    Undetermined(Changes),
}

/// What would come of one item of a dry run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DryItem {
    /// Where the item stood among those of the run, counted from 0.
    pub index: u64,
    /// What would come of it.
    pub outcome: DryOutcome,
}

/// What would come of the items of one chunk: one outcome for each index of
/// [`indexes`](Self::indexes), in order.
#[derive(Debug, Clone)]
pub struct DryChunk {
    pub(super) indexes: Range<u64>,
    pub(super) items: Vec<DryItem>,
}

impl DryChunk {
    /// The indexes that it accounts for; the next chunk goes on where it ends.
    #[inline]
    pub fn indexes(&self) -> Range<u64> {
        self.indexes.clone()
    }

    /// An outcome for each index.
    #[inline]
    pub fn items(&self) -> &[DryItem] {
        &self.items
    }

    /// How often each outcome is among them.
    pub fn tally(&self) -> DryTally {
        let mut tally = DryTally::default();
        tally.add(self);
        tally
    }
}

impl IntoIterator for DryChunk {
    type Item = DryItem;
    type IntoIter = std::vec::IntoIter<DryItem>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a> IntoIterator for &'a DryChunk {
    type Item = &'a DryItem;
    type IntoIter = std::slice::Iter<'a, DryItem>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

/// How often each outcome came in a dry run.
///
/// `Display` tells those that came, such as `120 would be created, 14 would change, 3000 unchanged`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DryTally {
    /// [`DryOutcome::WouldCreate`].
    pub would_create: u64,
    /// [`DryOutcome::WouldChange`].
    pub would_change: u64,
    /// [`DryOutcome::Unchanged`].
    pub unchanged: u64,
    /// [`DryOutcome::NoRecord`].
    pub no_record: u64,
    /// [`DryOutcome::SetAside`].
    pub set_aside: u64,
    /// [`DryOutcome::DoneBefore`].
    pub done_before: u64,
    /// [`DryOutcome::Undetermined`].
    pub undetermined: u64,
}

impl DryTally {
    /// Counts the outcomes of a chunk.
    pub fn add(&mut self, chunk: &DryChunk) {
        for item in chunk {
            *match item.outcome {
                DryOutcome::WouldCreate => &mut self.would_create,
                DryOutcome::WouldChange(_) => &mut self.would_change,
                DryOutcome::Unchanged => &mut self.unchanged,
                DryOutcome::NoRecord { .. } => &mut self.no_record,
                DryOutcome::SetAside(_) => &mut self.set_aside,
                DryOutcome::DoneBefore => &mut self.done_before,
                DryOutcome::Undetermined(_) => &mut self.undetermined,
            } += 1;
        }
    }
}

impl fmt::Display for DryTally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.would_create, "would be created"),
            (self.would_change, "would change"),
            (self.unchanged, "unchanged"),
            (self.no_record, "without a record"),
            (self.set_aside, "set aside"),
            (self.done_before, "done before"),
            (self.undetermined, "undetermined"),
        ];
        let mut between = "";
        for (count, word) in &counts {
            if *count > 0 {
                write!(formatter, "{between}{count} {word}")?;
                between = ", ";
            }
        }
        match between {
            "" => formatter.write_str("no items"),
            _ => Ok(()),
        }
    }
}
