//! The items of one request, encoded.

use std::collections::HashMap;
use std::ops::Range;

use bytes::Bytes;

use super::examine::Encoded;
use super::keyables::{Keyables, Places};
use super::outcome::Outcome;
use crate::operation::Evidence;

/// One item that is to be sent.
pub(super) struct Sending {
    /// Where it stood in the run.
    pub(super) index: u64,
    /// Where its text is in the body.
    at: Range<usize>,
    keys: Places,
    /// How well it is known that it cannot be created twice; none where it can.
    pub(super) evidence: Option<Evidence>,
    /// Whether an earlier run may have sent it.
    pub(super) unclear: bool,
    /// Whether an item before it in the chunk can mean the same record.
    follows: bool,
}

impl Sending {
    /// Whether its record can tell that it need not be sent. What follows another item is sent whatever is
    /// stored, or the older of the two could be what stays.
    pub(super) fn is_to_be_read(&self) -> bool {
        self.unclear && !self.follows
    }
}

/// What a run accounts for at once: items in a row, of which some are sent, in one body.
pub(super) struct Chunk {
    /// The indexes it accounts for.
    pub(super) indexes: Range<u64>,
    pub(super) body: Bytes,
    pub(super) items: Vec<Sending>,
    /// Items that are not sent, with what became of them.
    pub(super) decided: Vec<(u64, Outcome)>,
}

impl Chunk {
    /// The text of an item.
    pub(super) fn text(&self, item: &Sending) -> &str {
        let bytes = self.body.get(item.at.clone()).unwrap_or_default();
        // It was encoded from text.
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    pub(super) fn keyables(&self, item: &Sending) -> Keyables<'_> {
        Keyables::at(&item.keys, self.text(item))
    }

    /// A body of some of the items; that of all of them is the one that is there already.
    pub(super) fn body_of(&self, positions: &[usize]) -> Bytes {
        if positions.len() == self.items.len() {
            return self.body.clone();
        }
        let items = positions.iter().filter_map(|place| self.items.get(*place));
        let mut body = Body::default();
        for item in items {
            body.push(self.text(item));
        }
        body.finish()
    }
}

/// A JSON array in the making.
pub(super) struct Body(String);

impl Default for Body {
    fn default() -> Self {
        Self(String::from("["))
    }
}

impl Body {
    /// The bytes of a body of this one item.
    pub(super) fn alone(item: &str) -> usize {
        item.len() + "[]".len()
    }

    /// How many bytes it has once it is finished with one more item.
    fn with(&self, item: &str) -> usize {
        // The comma before the item, unless it is the first one, and the bracket at the end.
        self.0.len() + usize::from(self.0.len() > 1) + item.len() + 1
    }

    fn push(&mut self, item: &str) -> Range<usize> {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        let start = self.0.len();
        self.0.push_str(item);
        start..self.0.len()
    }

    fn finish(mut self) -> Bytes {
        self.0.push(']');
        self.0.into()
    }
}

/// How much a chunk may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// How many items it accounts for.
    pub(super) items: usize,
    /// How many bytes its body has.
    pub(super) bytes: usize,
}

/// A chunk in the making.
pub(super) struct Building {
    first: u64,
    end: u64,
    body: Body,
    items: Vec<Sending>,
    decided: Vec<(u64, Outcome)>,
    /// The names of the keyables in it, with the index of their item.
    names: HashMap<String, u64>,
}

impl Building {
    /// Begins with the item of this index.
    pub(super) fn new(first: u64) -> Self {
        Self {
            first,
            end: first,
            body: Body::default(),
            items: Vec::new(),
            decided: Vec::new(),
            names: HashMap::new(),
        }
    }

    /// The index of its first item.
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// The index behind its last item.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    fn accounts_for(&self) -> usize {
        self.items.len() + self.decided.len()
    }

    pub(super) fn is_full(&self, bounds: Bounds) -> bool {
        self.accounts_for() >= bounds.items
    }

    /// Whether an item may be sent with those that are in it. One goes in whatever its size.
    pub(super) fn fits(&self, item: &str, bounds: Bounds) -> bool {
        self.items.is_empty() || self.body.with(item) <= bounds.bytes
    }

    /// The index of the first item in it that can mean the same record.
    pub(super) fn rival_of(&self, keyables: &Keyables<'_>) -> Option<u64> {
        let rivals = keyables.rivals();
        rivals
            .filter_map(|name| self.names.get(&name).copied())
            .min()
    }

    /// Adds an item. `unclear` is whether an earlier run may have sent it, and `follows` whether one before it
    /// can mean the same record.
    pub(super) fn push(
        &mut self,
        item: &Encoded,
        keyables: &Keyables<'_>,
        unclear: bool,
        follows: bool,
    ) {
        let at = self.body.push(&item.json);
        let index = self.end;
        self.take_names(keyables);
        self.end += 1;
        self.items.push(Sending {
            index,
            at,
            keys: item.keys.clone(),
            evidence: item.evidence,
            unclear,
            follows,
        });
    }

    fn take_names(&mut self, keyables: &Keyables<'_>) {
        for name in keyables.names() {
            self.names.entry(name).or_insert(self.end);
        }
    }

    /// Accounts for the next item without sending it.
    pub(super) fn decide(&mut self, outcome: Outcome) {
        self.decided.push((self.end, outcome));
        self.end += 1;
    }

    /// Accounts for the next item, which is stored already: its keyables are taken all the same.
    pub(super) fn pass_over(&mut self, keyables: &Keyables<'_>) {
        self.take_names(keyables);
        self.decide(Outcome::DoneBefore);
    }

    /// The chunk, unless it accounts for nothing.
    pub(super) fn finish(self) -> Option<Chunk> {
        (self.accounts_for() > 0).then(|| Chunk {
            indexes: self.first..self.end,
            body: self.body.finish(),
            items: self.items,
            decided: self.decided,
        })
    }
}
