//! One chunk, and what is divided from it.

use std::sync::Arc;

use super::attribute::{Items, attribute};
use super::chunk::{Chunk, Sending, take_known};
use super::divisions::Divisions;
use super::error::Kind;
use super::keyables::Keyables;
use super::outcome::{ChunkOutcome, ItemError, ItemFailure, ItemOutcome, Outcome};
use super::send::{Sender, Sent, Told};
use crate::call::Response;
use crate::error::Error;
use crate::generated::BulkUpsertResult;
use crate::operation::Evidence;
use crate::resource::Resource;

/// Items of a chunk that go into one request, by their places in it.
struct Part {
    places: Vec<usize>,
    /// Whether they may have been processed already.
    unclear: bool,
}

/// The items of a part.
struct Parted<'a> {
    chunk: &'a Chunk,
    places: &'a [usize],
}

impl Parted<'_> {
    fn item(&self, place: usize) -> Option<&Sending> {
        self.chunk.items.get(*self.places.get(place)?)
    }
}

impl Items for Parted<'_> {
    fn count(&self) -> usize {
        self.places.len()
    }

    fn keyables(&self, place: usize) -> Keyables<'_> {
        let item = self.item(place);
        item.map_or_else(Keyables::default, |item| self.chunk.keyables(item))
    }

    fn has(&self, place: usize, key: usize) -> bool {
        self.item(place).is_some_and(|item| item.keys.has_text(key))
    }

    fn is(&self, place: usize, key: usize, text: &str) -> bool {
        let item = self.item(place);
        item.is_some_and(|item| item.keys.is(key, self.chunk.bytes(item), text))
    }
}

