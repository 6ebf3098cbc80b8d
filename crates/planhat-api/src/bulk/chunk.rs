//! The items of one request, encoded.

use std::ops::Range;

use bytes::Bytes;

use super::body::Body;
use super::keyables::Keyables;
use super::names::Shared;
use super::outcome::Outcome;
use super::places::Places;
use crate::operation::Evidence;

/// One item that is to be sent.
pub(super) struct Sending {
    /// Where it stood in the run.
    pub(super) index: u64,
    /// Where its text is in the body.
    pub(super) at: Range<usize>,
    pub(super) keys: Places,
    /// How well it is known that it cannot be created twice; none where it can.
    pub(super) evidence: Option<Evidence>,
    /// Whether an earlier run may have sent it.
    pub(super) unclear: bool,
    /// Whether an item before it in the chunk can mean the same record.
    pub(super) follows: bool,
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
    /// What those that are sent can have in common.
    pub(super) shared: Shared,
}

impl Chunk {
    /// The text of an item.
    pub(super) fn text(&self, item: &Sending) -> &str {
        // It was encoded from text.
        std::str::from_utf8(self.bytes(item)).unwrap_or_default()
    }

    pub(super) fn bytes(&self, item: &Sending) -> &[u8] {
        self.body.get(item.at.clone()).unwrap_or_default()
    }

    pub(super) fn keyables(&self, item: &Sending) -> Keyables<'_> {
        Keyables::at(&item.keys, self.text(item))
    }

    /// What is told of the items that are sent, and what `tell` makes of the others, in the order of all.
    pub(super) fn all<T>(
        &self,
        sent: impl IntoIterator<Item = T>,
        tell: impl Fn(u64, &Outcome) -> T,
    ) -> Vec<T> {
        let mut all = Vec::with_capacity(self.items.len() + self.decided.len());
        let mut decided = self.decided.as_slice();
        for (item, told) in self.items.iter().zip(sent) {
            while let [(index, outcome), behind @ ..] = decided
                && *index < item.index
            {
                all.push(tell(*index, outcome));
                decided = behind;
            }
            all.push(told);
        }
        for (index, outcome) in decided {
            all.push(tell(*index, outcome));
        }
        all
    }

    /// A body of some of the items; that of all of them is the one that is there already.
    pub(super) fn body_of(&self, positions: &[usize]) -> Bytes {
        if positions.len() == self.items.len() {
            return self.body.clone();
        }
        let mut body = Body::new();
        for place in positions {
            if let Some(item) = self.items.get(*place) {
                body.push(self.text(item));
            }
        }
        body.finish()
    }
}

/// Takes the outcome of the item at a place from those that are known, if it is the first of them.
pub(super) fn take_known<'k>(
    known: &mut &'k [(usize, Outcome)],
    place: usize,
) -> Option<&'k Outcome> {
    match *known {
        [(first, outcome), behind @ ..] if *first == place => {
            *known = behind;
            Some(outcome)
        }
        _ => None,
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
