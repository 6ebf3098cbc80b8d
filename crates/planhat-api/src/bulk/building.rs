//! A chunk in the making.

use super::body::Body;
use super::chunk::{Bounds, Chunk, Sending};
use super::examine::Encoded;
use super::keyables::Keyables;
use super::names::{Met, Names, Shared};
use super::outcome::Outcome;

/// A chunk in the making. The text of an item that may become part of it is written to the end of its body; such an
/// item is then kept, decided or taken out before the next one.
pub(super) struct Building {
    first: u64,
    end: u64,
    pub(super) body: Body,
    items: Vec<Sending>,
    decided: Vec<(u64, Outcome)>,
    /// The keyables of the items that are passed over, with their places.
    passed_over: Vec<(u32, Keyables<'static>)>,
    names: Names,
    shared: Shared,
}

impl Building {
    /// Begins with the first item of all.
    pub(super) fn new() -> Self {
        Self {
            first: 0,
            end: 0,
            body: Body::new(),
            items: Vec::new(),
            decided: Vec::new(),
            passed_over: Vec::new(),
            names: Names::new(),
            shared: Shared::default(),
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

    /// Whether the body is as it may be with the item that was written to it. One goes in whatever its size.
    pub(super) fn fits(&self, bounds: Bounds) -> bool {
        self.items.is_empty() || self.body.bytes() <= bounds.bytes
    }

    /// Where the next item comes to stand. So many bits do for all that a request may have.
    fn next_place(&self) -> u32 {
        u32::try_from(self.end - self.first).unwrap_or_default()
    }

    /// The index of the item at a place.
    pub(super) fn index_of(&self, place: u32) -> u64 {
        self.first + u64::from(place)
    }

    /// What the items in it have of the names of another one.
    pub(super) fn meet(&self, keyables: &Keyables<'_>) -> Met {
        self.names.meet(keyables, |place| self.keyables_of(place))
    }

    fn keyables_of(&self, place: u32) -> Option<Keyables<'_>> {
        let index = self.index_of(place);
        let sent = self.items.binary_search_by_key(&index, |item| item.index);
        if let Some(item) = sent.ok().and_then(|sent| self.items.get(sent)) {
            return Some(Keyables::at(&item.keys, self.body.text(&item.at)));
        }
        let passed_over = &self.passed_over;
        let found = passed_over.binary_search_by_key(&place, |(place, _)| *place);
        let (_, keyables) = passed_over.get(found.ok()?)?;
        Some(keyables.clone())
    }

    /// Makes room for so many more items like those that are in it, once there are a few.
    pub(super) fn make_room(&mut self, more: usize, bounds: Bounds) {
        const FEW: usize = 16;
        if self.items.len() != FEW {
            return;
        }
        let bytes = self.body.bytes() / FEW * more;
        // Some more, as they vary.
        self.body.reserve((bytes + bytes / 16).min(bounds.bytes));
        self.items.reserve(more);
        self.names.reserve(self.names.count() / FEW * more);
    }

    /// Keeps the item that was written last. `unclear` is whether an earlier run may have sent it.
    pub(super) fn keep(&mut self, item: Encoded, met: &Met, unclear: bool) {
        let index = self.end;
        self.take_names(met);
        self.end += 1;
        self.items.push(Sending {
            index,
            at: item.at,
            keys: item.keys,
            evidence: item.evidence,
            unclear,
            follows: met.rival.is_some(),
        });
    }

    fn take_names(&mut self, met: &Met) {
        self.names.take(met, self.next_place());
        self.shared = self.shared.and(met.shared);
    }

    /// Accounts for the next item without sending it.
    pub(super) fn decide(&mut self, outcome: Outcome) {
        self.decided.push((self.end, outcome));
        self.end += 1;
    }

    /// Takes out the item that was written last, which is stored already: its keyables are taken all the same.
    pub(super) fn pass_over(&mut self, item: &Encoded, met: &Met) {
        let keyables = item.keyables(&self.body).into_owned();
        self.passed_over.push((self.next_place(), keyables));
        self.take_names(met);
        self.body.drop_last(&item.at);
        self.decide(Outcome::DoneBefore);
    }

    /// The chunk, unless it accounts for nothing. The next one begins behind it.
    pub(super) fn finish(&mut self) -> Option<Chunk> {
        let names = std::mem::replace(&mut self.names, Names::new());
        let next = Self {
            first: self.end,
            end: self.end,
            names: names.cleared(),
            ..Self::new()
        };
        let this = std::mem::replace(self, next);
        (this.accounts_for() > 0).then(|| Chunk {
            indexes: this.first..this.end,
            body: this.body.finish(),
            items: this.items,
            decided: this.decided,
            shared: this.shared,
        })
    }
}