/// A chunk under way.
pub(super) struct Division<'a> {
    chunk: &'a Chunk,
    /// One for each item of the chunk that is sent; until one is told, that nothing was done.
    outcomes: Vec<ItemOutcome>,
    unattributed: Vec<ItemError>,
    requests: u32,
    /// Parts that are still to be sent, the next one last.
    parts: Vec<Part>,
    divisions: &'a mut Divisions,
    end: Option<Kind>,
    /// Whether nothing was divided yet.
    is_whole: bool,
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
    /// Of a chunk, all but the items of these places, in their order, whose outcomes are known without sending them.
    pub(super) fn of(
        chunk: &'a Chunk,
        mut known: &[(usize, Outcome)],
        divisions: &'a mut Divisions,
    ) -> Self {
        divisions.next_chunk();
        let mut outcomes = Vec::with_capacity(chunk.items.len());
        let mut places = Vec::with_capacity(chunk.items.len());
        for (place, item) in chunk.items.iter().enumerate() {
            let outcome = take_known(&mut known, place);
            if outcome.is_none() {
                places.push(place);
            }
            outcomes.push(ItemOutcome {
                index: item.index,
                outcome: outcome.cloned().unwrap_or(Outcome::NotDone),
                after_retry: false,
            });
        }
        let mut parts = Vec::new();
        if !places.is_empty() {
            parts.push(Part {
                places,
                unclear: false,
            });
        }
        Self {
            chunk,
            outcomes,
            unattributed: Vec::new(),
            requests: 0,
            parts,
            divisions,
            end: None,
            is_whole: true,
            too_large: false,
        }
    }

    /// Sends the chunk, in parts where it is refused as a whole.
    pub(super) async fn send<R: Resource>(mut self, sender: &mut Sender) -> Divided {
        while let Some(part) = self.parts.pop() {
            let evidence = self.evidence(&part);
            let body = self.chunk.body_of(&part.places);
            let told = sender.send::<R>(body, evidence, part.unclear).await;
            let Told { sent, unclear, .. } = told;
            self.requests = self.requests.saturating_add(told.requests);
            let part = Part { unclear, ..part };
            match sent {
                Sent::Answered(response) => self.answered(part, &response, sender),
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

    /// What a result says of each item. Where it says that nothing was done, and blames some or nobody,
    /// the others have not had their turn.
    fn answered(&mut self, part: Part, response: &Response<BulkUpsertResult>, sender: &Sender) {
        let status = response.http_status();
        self.is_whole = false;
        let items = Parted {
            chunk: self.chunk,
            places: &part.places,
        };
        let mut told = attribute(&items, self.chunk.shared, response, status >= 300);
        let is_refused = |outcome: &Outcome| matches!(outcome, Outcome::Failed(_));
        if !told.outcomes.iter().all(is_refused) {
            self.divisions.accepted();
        }
        for (place, outcome) in part.places.iter().zip(told.outcomes) {
            self.tell_of(*place, outcome, part.unclear);
        }
        let mut spared = Vec::with_capacity(told.spared.len());
        for at in &told.spared {
            if let Some(place) = part.places.get(*at) {
                spared.push(*place);
            }
        }
        let blames_some = spared.len() < part.places.len();
        let is_divided = match blames_some {
            true => self.divisions.left() > 0,
            false => self.divisions.left() > 1 && status == 400,
        };
        let again = match is_divided {
            true => self.repeatable(spared, sender).0,
            false => Vec::new(),
        };
        // Who is to blame is told once more of what is sent again.
        if told.spared.is_empty() || again.len() < told.spared.len() {
            self.unattributed.append(&mut told.unattributed);
        }
        match blames_some {
            true => self.send_again(again, part.unclear),
            false => self.halve(again, part.unclear),
        }
    }

    /// A request was refused as a whole: what may be sent again is, in halves.
    fn refused(&mut self, part: Part, error: Error, sender: &Sender) {
        let items = part.places.len();
        let is_whole = std::mem::replace(&mut self.is_whole, false);
        self.too_large |= is_whole && items > 1 && error.status() == Some(413);
        let failure = ItemFailure::refused(Arc::new(error), items == 1);
        if items == 1 || self.divisions.left() < 2 {
            return self.tell(&part, &failure);
        }
        let Part { places, unclear } = part;
        let (again, failed) = self.repeatable(places, sender);
        let failed = Part {
            places: failed,
            unclear,
        };
        self.tell(&failed, &failure);
        self.halve(again, unclear);
    }

    /// Places of items that may be sent again, and of those that may not.
    fn repeatable(&self, places: Vec<usize>, sender: &Sender) -> (Vec<usize>, Vec<usize>) {
        let (mut again, mut failed) = (Vec::new(), Vec::new());
        for place in places {
            let item = self.chunk.items.get(place);
            match sender.may_repeat(item.and_then(|item| item.evidence)) {
                true => again.push(place),
                false => failed.push(place),
            }
        }
        (again, failed)
    }

    fn halve(&mut self, places: Vec<usize>, unclear: bool) {
        let (first, second) = places.split_at(places.len().div_ceil(2));
        self.send_again(second.to_vec(), unclear);
        self.send_again(first.to_vec(), unclear);
    }

    /// Sends these next, if there are any.
    fn send_again(&mut self, places: Vec<usize>, unclear: bool) {
        if !places.is_empty() {
            self.divisions.take();
            self.parts.push(Part { places, unclear });
        }
    }

    /// The weakest evidence that no item can be created twice; none where one can.
    fn evidence(&self, part: &Part) -> Option<Evidence> {
        let mut weakest = Evidence::Documented;
        for place in &part.places {
            if let Some(item) = self.chunk.items.get(*place) {
                weakest = weakest.max(item.evidence?);
            }
        }
        Some(weakest)
    }

    fn tell(&mut self, part: &Part, outcome: &Outcome) {
        for place in &part.places {
            self.tell_of(*place, outcome.clone(), part.unclear);
        }
    }

    fn tell_of(&mut self, place: usize, outcome: Outcome, after_retry: bool) {
        if let Some(told) = self.outcomes.get_mut(place) {
            told.outcome = outcome;
            told.after_retry = after_retry;
        }
    }

    fn finish(self) -> Divided {
        let mut items = self.outcomes;
        for (item, told) in self.chunk.items.iter().zip(&mut items) {
            // An earlier run may have sent it.
            if item.unclear && !matches!(told.outcome, Outcome::DoneBefore) {
                told.after_retry = true;
                if matches!(told.outcome, Outcome::NotDone) {
                    told.outcome = Outcome::Unknown;
                }
            }
        }
        if !self.chunk.decided.is_empty() {
            items = self.chunk.all(items, |index, outcome| ItemOutcome {
                index,
                outcome: outcome.clone(),
                after_retry: false,
            });
        }
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
