//! One chunk, and what is divided from it.

use std::sync::Arc;

use super::attribute::attribute;
use super::chunk::{Chunk, Sending};
use super::error::Kind;
use super::outcome::{ChunkOutcome, ItemError, ItemFailure, ItemOutcome, Outcome};
use super::send::{Sender, Sent, Told};
use crate::error::Error;
use crate::operation::Evidence;
use crate::resource::Resource;

/// Items of a chunk that go into one request, by their places in it.
struct Part {
    places: Vec<usize>,
    /// Whether they may have been processed already.
    unclear: bool,
}

/// A chunk under way.
pub(super) struct Division<'a> {
    chunk: &'a Chunk,
    outcomes: Vec<Option<(Outcome, bool)>>,
    unattributed: Vec<ItemError>,
    requests: u32,
    /// Parts that are still to be sent, the next one last.
    parts: Vec<Part>,
    /// How many requests more there may be to find what is refused.
    divisions: u32,
    end: Option<Kind>,
    /// Whether the chunk as a whole was too large.
    too_large: bool,
}

/// What a chunk came to.
pub(super) struct Divided {
    pub(super) outcome: ChunkOutcome,
    /// The run ends with it.
    pub(super) end: Option<Kind>,
    /// Whether the server found the whole chunk too large.
    pub(super) too_large: bool,
}

impl<'a> Division<'a> {
    /// Of a chunk, all but the items of these places, whose outcomes are known without sending them.
    pub(super) fn of(chunk: &'a Chunk, known: &[(usize, Outcome)], most_divisions: u32) -> Self {
        let mut outcomes = vec![None; chunk.items.len()];
        for (place, outcome) in known {
            if let Some(slot) = outcomes.get_mut(*place) {
                *slot = Some((outcome.clone(), false));
            }
        }
        let places = (0..).zip(&outcomes).filter(|(_, told)| told.is_none());
        let places: Vec<usize> = places.map(|(place, _)| place).collect();
        let part = Part {
            places,
            unclear: false,
        };
        Self {
            chunk,
            outcomes,
            unattributed: Vec::new(),
            requests: 0,
            parts: Some(part)
                .filter(|part| !part.places.is_empty())
                .into_iter()
                .collect(),
            divisions: most_divisions,
            end: None,
            too_large: false,
        }
    }

    /// Sends the chunk, in parts where it is refused as a whole.
    pub(super) async fn send<R: Resource>(mut self, sender: &mut Sender) -> Divided {
        while let Some(part) = self.parts.pop() {
            let evidence = self.evidence(&part);
            let body = self.chunk.body_of(&part.places);
            self.requests = self.requests.saturating_add(1);
            let Told { sent, unclear } = sender.send::<R>(body, evidence, part.unclear).await;
            let part = Part { unclear, ..part };
            match sent {
                Sent::Answered(response) => {
                    let items: Vec<_> = self
                        .items(&part)
                        .map(|item| self.chunk.keyables(item))
                        .collect();
                    let told = attribute(&items, &response, response.http_status() >= 300);
                    self.unattributed.extend(told.unattributed);
                    self.tell_each(&part, told.outcomes);
                }
                Sent::Unreadable => self.tell(&part, &Outcome::Undetermined),
                Sent::Unknown => self.tell(&part, &Outcome::Unknown),
                Sent::Refused(error) => self.refused(part, error, sender),
                Sent::Ended(kind) => {
                    self.end = Some(kind);
                    self.let_go(&part);
                    break;
                }
            }
        }
        for part in std::mem::take(&mut self.parts) {
            self.let_go(&part);
        }
        self.finish()
    }

    /// What cannot be known better of a part when a run ends.
    fn let_go(&mut self, part: &Part) {
        match part.unclear {
            true => self.tell(part, &Outcome::Unknown),
            false => self.tell(part, &Outcome::NotDone),
        }
    }

    /// A request was refused as a whole: what may be sent again is, in halves.
    fn refused(&mut self, part: Part, error: Error, sender: &Sender) {
        let items = part.places.len();
        let is_whole = self.requests == 1;
        self.too_large |= is_whole && items > 1 && error.status() == Some(413);
        let failure = ItemFailure::refused(Arc::new(error), items == 1);
        if items == 1 || self.divisions < 2 {
            return self.tell(&part, &failure);
        }
        let Part { places, unclear } = part;
        let part = |places| Part { places, unclear };
        let (again, failed): (Vec<usize>, Vec<usize>) = places.into_iter().partition(|place| {
            let item = self.chunk.items.get(*place);
            sender.may_repeat(item.and_then(|item| item.evidence))
        });
        self.tell(&part(failed), &failure);
        let (first, second) = again.split_at(again.len().div_ceil(2));
        for half in [second, first].into_iter().filter(|half| !half.is_empty()) {
            self.divisions -= 1;
            self.parts.push(part(half.to_vec()));
        }
    }

    fn items(&self, part: &Part) -> impl Iterator<Item = &'a Sending> {
        let chunk = self.chunk;
        part.places
            .clone()
            .into_iter()
            .filter_map(|place| chunk.items.get(place))
    }

    /// The weakest evidence that no item can be created twice; none where one can.
    fn evidence(&self, part: &Part) -> Option<Evidence> {
        let mut weakest = Evidence::Documented;
        for item in self.items(part) {
            weakest = weakest.max(item.evidence?);
        }
        Some(weakest)
    }

    fn tell(&mut self, part: &Part, outcome: &Outcome) {
        self.tell_each(part, part.places.iter().map(|_| outcome.clone()));
    }

    fn tell_each(&mut self, part: &Part, outcomes: impl IntoIterator<Item = Outcome>) {
        for (place, outcome) in part.places.iter().zip(outcomes) {
            if let Some(slot) = self.outcomes.get_mut(*place) {
                *slot = Some((outcome, part.unclear));
            }
        }
    }

    fn finish(self) -> Divided {
        let sent = self
            .chunk
            .items
            .iter()
            .zip(self.outcomes)
            .map(|(item, told)| {
                let (outcome, after_retry) = told.unwrap_or((Outcome::NotDone, false));
                let outcome = match outcome {
                    // An earlier run may have sent it.
                    Outcome::NotDone if item.unclear => Outcome::Unknown,
                    outcome => outcome,
                };
                ItemOutcome {
                    index: item.index,
                    after_retry: after_retry
                        || item.unclear && !matches!(outcome, Outcome::DoneBefore),
                    outcome,
                }
            });
        let decided = self
            .chunk
            .decided
            .iter()
            .map(|(index, outcome)| ItemOutcome {
                index: *index,
                outcome: outcome.clone(),
                after_retry: false,
            });
        let mut items: Vec<ItemOutcome> = sent.chain(decided).collect();
        items.sort_unstable_by_key(|item| item.index);
        Divided {
            outcome: ChunkOutcome {
                indexes: self.chunk.indexes.clone(),
                items,
                unattributed: self.unattributed,
                requests: self.requests,
            },
            end: self.end,
            too_large: self.too_large,
        }
    }
}
