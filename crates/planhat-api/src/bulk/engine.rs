//! A run at work.

use std::sync::Arc;

use super::cancel::Canceller;
use super::chunk::Chunk;
use super::divide::{Divided, Division};
use super::divisions::Divisions;
use super::error::{BulkError, Kind};
use super::examine::Examiner;
use super::fill::{Filler, Source, Stopped};
use super::journal::{Journal, JournalError};
use super::ledger::Ledger;
use super::look::Reader;
use super::outcome::{ChunkOutcome, Outcome};
use super::progress::{Meter, OnProgress};
use super::reread::in_place;
use super::send::Sender;
use super::settings::Settings;
use super::stepping::Steps;
use crate::client::Client;
use crate::race::{First, race};
use crate::resource::Resource;

/// All that a run needs to make its next step.
pub(super) struct Engine<R: Resource> {
    filler: Filler<R>,
    sender: Sender,
    client: Client,
    canceller: Canceller,
    divisions: Divisions,
    /// Why the run ends, once the outcomes of its last chunk are told.
    end: Option<Kind>,
    /// What the journal failed with at the same time.
    journal_too: Option<JournalError>,
    is_over: bool,
    /// Whether the run has waited for what another process may have left under way.
    has_settled: bool,
}

/// No chunk gets smaller than that because a server found one too large.
const LEAST_BYTES: usize = 64 * 1024;

impl<R: Resource> Engine<R> {
    pub(super) fn new(
        client: Client,
        source: Source<R>,
        settings: Settings,
        canceller: Canceller,
        tell: Option<OnProgress>,
        journal: Option<Box<dyn Journal>>,
    ) -> Self {
        let operation = R::OPERATIONS.bulk_upsert;
        let ledger = journal.map(|journal| Ledger::new(R::NAME, journal));
        let meter = Meter::new(Arc::clone(&client.transport().care.clock), tell);
        let sender = Sender::new(
            client.clone(),
            operation,
            &settings,
            canceller.clone(),
            meter,
        );
        let examiner = Examiner::new(client.transport().settings.custom_fields.of(R::NAME));
        Self {
            filler: Filler::new(source, examiner, settings.checks, settings.bounds, ledger),
            sender,
            end: settings.problem().map(Kind::Setting),
            journal_too: None,
            divisions: Divisions::new(settings.most_divisions),
            client,
            canceller,
            is_over: false,
            has_settled: false,
        }
    }

    /// What is known of the items that an earlier run may have sent: whether they are stored, and that
    /// what could be created twice is not sent again. Until this is known the journal keeps what it has.
    async fn known_before(&mut self, chunk: &Chunk) -> Result<Vec<(usize, Outcome)>, Kind> {
        if !chunk.items.iter().any(|item| item.unclear) {
            return Ok(Vec::new());
        }
        if !std::mem::replace(&mut self.has_settled, true) && !self.sender.settle().await {
            return Err(Kind::Cancelled);
        }
        let reader = Reader::new(&self.client, &self.canceller, Some(&mut self.sender));
        let stored = in_place::<R>(chunk, reader).await?;
        let unclear = (0..).zip(&chunk.items).filter(|(_, item)| item.unclear);
        let known = unclear.filter_map(|(place, item)| {
            if stored.binary_search(&place).is_ok() {
                return Some((place, Outcome::DoneBefore));
            }
            let may_repeat = self.sender.may_repeat(item.evidence);
            (!may_repeat).then_some((place, Outcome::Unknown))
        });
        Ok(known.collect())
    }

    fn ledger(&mut self) -> Option<&mut Ledger> {
        self.filler.ledger.as_mut()
    }

    fn over(&mut self, end: Kind) -> Option<Result<ChunkOutcome, BulkError>> {
        let position = self.filler.position();
        self.over_at(end, position)
    }

    fn over_at(&mut self, end: Kind, from: u64) -> Option<Result<ChunkOutcome, BulkError>> {
        self.is_over = true;
        let error = BulkError::new(end, from);
        Some(Err(error.and_journal(self.journal_too.take())))
    }
}

impl<R: Resource> Steps for Engine<R> {
    type Told = Result<ChunkOutcome, BulkError>;

    /// The outcomes of the next chunk, or why there is none.
    async fn step(&mut self) -> Option<Self::Told> {
        if self.is_over {
            return None;
        }
        if let Some(end) = self.end.take() {
            return self.over(end);
        }
        self.sender.meter.begin();
        if self.canceller.is_asked() {
            return self.over(Kind::Cancelled);
        }
        let chunk = match race(self.filler.fill(), self.canceller.asked()).await {
            First::Left(Ok(Some(chunk))) => chunk,
            First::Left(Ok(None)) => {
                self.is_over = true;
                return None;
            }
            First::Left(Err(Stopped::Finding(index, finding))) => {
                return self.over(Kind::Finding(index, finding));
            }
            First::Left(Err(Stopped::Journal(error))) => return self.over(Kind::Journal(error)),
            First::Right(()) => return self.over(Kind::Cancelled),
        };
        let known = match self.known_before(&chunk).await {
            Ok(known) => known,
            Err(end) => return self.over_at(end, chunk.indexes.start),
        };
        if let Some(Err(error)) = self.ledger().map(|ledger| ledger.begin(&chunk, &known)) {
            return self.over_at(Kind::Journal(error), chunk.indexes.start);
        }
        let division = Division::of(&chunk, &known, &mut self.divisions);
        let Divided {
            outcome,
            end,
            too_large,
        } = division.send::<R>(&mut self.sender).await;
        if too_large {
            let bytes = &mut self.filler.bounds.bytes;
            *bytes = (chunk.body.len() / 2).max(LEAST_BYTES).min(*bytes);
        }
        let kept = self.ledger().map_or(Ok(()), |ledger| ledger.done(&outcome));
        self.sender.meter.finished(&outcome);
        self.end = match (end, kept.err()) {
            (Some(end), journal) => {
                self.journal_too = journal;
                Some(end)
            }
            (None, journal) => journal.map(Kind::Journal),
        };
        Some(Ok(outcome))
    }
}
