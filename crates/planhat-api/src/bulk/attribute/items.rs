//! The items that a reply is held against.

use crate::bulk::keyables::Keyables;

/// The items of a request, by their places in it.
pub(in crate::bulk) trait Items {
    fn count(&self) -> usize;

    fn keyables(&self, place: usize) -> Keyables<'_>;

    /// Whether an item has a text under one of [`KEYS`](crate::bulk::places::KEYS) that is not blank.
    fn has(&self, place: usize, key: usize) -> bool;

    /// Whether that text is this one.
    fn is(&self, place: usize, key: usize, text: &str) -> bool;
}

#[cfg(test)]
impl Items for Vec<Keyables<'_>> {
    fn count(&self) -> usize {
        self.len()
    }

    fn keyables(&self, place: usize) -> Keyables<'_> {
        self[place].clone()
    }

    fn has(&self, place: usize, key: usize) -> bool {
        self[place].text_of(key).is_some()
    }

    fn is(&self, place: usize, key: usize, text: &str) -> bool {
        self[place].text_of(key) == Some(text)
    }
}
