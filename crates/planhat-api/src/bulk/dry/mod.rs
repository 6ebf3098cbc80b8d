//! What a run would do, without writing.

mod engine;
mod outcome;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::cancel::Canceller;
use super::error::BulkError;
use super::fill::Source;
use super::journal::Journal;
use super::settings::Settings;
use super::stepping::Stepping;
use crate::client::Client;
use crate::resource::Resource;
use engine::DryEngine;
pub use outcome::{DryChunk, DryItem, DryOutcome, DryTally};

/// What a [run](super::BulkRun) would do to the records as they are now: a stream of chunks like those
/// of the run, with what would come of each item. It writes nothing, and does nothing unless it is
/// polled. It comes from [`BulkRun::dry_run`](super::BulkRun::dry_run).
///
/// ```no_run
/// use planhat_api::bulk::{BulkItem, DryOutcome, DryTally};
/// use planhat_api::{Client, License};
///
/// # async fn run(client: Client, items: Vec<BulkItem<License>>) -> Result<(), Box<dyn std::error::Error>> {
/// let mut dry_run = client.licenses().bulk_upsert_all(items).dry_run();
/// let mut tally = DryTally::default();
/// while let Some(chunk) = dry_run.next().await {
///     let chunk = chunk?;
///     tally.add(&chunk);
///     for item in chunk {
///         if let DryOutcome::WouldChange(changes) = item.outcome {
///             for change in &changes {
///                 println!("item {}: {} {:?} -> {}", item.index, change.property(), change.before(), change.after());
///             }
///         }
///     }
/// }
/// println!("{tally}"); // such as: 120 would be created, 14 would change, 3000 unchanged, 2 set aside
/// # Ok(())
/// # }
/// ```
///
/// # What is held against what
/// An item is held against the record that its first keyable names, of `_id`, `sourceId` and `externalId`
/// in this order (documented), by the rules of [`diff`](crate::Edit::diff). Each stands by itself: what
/// an earlier item of the run would write is not seen by a later one. What the server itself refuses, such
/// as a value of the wrong type, it does not tell.
///
/// A record has the object id of its company alone. So where an item names it by another id, the company
/// is [undetermined](DryOutcome::Undetermined), and an external id, which is unique within a company only,
/// may be the record's or another one's. Object ids of companies give the surest dry runs.
///
/// # What it costs
/// Items are taken 50,000 [at once](Self::at_once), and the list is read once for all of those, in pages of
/// 2,000 records: 152 calls for 300,000 records. Where items are fewer than the list has pages, their
/// records are read one by one; where all are of one company by its object id, that company's list is read
/// first. So 300,000 items against as many records take some 900 calls, four and a half minutes at 200 a
/// minute; one by one they would take a day.
///
/// Memory holds the texts of the items that were taken at once, and of the records that would change the
/// properties that their items set: of 50,000 items of 300 bytes some 40 MB. It does not grow with the
/// run or the tenant. Items end being taken at 32 MB, too, so there are 64 MB of their texts at most.
#[must_use = "a dry run does nothing unless it is polled"]
pub struct DryRun<R: Resource> {
    client: Client,
    settings: Settings,
    canceller: Canceller,
    at_once: usize,
    /// None once it has begun, and where the run had.
    source: Option<Source<R>>,
    journal: Option<Box<dyn Journal>>,
    steps: Option<Stepping<DryEngine<R>>>,
}

/// How many items share a reading of the list unless it is set.
const AT_ONCE: usize = 50_000;

impl<R: Resource> DryRun<R> {
    pub(super) fn new(
        client: Client,
        source: Option<Source<R>>,
        settings: Settings,
        canceller: Canceller,
        journal: Option<Box<dyn Journal>>,
    ) -> Self {
        Self {
            client,
            settings,
            canceller,
            at_once: AT_ONCE,
            source,
            journal,
            steps: None,
        }
    }

    /// How many items share a reading of the list: 50,000 unless set. More take fewer calls, and more
    /// memory. At least a chunk does.
    pub fn at_once(mut self, items: usize) -> Self {
        self.at_once = items;
        self
    }

    /// A handle that ends the dry run: at once, whatever it is asked for.
    pub fn canceller(&self) -> Canceller {
        self.canceller.clone()
    }

    /// What would come of the items of the next chunk; none once every item is accounted for, or after
    /// an error. Dropping the future loses nothing.
    ///
    /// The error that ends it is that of a run: a setting that cannot work, a check that stops, a call
    /// that failed for good, a journal that cannot be read, a cancellation. The client's own patience is
    /// all that a vendor is borne with who is down. A record that cannot be read is
    /// [undetermined](DryOutcome::Undetermined); a third one in a row ends the dry run.
    pub async fn next(&mut self) -> Option<Result<DryChunk, BulkError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Nothing in it is pinned but what is in boxes.
impl<R: Resource> Unpin for DryRun<R> {}

impl<R: Resource> Stream for DryRun<R> {
    type Item = Result<DryChunk, BulkError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let run = &mut *self;
        let steps = run.steps.get_or_insert_with(|| {
            Stepping::new(DryEngine::new(
                run.client.clone(),
                run.source.take(),
                &run.settings,
                run.canceller.clone(),
                run.at_once,
                run.journal.take(),
            ))
        });
        steps.poll(context)
    }
}

impl<R: Resource> fmt::Debug for DryRun<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DryRun")
            .field("resource", &R::NAME)
            .field("settings", &self.settings)
            .field("at_once", &self.at_once)
            .finish_non_exhaustive()
    }
}
