//! A run, as its caller holds it.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::cancel::Canceller;
use super::check::{Check, OnFinding};
use super::dry::DryRun;
use super::engine::Engine;
use super::error::BulkError;
use super::fill::Source;
use super::journal::Journal;
use super::outcome::ChunkOutcome;
use super::progress::{OnProgress, Progress};
use super::settings::Settings;
use super::stepping::Stepping;
use crate::client::Client;
use crate::resource::Resource;

/// A bulk upsert of any number of items, in requests that go out one after another: a stream of the
/// outcomes of each chunk. It does nothing unless it is polled.
///
/// See [the module](super) for what it does. Settings are made before it is polled for the first time;
/// later they have no effect.
#[must_use = "a run does nothing unless it is polled"]
pub struct BulkRun<R: Resource> {
    client: Client,
    settings: Settings,
    canceller: Canceller,
    tell: Option<OnProgress>,
    journal: Option<Box<dyn Journal>>,
    /// None once it has begun.
    source: Option<Source<R>>,
    steps: Option<Stepping<Engine<R>>>,
}

impl<R: Resource> BulkRun<R> {
    pub(crate) fn new(client: Client, source: Source<R>) -> Self {
        let most_items = R::OPERATIONS.bulk_upsert.max_items.unwrap_or(usize::MAX);
        Self {
            client,
            settings: Settings::new(most_items),
            canceller: Canceller::new(),
            tell: None,
            journal: None,
            source: Some(source),
            steps: None,
        }
    }

    /// How many items go into a chunk: 5,000 unless set, which is the most (documented). Those that
    /// are not sent count as well.
    pub fn chunk_items(mut self, items: usize) -> Self {
        self.settings.bounds.items = items;
        self
    }

    /// How many bytes a request has: 32,000,000 unless set, which is the most (documented as 32 MB).
    /// A server that finds a chunk too large makes the following ones smaller.
    pub fn chunk_bytes(mut self, bytes: usize) -> Self {
        self.settings.bounds.bytes = bytes;
        self
    }

    /// What follows the findings of a check.
    pub fn check(mut self, check: Check, then: OnFinding) -> Self {
        self.settings.checks.set(check, then);
        self
    }

    /// How long one attempt may take: 5 minutes unless set, in place of the client's
    /// [time-out](crate::Builder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How long the server is left alone after an attempt that timed out, as it may still be at it:
    /// 30 s unless set.
    pub fn settle(mut self, settle: Duration) -> Self {
        self.settings.settle = settle;
        self
    }

    /// How long the run bears a vendor that is down or puts it off: 15 minutes unless set, counted
    /// from the first request that fails until one is answered. Cool-downs and all attempts are within
    /// it, whatever the client's own patience and deadline. A resumed run bears it as long before records
    /// are read that tell whether their items were stored.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.settings.patience = patience;
        self
    }

    /// How many requests more a chunk may take to find the items for which it is refused as a whole:
    /// 1,000 unless set. One such item among 5,000 takes 26.
    ///
    /// What all items are refused for is not searched for in every chunk: while none is accepted, the
    /// requests that this took count for the following chunks as well, which have 10 each at the least,
    /// unless fewer are set.
    /// The first item that is accepted gives its chunk, and those behind it, as many as ever.
    pub fn divisions(mut self, most: u32) -> Self {
        self.settings.most_divisions = most;
        self
    }

    /// Hears how far the run has come: after each chunk, and when a wait between two requests begins and
    /// ends. It is called in the run's own step, so it is to be quick.
    pub fn on_progress(mut self, tell: impl FnMut(&Progress) + Send + 'static) -> Self {
        self.tell = Some(Box::new(tell));
        self
    }

    /// Keeps what is sent, and goes on where a run with the same journal was ended. See
    /// [`journal`](super::journal).
    pub fn journal(mut self, journal: impl Journal + 'static) -> Self {
        self.settings.checks.has_journal = true;
        self.journal = Some(Box::new(journal));
        self
    }

    /// A handle that ends the run.
    pub fn canceller(&self) -> Canceller {
        self.canceller.clone()
    }

    /// The outcomes of the next chunk; none once every item is accounted for, or after an error.
    ///
    /// Dropping the future loses nothing: the run goes on with the next call. Dropping the run is as
    /// if its process had ended.
    pub async fn next(&mut self) -> Option<Result<ChunkOutcome, BulkError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// What the run would do, against the records as they are now, without writing any.
    ///
    /// The checks, the chunks and the custom fields that the client may write are those of the run;
    /// a journal is asked what is done before, and told nothing. See [`DryRun`].
    pub fn dry_run(self) -> DryRun<R> {
        DryRun::new(
            self.client,
            self.source,
            self.settings,
            self.canceller,
            self.journal,
        )
    }

    fn begin(&mut self, source: Source<R>) -> Stepping<Engine<R>> {
        Stepping::new(Engine::new(
            self.client.clone(),
            source,
            self.settings.clone(),
            self.canceller.clone(),
            self.tell.take(),
            self.journal.take(),
        ))
    }
}

// Nothing in it is pinned but what is in boxes.
impl<R: Resource> Unpin for BulkRun<R> {}

impl<R: Resource> Stream for BulkRun<R> {
    type Item = Result<ChunkOutcome, BulkError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let run = &mut *self;
        if let Some(source) = run.source.take() {
            run.steps = Some(run.begin(source));
        }
        match &mut run.steps {
            Some(steps) => steps.poll(context),
            None => Poll::Ready(None),
        }
    }
}

impl<R: Resource> fmt::Debug for BulkRun<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BulkRun")
            .field("resource", &R::NAME)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
