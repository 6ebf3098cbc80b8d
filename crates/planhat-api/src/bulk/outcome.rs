//! What became of items.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::check::Finding;
use super::progress::Tally;
use crate::error::Error;
use crate::id::ObjectId;
use crate::json::Value;

/// What became of one item, as far as it is known. Nothing is guessed: where the reply allows for
/// two readings, the outcome is [`Undetermined`](Self::Undetermined).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Outcome {
    /// The server says that it created a record, and, if so, with which id.
    Created(Option<ObjectId>),
    /// The server says that it updated a record, and, if so, which.
    Updated(Option<ObjectId>),
    /// The server says that it found a record and that nothing was to change.
    Unchanged,
    /// The item was not sent, by what a [check](super::Check) found.
    SetAside(Finding),
    /// The server says that the item failed, or refused the request that it was in.
    Failed(Box<ItemFailure>),
    /// The item was sent, and no answer tells what came of it.
    Unknown,
    /// The server answered, and the answer does not tell what came of this item.
    Undetermined,
    /// The item was not sent, since an earlier run of the same [journal](super::journal) has stored it:
    /// by what the journal says, or by a look at the record.
    DoneBefore,
    /// Nothing was done: the item was not sent, or the server refused the request that it was in
    /// for a reason that is not the item's. The [error](super::BulkError) that ends the run tells
    /// why.
    NotDone,
}

/// What the server says of an item that failed.
#[derive(Clone)]
pub struct ItemFailure {
    entries: Vec<ItemError>,
    refusal: Option<Arc<Error>>,
    is_its_own: bool,
}

impl ItemFailure {
    /// By entries of error lists, where any can be told to be the item's.
    pub(super) fn listed(entries: Vec<ItemError>) -> Outcome {
        Outcome::Failed(Box::new(Self {
            entries,
            refusal: None,
            is_its_own: true,
        }))
    }

    /// Together with others, of which one or more are what the server refused.
    pub(super) fn together() -> Outcome {
        Outcome::Failed(Box::new(Self {
            entries: Vec::new(),
            refusal: None,
            is_its_own: false,
        }))
    }

    /// By a refusal of the whole request, which had this item alone or others, too.
    pub(super) fn refused(error: Arc<Error>, alone: bool) -> Outcome {
        Outcome::Failed(Box::new(Self {
            entries: Vec::new(),
            refusal: Some(error),
            is_its_own: alone,
        }))
    }

    /// The entries of the reply's error lists that the item can be told to be meant by: they name it and no
    /// other one, or it alone is left by the counts. There are none where the counts tell of several such
    /// items, or the whole request was refused.
    #[inline]
    pub fn entries(&self) -> &[ItemError] {
        &self.entries
    }

    /// The refusal of the request that the item was in.
    #[inline]
    pub fn refusal(&self) -> Option<&Error> {
        self.refusal.as_deref()
    }

    /// Whether the failure is the item's for sure. If not, all that is known is that it was not stored: a request
    /// was refused, or its result says that nothing was done, and it was not to be divided further; or the
    /// counts of a result leave the item out, and its errors name none. Another item can be what the server
    /// refused, and this one be taken when it is sent again.
    #[inline]
    pub fn is_its_own(&self) -> bool {
        self.is_its_own
    }
}

/// What kind of answer there is; the words can hold values.
impl fmt::Debug for ItemFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ItemFailure")
            .field("entries", &self.entries)
            .field("refusal", &self.refusal())
            .finish()
    }
}

/// One entry of an error list of a reply. Its shape is documented nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct ItemError {
    list: &'static str,
    json: Box<str>,
}

impl ItemError {
    pub(super) fn new(list: &'static str, entry: Value<'_>) -> Self {
        Self {
            list,
            json: entry.as_json().into(),
        }
    }

    /// The list it stands in, such as `createdErrors`.
    #[inline]
    pub fn list(&self) -> &'static str {
        self.list
    }

    /// The entry as it came.
    #[inline]
    pub fn as_json(&self) -> &str {
        &self.json
    }

    /// The entry, to look into.
    #[inline]
    pub fn value(&self) -> Value<'_> {
        Value::new(&self.json)
    }
}

/// The list; the entry can hold values.
impl fmt::Debug for ItemError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ItemError")
            .field("list", &self.list)
            .finish_non_exhaustive()
    }
}

/// The outcome of one item.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ItemOutcome {
    /// Where the item stood among those of the run, counted from 0.
    pub index: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether an earlier request with this item may have been processed. What that one created
    /// comes back as updated or unchanged.
    pub after_retry: bool,
}

/// The outcomes of the items of one chunk: one for each index of [`indexes`](Self::indexes), in order.
#[derive(Debug, Clone)]
pub struct ChunkOutcome {
    pub(super) indexes: Range<u64>,
    pub(super) items: Vec<ItemOutcome>,
    pub(super) unattributed: Vec<ItemError>,
    pub(super) requests: u32,
}

impl ChunkOutcome {
    /// The indexes that it accounts for; the next chunk goes on where it ends.
    #[inline]
    pub fn indexes(&self) -> Range<u64> {
        self.indexes.clone()
    }

    /// An outcome for each index.
    #[inline]
    pub fn items(&self) -> &[ItemOutcome] {
        &self.items
    }

    /// Entries of error lists that no item could be told to be meant by. Where there are any, some
    /// of the [undetermined](Outcome::Undetermined) items have failed.
    #[inline]
    pub fn unattributed(&self) -> &[ItemError] {
        &self.unattributed
    }

    /// How often each outcome is among them.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        tally.add(self);
        tally
    }

    /// How many requests went out for it, the attempts of each not counted: more than one where it was
    /// divided or sent again, none where nothing was to be sent or nothing could be.
    #[inline]
    pub fn requests(&self) -> u32 {
        self.requests
    }
}

impl IntoIterator for ChunkOutcome {
    type Item = ItemOutcome;
    type IntoIter = std::vec::IntoIter<ItemOutcome>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a> IntoIterator for &'a ChunkOutcome {
    type Item = &'a ItemOutcome;
    type IntoIter = std::slice::Iter<'a, ItemOutcome>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}
