//! How far a run has come.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::outcome::{ChunkOutcome, Outcome};
use crate::clock::Clock;

/// How far a [run](super::BulkRun) has come: what a progress bar shows.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Progress {
    /// How many items have an outcome.
    pub items: u64,
    /// How many chunks they were in.
    pub chunks: u64,
    /// How many requests went out, the attempts of each not counted. One is counted once it ends, and
    /// not at all if none of its attempts could be sent.
    pub requests: u64,
    /// How many bytes of items those had, in what was sent again as well.
    pub bytes: u64,
    /// How often each outcome came.
    pub outcomes: Tally,
    /// The time since the run began.
    pub elapsed: Duration,
    /// How much of it was waited between requests, once each wait is over. Waits within one, such as for the client's limits,
    /// are not in it.
    pub waited: Duration,
    /// What is waited for just now, between two requests.
    pub waiting: Option<Waiting>,
}

impl Progress {
    /// Items that have an outcome, for each second since the run began.
    pub fn items_per_second(&self) -> f64 {
        let seconds = self.elapsed.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a rate needs no more digits")]
        let items = self.items as f64;
        if seconds > 0.0 { items / seconds } else { 0.0 }
    }
}

/// A wait between two requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// What for.
    pub why: WaitReason,
    /// How long in all.
    pub length: Duration,
}

/// What a run waits for between two requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// An attempt timed out, and the server may still be at it.
    Settling,
    /// A request failed, and the vendor is to come back.
    Down,
}

/// How often each outcome came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// [`Outcome::Created`].
    pub created: u64,
    /// [`Outcome::Updated`].
    pub updated: u64,
    /// [`Outcome::Unchanged`].
    pub unchanged: u64,
    /// [`Outcome::SetAside`].
    pub set_aside: u64,
    /// [`Outcome::Failed`].
    pub failed: u64,
    /// [`Outcome::Unknown`].
    pub unknown: u64,
    /// [`Outcome::Undetermined`].
    pub undetermined: u64,
    /// [`Outcome::DoneBefore`].
    pub done_before: u64,
    /// [`Outcome::NotDone`].
    pub not_done: u64,
}

impl Tally {
    /// Counts the outcomes of a chunk.
    pub fn add(&mut self, chunk: &ChunkOutcome) {
        for item in chunk {
            *match item.outcome {
                Outcome::Created(_) => &mut self.created,
                Outcome::Updated(_) => &mut self.updated,
                Outcome::Unchanged => &mut self.unchanged,
                Outcome::SetAside(_) => &mut self.set_aside,
                Outcome::Failed(_) => &mut self.failed,
                Outcome::Unknown => &mut self.unknown,
                Outcome::Undetermined => &mut self.undetermined,
                Outcome::DoneBefore => &mut self.done_before,
                Outcome::NotDone => &mut self.not_done,
            } += 1;
        }
    }
}

/// Who is told.
pub(super) type OnProgress = Box<dyn FnMut(&Progress) + Send>;

/// Measures a run, and tells of it.
pub(super) struct Meter {
    clock: Arc<dyn Clock>,
    began: Option<Instant>,
    waits_since: Option<Instant>,
    progress: Progress,
    tell: Option<OnProgress>,
}

impl Meter {
    pub(super) fn new(clock: Arc<dyn Clock>, tell: Option<OnProgress>) -> Self {
        Self {
            clock,
            began: None,
            waits_since: None,
            progress: Progress::default(),
            tell,
        }
    }

    pub(super) fn begin(&mut self) {
        self.began.get_or_insert_with(|| self.clock.now());
    }

    pub(super) fn sent(&mut self, bytes: usize) {
        self.progress.requests += 1;
        self.progress.bytes += u64::try_from(bytes).unwrap_or(u64::MAX);
    }

    pub(super) fn finished(&mut self, chunk: &ChunkOutcome) {
        self.progress.chunks += 1;
        self.progress.items = chunk.indexes.end;
        self.progress.outcomes.add(chunk);
        self.tell();
    }

    pub(super) fn waits(&mut self, why: WaitReason, length: Duration) {
        self.progress.waiting = Some(Waiting { why, length });
        self.waits_since = Some(self.clock.now());
        self.tell();
    }

    pub(super) fn waited(&mut self) {
        if let Some(since) = self.waits_since.take() {
            let waited = self.clock.now().saturating_duration_since(since);
            self.progress.waited = self.progress.waited.saturating_add(waited);
            self.progress.waiting = None;
            self.tell();
        }
    }

    fn tell(&mut self) {
        let Some(tell) = &mut self.tell else { return };
        let began = self.began.unwrap_or_else(|| self.clock.now());
        self.progress.elapsed = self.clock.now().saturating_duration_since(began);
        tell(&self.progress);
    }
}
