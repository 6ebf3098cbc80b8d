//! A run at work.

use std::sync::Arc;

use super::cancel::Canceller;
use super::divide::{Divided, Division};
use super::error::{BulkError, Kind};
use super::fill::{Filler, Source};
use super::outcome::ChunkOutcome;
use super::progress::{Meter, OnProgress};
use super::send::Sender;
use super::settings::Settings;
use crate::client::Client;
use crate::race::{First, race};
use crate::resource::Resource;

/// All that a run needs to make its next step.
pub(super) struct Engine<R: Resource> {
    settings: Settings,
    filler: Filler<R>,
    sender: Sender,
    canceller: Canceller,
    /// Why the run ends, once the outcomes of its last chunk are told.
    end: Option<Kind>,
    is_over: bool,
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
    ) -> Self {
        let operation = R::OPERATIONS.bulk_upsert;
        let meter = Meter::new(Arc::clone(&client.transport().care.clock), tell);
        let sender = Sender::new(client, operation, &settings, canceller.clone(), meter);
        Self {
            filler: Filler::new(source, settings.checks, settings.bounds),
            sender,
            end: settings.problem().map(Kind::Setting),
            settings,
            canceller,
            is_over: false,
        }
    }

    /// The outcomes of the next chunk, or why there is none.
    pub(super) async fn step(&mut self) -> Option<Result<ChunkOutcome, BulkError>> {
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
            First::Left(Err(stopped)) => return self.over(Kind::Stopped(stopped)),
            First::Right(()) => return self.over(Kind::Cancelled),
        };
        let division = Division::of(&chunk, self.settings.most_divisions);
        let Divided {
            outcome,
            end,
            too_large,
        } = division.send::<R>(&mut self.sender).await;
        if too_large {
            let bytes = &mut self.filler.bounds.bytes;
            *bytes = (chunk.body.len() / 2).max(LEAST_BYTES).min(*bytes);
        }
        self.sender.meter.finished(&outcome);
        self.end = end;
        Some(Ok(outcome))
    }

    fn over(&mut self, end: Kind) -> Option<Result<ChunkOutcome, BulkError>> {
        self.is_over = true;
        Some(Err(BulkError::new(end, self.filler.position())))
    }
}
