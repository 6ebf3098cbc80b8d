//! From items to chunks.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::building::Building;
use super::check::{Checks, Finding, OnFinding};
use super::chunk::{Bounds, Chunk};
use super::examine::{Encoded, Examiner, remembers};
use super::fingerprint::{Fingerprint, Fingerprints};
use super::item::BulkItem;
use super::journal::{JournalError, Left};
use super::ledger::Ledger;
use super::names::Met;
use super::outcome::Outcome;
use crate::resource::Resource;

/// Where items come from.
pub(super) type Source<R> = Pin<Box<dyn Stream<Item = BulkItem<R>> + Send>>;

/// An iterator, as a stream that is always ready.
pub(crate) struct Iterated<I>(pub(crate) I);

impl<I: Iterator + Unpin> Stream for Iterated<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// Why no further chunk is made.
#[derive(Debug)]
pub(super) enum Stopped {
    /// A check stops the run for the item of this index.
    Finding(u64, Finding),
    /// The journal does not work.
    Journal(JournalError),
}

/// Makes chunks of items: each item is in one chunk, in the order in which they come.
pub(super) struct Filler<R: Resource> {
    source: Source<R>,
    examiner: Examiner<R>,
    checks: Checks,
    pub(super) bounds: Bounds,
    /// What one item may have: the bounds as they were set, however chunks shrink.
    most: Bounds,
    building: Building,
    /// An item that did not fit into the chunk before, and its text.
    carried: Option<(Encoded, String)>,
    /// The keyables of the run so far, if a check asks for them.
    seen: Option<Fingerprints>,
    is_over: bool,
    pub(super) ledger: Option<Ledger>,
}

/// How the next item goes into the chunk.
enum Place {
    In,
    Full,
}

impl<R: Resource> Filler<R> {
    pub(super) fn new(
        source: Source<R>,
        examiner: Examiner<R>,
        checks: Checks,
        bounds: Bounds,
        ledger: Option<Ledger>,
    ) -> Self {
        Self {
            source,
            examiner,
            seen: remembers(&checks).then(Fingerprints::new),
            checks,
            bounds,
            most: bounds,
            building: Building::new(),
            carried: None,
            is_over: false,
            ledger,
        }
    }

    /// The index of the first item that is in no chunk yet.
    pub(super) fn position(&self) -> u64 {
        self.building.first()
    }

    /// The next chunk; none once all items are in one. Dropping the future loses nothing: what was
    /// taken from the source stays.
    pub(super) async fn fill(&mut self) -> Result<Option<Chunk>, Stopped> {
        while !self.building.is_full(self.bounds) {
            let encoded = match self.carried.take() {
                Some((encoded, text)) => Encoded {
                    at: self.building.body.push(&text),
                    ..encoded
                },
                None => match self.next().await? {
                    Some(encoded) => encoded,
                    None => break,
                },
            };
            if let Place::Full = self.put(encoded)? {
                break;
            }
        }
        Ok(self.building.finish())
    }

    /// The next item that can be sent; those before it that cannot are accounted for.
    async fn next(&mut self) -> Result<Option<Encoded>, Stopped> {
        while !self.building.is_full(self.bounds) && !self.is_over {
            let Some(item) = poll_fn(|context| self.source.as_mut().poll_next(context)).await
            else {
                self.is_over = true;
                break;
            };
            let body = &mut self.building.body;
            let examined = self.examiner.examine(&item, &self.checks, self.most, body);
            match examined.and_then(|encoded| self.not_twice_in_run(encoded)) {
                Ok(encoded) => return Ok(Some(encoded)),
                Err(finding) => self.found(finding)?,
            }
        }
        Ok(None)
    }

    fn not_twice_in_run(&mut self, encoded: Encoded) -> Result<Encoded, Finding> {
        let Some(seen) = &mut self.seen else {
            return Ok(encoded);
        };
        let body = &mut self.building.body;
        let name = encoded.keyables(body).deciding();
        match name.is_none_or(|name| seen.insert(Fingerprint::of(&[&name]))) {
            true => Ok(encoded),
            false => {
                body.drop_last(&encoded.at);
                Err(Finding::TwiceInRun)
            }
        }
    }

    fn put(&mut self, encoded: Encoded) -> Result<Place, Stopped> {
        let building = &mut self.building;
        if !building.fits(self.bounds) {
            let text = building.body.take_out(&encoded.at);
            self.carried = Some((encoded, text));
            return Ok(Place::Full);
        }
        let met = building.meet(&encoded.keyables(&building.body));
        let first = met.rival.map(|place| building.index_of(place));
        let finding = first.map(|first| Finding::TwiceInChunk { first });
        match finding.filter(|finding| self.checks.after(finding) != OnFinding::Send) {
            Some(finding) => {
                building.body.drop_last(&encoded.at);
                self.found(finding)?;
            }
            None => self.put_by_journal(encoded, &met)?,
        }
        Ok(Place::In)
    }

    /// What the journal does not know of yet is an item before it in the chunk that can mean the same record. So
    /// what it calls stored can be overwritten by that one.
    fn put_by_journal(&mut self, encoded: Encoded, met: &Met) -> Result<(), Stopped> {
        let building = &mut self.building;
        let left = match &mut self.ledger {
            Some(ledger) => {
                let keyables = encoded.keyables(&building.body);
                match ledger.look_up(&keyables, building.body.text(&encoded.at)) {
                    Ok(left) => left,
                    Err(error) => {
                        building.body.drop_last(&encoded.at);
                        return Err(Stopped::Journal(error));
                    }
                }
            }
            None => None,
        };
        match left {
            Some(left) if left.is_done() && met.rival.is_none() => {
                building.pass_over(&encoded, met);
            }
            left => {
                building.keep(encoded, met, left.is_some_and(Left::is_unclear));
                let (_, to_come) = self.source.size_hint();
                let most = self.bounds.items;
                building.make_room(to_come.map_or(most, |items| items.min(most)), self.bounds);
            }
        }
        Ok(())
    }

    /// The item that is next in the chunk has a finding for which it is not sent.
    fn found(&mut self, finding: Finding) -> Result<(), Stopped> {
        if self.checks.after(&finding) == OnFinding::Stop {
            return Err(Stopped::Finding(self.building.end(), finding));
        }
        self.building.decide(Outcome::SetAside(finding));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
