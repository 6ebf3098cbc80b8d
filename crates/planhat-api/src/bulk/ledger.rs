//! What a run tells its journal.

use super::chunk::{Chunk, Sending};
use super::fingerprint::Fingerprint;
use super::journal::{Entry, Journal, JournalError, Left, Mark};
use super::keyables::Keyables;
use super::outcome::{ChunkOutcome, Outcome};

/// A journal, and how items are known to it.
pub(super) struct Ledger {
    resource: &'static str,
    journal: Box<dyn Journal>,
    /// The indexes of the items that were last begun.
    begun: Vec<u64>,
}

impl Ledger {
    pub(super) fn new(resource: &'static str, journal: Box<dyn Journal>) -> Self {
        Self {
            resource,
            journal,
            begun: Vec::new(),
        }
    }

    /// What earlier runs, or this one, have told of an item. Nothing is known of one without a keyable.
    pub(super) fn look_up(
        &mut self,
        keyables: &Keyables<'_>,
        text: &str,
    ) -> Result<Option<Left>, JournalError> {
        match self.entry(keyables, text) {
            Some(entry) => self.journal.look_up(&entry),
            None => Ok(None),
        }
    }

    /// Tells of the items that are about to be sent: all but those of these places, in their order.
    pub(super) fn begin(
        &mut self,
        chunk: &Chunk,
        known: &[(usize, Outcome)],
    ) -> Result<(), JournalError> {
        let is_known = |place: &usize| known.binary_search_by_key(place, |(known, _)| *known);
        let sent = (0..)
            .zip(&chunk.items)
            .filter(|(place, _)| is_known(place).is_err());
        let known = |item: &Sending| self.entry(&chunk.keyables(item), chunk.text(item));
        let known = sent.filter_map(|(_, item)| Some((item.index, known(item)?)));
        let (begun, entries): (Vec<u64>, Vec<Entry>) = known.unzip();
        self.begun = begun;
        match entries.is_empty() {
            true => Ok(()),
            false => self.journal.begin(&entries),
        }
    }

    /// Tells what became of them.
    pub(super) fn done(&mut self, outcome: &ChunkOutcome) -> Result<(), JournalError> {
        let begun = std::mem::take(&mut self.begun);
        let mut items = outcome.items.iter();
        let marks: Vec<Mark> = begun
            .iter()
            .filter_map(|index| items.find(|item| item.index == *index))
            .map(Mark::of)
            .collect();
        match marks.is_empty() {
            true => Ok(()),
            false => self.journal.done(&marks),
        }
    }

    fn entry(&self, keyables: &Keyables<'_>, text: &str) -> Option<Entry> {
        let key = keyables.deciding()?;
        Some(Entry {
            key: Fingerprint::of(&[self.resource, &key]),
            content: Fingerprint::of(&[text]),
        })
    }
}
