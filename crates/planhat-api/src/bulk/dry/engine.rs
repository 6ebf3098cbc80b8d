//! A dry run at work.

use std::collections::VecDeque;

use super::outcome::{DryChunk, DryItem, DryOutcome};
use crate::bulk::cancel::Canceller;
use crate::bulk::chunk::Chunk;
use crate::bulk::error::{BulkError, Kind};
use crate::bulk::examine::{Examiner, missing};
use crate::bulk::fill::{Filler, Source, Stopped};
use crate::bulk::journal::Journal;
use crate::bulk::ledger::Ledger;
use crate::bulk::look::{Elsewhere, Reader, Seen, look};
use crate::bulk::outcome::Outcome;
use crate::bulk::settings::{MOST_BYTES, Settings};
use crate::bulk::stepping::Steps;
use crate::change::{Changes, changed_part, changes};
use crate::client::Client;
use crate::draft::InvalidValue;
use crate::json::Value;
use crate::race::{First, race};
use crate::resource::Resource;

/// Of a record, what its item is held against, unless that would change nothing.
type Changed = Option<Box<str>>;

/// All that a dry run needs to make its next step.
pub(super) struct DryEngine<R: Resource> {
    filler: Option<Filler<R>>,
    client: Client,
    canceller: Canceller,
    chunk_items: usize,
    at_once: usize,
    /// Chunks that were looked at, and what was found of the items that would be sent.
    seen: VecDeque<(Chunk, Vec<Seen<Changed>>)>,
    /// Why it ends, once those are told.
    end: Option<Kind>,
    /// The first index that was not looked at.
    position: u64,
    is_over: bool,
}

impl<R: Resource> DryEngine<R> {
    pub(super) fn new(
        client: Client,
        source: Option<Source<R>>,
        settings: &Settings,
        canceller: Canceller,
        at_once: usize,
        journal: Option<Box<dyn Journal>>,
    ) -> Self {
        let ledger = journal.map(|journal| Ledger::new(R::NAME, journal));
        let allowed = client.transport().settings.custom_fields.of(R::NAME);
        let (checks, bounds) = (settings.checks, settings.bounds);
        let filler = |source| Filler::new(source, Examiner::new(allowed), checks, bounds, ledger);
        let begun = || InvalidValue::new("dry_run", "the run has begun: take another one");
        let problem = settings.problem();
        Self {
            end: problem
                .or_else(|| source.is_none().then(begun))
                .map(Kind::Setting),
            filler: source.map(filler),
            client,
            canceller,
            chunk_items: settings.bounds.items,
            at_once,
            seen: VecDeque::new(),
            position: 0,
            is_over: false,
        }
    }

    /// Takes items for as many chunks as share a look.
    async fn gather(&mut self) -> Vec<Chunk> {
        let mut chunks: Vec<Chunk> = Vec::new();
        let Some(filler) = &mut self.filler else {
            return chunks;
        };
        let (mut items, mut bytes) = (0, 0);
        while chunks.is_empty() || items + self.chunk_items <= self.at_once && bytes < MOST_BYTES {
            match filler.fill().await {
                Ok(Some(chunk)) => {
                    items += chunk.items.len();
                    bytes += chunk.body.len();
                    chunks.push(chunk);
                }
                Ok(None) => break,
                Err(Stopped::Finding(index, finding)) => {
                    self.end = Some(Kind::Finding(index, finding));
                    break;
                }
                Err(Stopped::Journal(error)) => {
                    self.end = Some(Kind::Journal(error));
                    break;
                }
            }
        }
        chunks
    }

    /// Looks at the records of the items that would be sent.
    async fn look_at(&mut self, chunks: Vec<Chunk>) -> Result<(), Kind> {
        let items = chunks
            .iter()
            .flat_map(|chunk| chunk.items.iter().map(|item| chunk.text(item)));
        let texts: Vec<&str> = items.collect();
        let judge = |place: usize, record: &str| {
            let item = texts.get(place).copied().unwrap_or_default();
            changed_part::<R::Upsert>(item, record)
        };
        let reader = Reader::new(&self.client, &self.canceller, None);
        let seen = look::<R, _>(reader, &texts, Elsewhere::Counts, judge).await?;
        let mut seen = seen.into_iter();
        for chunk in chunks {
            self.position = chunk.indexes.end;
            let of_chunk = seen.by_ref().take(chunk.items.len()).collect();
            self.seen.push_back((chunk, of_chunk));
        }
        Ok(())
    }

    fn over(&mut self, end: Kind) -> Option<Result<DryChunk, BulkError>> {
        self.is_over = true;
        Some(Err(BulkError::new(end, self.position)))
    }
}

impl<R: Resource> Steps for DryEngine<R> {
    type Told = Result<DryChunk, BulkError>;

    async fn step(&mut self) -> Option<Self::Told> {
        if self.is_over {
            return None;
        }
        if self.canceller.is_asked() {
            self.position = self
                .seen
                .front()
                .map_or(self.position, |(chunk, _)| chunk.indexes.start);
            return self.over(Kind::Cancelled);
        }
        if self.seen.is_empty() && self.end.is_none() {
            let canceller = self.canceller.clone();
            let chunks = match race(self.gather(), canceller.asked()).await {
                First::Left(chunks) => chunks,
                First::Right(()) => return self.over(Kind::Cancelled),
            };
            if let Err(end) = self.look_at(chunks).await {
                return self.over(end);
            }
        }
        if let Some((chunk, seen)) = self.seen.pop_front() {
            return Some(Ok(told::<R>(&chunk, seen)));
        }
        match self.end.take() {
            Some(end) => self.over(end),
            None => {
                self.is_over = true;
                None
            }
        }
    }
}

fn told<R: Resource>(chunk: &Chunk, seen: Vec<Seen<Changed>>) -> DryChunk {
    let sent = chunk.items.iter().zip(seen);
    let sent = sent.map(|(item, seen)| DryItem {
        index: item.index,
        outcome: outcome::<R>(chunk.text(item), seen),
    });
    let items = chunk.all(sent, |index, outcome| DryItem {
        index,
        outcome: match outcome {
            Outcome::SetAside(finding) => DryOutcome::SetAside(finding.clone()),
            _ => DryOutcome::DoneBefore,
        },
    });
    DryChunk {
        indexes: chunk.indexes.clone(),
        items,
    }
}

fn outcome<R: Resource>(item: &str, seen: Seen<Changed>) -> DryOutcome {
    match seen {
        Seen::Record(None) => DryOutcome::Unchanged,
        Seen::Record(Some(before)) => {
            let changes = changes::<R::Upsert>(item, &before);
            match changes.iter().next() {
                Some(_) => DryOutcome::WouldChange(changes),
                None => DryOutcome::Undetermined(changes),
            }
        }
        Seen::Nothing => {
            let item = Value::new(item);
            let sets = |key: &str| item.get(key).is_some_and(|value| !value.is_null());
            match missing(R::OPERATIONS.bulk_upsert, sets) {
                Some(missing) => DryOutcome::NoRecord { missing },
                None => DryOutcome::WouldCreate,
            }
        }
        Seen::Unsure => DryOutcome::Undetermined(Changes::default()),
    }
}
