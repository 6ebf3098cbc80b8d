//! What a run tells its journal.

use super::chunk::{Chunk, take_known};
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
        mut known: &[(usize, Outcome)],
    ) -> Result<(), JournalError> {
        let mut entries = Vec::new();
        self.begun.clear();
        for (place, item) in chunk.items.iter().enumerate() {
            if take_known(&mut known, place).is_none()
                && let Some(entry) = self.entry(&chunk.keyables(item), chunk.text(item))
            {
                self.begun.push(item.index);
                entries.push(entry);
            }
        }
        match entries.is_empty() {
            true => Ok(()),
            false => self.journal.begin(&entries),
        }
    }

    /// Tells what became of them.
    pub(super) fn done(&mut self, outcome: &ChunkOutcome) -> Result<(), JournalError> {
        let begun = std::mem::take(&mut self.begun);
        let mut items = outcome.items.iter();
        let mut marks = Vec::new();
        for index in &begun {
            if let Some(item) = items.find(|item| item.index == *index) {
                marks.push(Mark::of(item));
            }
        }
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
