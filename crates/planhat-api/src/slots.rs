//! Places, by the hash of what stands there.

use std::hash::{BuildHasher, Hash, RandomState};

/// Where things stand: open addressing, with the things themselves in place of keys, so that no text is kept twice.
/// Hashes have a secret of their own, so that nobody can choose texts that fall on one slot; things whose hash is
/// the same are told apart by who asks.
#[derive(Clone)]
pub(crate) struct Slots<S = RandomState> {
    /// None, or a power of two of which half are free at least.
    slots: Vec<Slot>,
    taken: usize,
    hasher: S,
}

/// Half a hash above, and below it the place and one: zero where the slot is free.
type Slot = u64;

/// How many bits of each.
const HALF: u32 = 32;

impl Slots {
    pub(crate) fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }
}

impl<S: BuildHasher> Slots<S> {
    pub(crate) fn with_hasher(hasher: S) -> Self {
        Self {
            slots: Vec::new(),
            taken: 0,
            hasher,
        }
    }

    /// Forgets all of them, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.slots.fill(0);
        self.taken = 0;
    }

    pub(crate) fn count(&self) -> usize {
        self.taken
    }

    /// Makes room for so many more.
    pub(crate) fn reserve(&mut self, more: usize) {
        let slots = ((self.taken + more) * 2).next_power_of_two();
        if slots > self.slots.len() {
            let earlier = std::mem::replace(&mut self.slots, vec![0; slots]);
            for slot in earlier.into_iter().filter(|slot| *slot != 0) {
                self.put(slot);
            }
        }
    }

    pub(crate) fn hash(&self, thing: &(impl Hash + ?Sized)) -> u64 {
        self.hasher.hash_one(thing)
    }

    /// The place with this hash that is the one that is looked for; any of them where there are more.
    pub(crate) fn find(&self, hash: u64, is_it: &dyn Fn(u32) -> bool) -> Option<u32> {
        place_in(*self.slots.get(self.slot_of(hash, is_it)?)?)
    }

    /// Adds a place, whatever has its hash already: for n of one hash that takes n² steps.
    pub(crate) fn add(&mut self, hash: u64, place: u32) {
        if (self.taken + 1) * 2 > self.slots.len() {
            self.reserve(self.taken.max(32));
        }
        self.put(slot(hash, place));
        self.taken += 1;
    }

    /// Puts a place where the one stood that is looked for, and gives that back; adds it where there is none.
    pub(crate) fn replace(
        &mut self,
        hash: u64,
        place: u32,
        is_it: &dyn Fn(u32) -> bool,
    ) -> Option<u32> {
        let at = self.slot_of(hash, is_it);
        match at.and_then(|at| self.slots.get_mut(at)) {
            Some(earlier) => place_in(std::mem::replace(earlier, slot(hash, place))),
            None => {
                self.add(hash, place);
                None
            }
        }
    }

    fn put(&mut self, slot: Slot) {
        for at in self.tries(slot) {
            if let Some(free @ 0) = self.slots.get_mut(at) {
                *free = slot;
                return;
            }
        }
    }

    fn slot_of(&self, hash: u64, is_it: &dyn Fn(u32) -> bool) -> Option<usize> {
        for at in self.tries(hash) {
            let slot = *self.slots.get(at)?;
            let place = place_in(slot)?;
            if slot >> HALF == hash >> HALF && is_it(place) {
                return Some(at);
            }
        }
        None
    }

    /// Where something can stand whose hash has this upper half, in the order in which that is tried: all slots once.
    #[inline]
    fn tries(&self, hash: u64) -> impl Iterator<Item = usize> + use<S> {
        let slots = self.slots.len();
        let start = usize::try_from(hash >> HALF).unwrap_or_default();
        (0..slots).map(move |step| start.wrapping_add(step) & slots.wrapping_sub(1))
    }
}

fn slot(hash: u64, place: u32) -> Slot {
    hash >> HALF << HALF | (u64::from(place) + 1)
}

#[expect(clippy::cast_possible_truncation, reason = "that is the lower half")]
fn place_in(slot: Slot) -> Option<u32> {
    (slot as u32).checked_sub(1)
}

#[cfg(test)]
pub(crate) mod tests;
