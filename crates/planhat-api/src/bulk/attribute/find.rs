//! Which item a reply means.

use std::cell::OnceCell;

use super::items::Items;
use crate::bulk::keyables::Keyables;
use crate::bulk::names::Shared;
use crate::bulk::places::{EXTERNAL_ID, ID, SOURCE_ID};
use crate::id::ObjectId;
use crate::json::{Kind, Value};
use crate::slots::Slots;

/// The items of a request, by their keyables.
pub(super) struct Finder<'a> {
    pub(super) items: &'a dyn Items,
    /// What they can have in common.
    pub(super) shared: Shared,
    carriers: OnceCell<Carriers<'a>>,
}

/// Which items carry which keyables: made where the order of the items does not tell which one is meant.
struct Carriers<'a> {
    /// The keyables of each item.
    items: Vec<Keyables<'a>>,
    /// By a keyable, the first item that carries it.
    first: Slots,
    /// For each keyable of each item, the next item that carries it as well.
    next: Vec<[Option<u32>; 3]>,
}

impl<'a> Carriers<'a> {
    fn of(all: &'a dyn Items) -> Self {
        let count = all.count();
        let mut items = Vec::with_capacity(count);
        let mut next = Vec::with_capacity(count);
        for place in 0..count {
            items.push(all.keyables(place));
            next.push([None; 3]);
        }
        let mut first = Slots::new();
        first.reserve(count);
        // From the last one on, so that the first is met first.
        for (place, item) in items.iter().enumerate().rev() {
            let Some((next, place)) = next.get_mut(place).zip(u32::try_from(place).ok()) else {
                continue;
            };
            for (key, next) in next.iter_mut().enumerate() {
                if let Some(text) = item.text_of(key) {
                    let hash = first.hash(&(key, text));
                    *next = first.replace(hash, place, &|other| is_at(&items, other, key, text));
                }
            }
        }
        Self { items, first, next }
    }
}

/// Whether the item at a place carries this.
fn is_at(items: &[Keyables<'_>], place: u32, key: usize, text: &str) -> bool {
    let item = items.get(place as usize);
    item.and_then(|item| item.text_of(key)) == Some(text)
}

impl<'a> Finder<'a> {
    pub(super) fn new(items: &'a dyn Items, shared: Shared) -> Self {
        Self {
            items,
            shared,
            carriers: OnceCell::new(),
        }
    }

    fn all(&self) -> &Carriers<'a> {
        self.carriers.get_or_init(|| Carriers::of(self.items))
    }

    /// The first two items that carry this and of which something holds: nobody asks for more than whether it is one.
    fn carriers(
        &self,
        key: usize,
        text: &str,
        holds: &dyn Fn(&Keyables<'_>) -> bool,
    ) -> Vec<usize> {
        let Carriers { items, first, next } = self.all();
        let mut found = Vec::new();
        let hash = first.hash(&(key, text));
        let mut place = first.find(hash, &|place| is_at(items, place, key, text));
        while let Some(this) = place
            && found.len() < 2
        {
            if items.get(this as usize).is_some_and(holds) {
                found.push(this as usize);
            }
            place = next.get(this as usize).and_then(|next| *next.get(key)?);
        }
        found
    }

    /// Whether an item carries an `_id`.
    pub(super) fn has_ids(&self) -> bool {
        (0..self.items.count()).any(|place| self.items.has(place, ID))
    }

    /// The first two items that an entry can mean: they carry its keyable, and none of its others that is
    /// another one.
    pub(super) fn items_of(&self, entry: Value<'_>) -> Vec<usize> {
        match entry.kind() {
            Kind::Object => self.items_named(&Keyables::of(entry), &|_| true),
            _ => Vec::new(),
        }
    }

    fn items_named(
        &self,
        named: &Keyables<'_>,
        holds: &dyn Fn(&Keyables<'_>) -> bool,
    ) -> Vec<usize> {
        let (key, text) = match (&named.source_id, &named.external_id, &named.id) {
            (Some(text), _, _) => (SOURCE_ID, text),
            (None, Some(text), _) => (EXTERNAL_ID, text),
            (None, None, Some(text)) => (ID, text),
            (None, None, None) => return Vec::new(),
        };
        self.carriers(key, text, &|item| {
            item.differs_in_none(named) && holds(item)
        })
    }

    /// The first two items that an object can repeat as they were sent: it has none of their keyables otherwise, and
    /// none that they have not. A stored record has an `_id` more.
    pub(super) fn items_repeated_in(&self, object: Value<'_>) -> Vec<usize> {
        if object.kind() != Kind::Object {
            return Vec::new();
        }
        let named = Keyables::of(object);
        self.items_named(&named, &|item| {
            (named.id.is_none() || item.id.is_some())
                && (named.source_id.is_none() || item.source_id.is_some())
                && (named.external_id.is_none() || item.external_id.is_some())
        })
    }

    /// The first items that an object can tell of, be it in passing: two by its `_id` and two by its `sourceId`, or
    /// else by its `externalId`, whatever its other keyables are.
    pub(super) fn items_told_of_in(&self, object: Value<'_>) -> Vec<usize> {
        let named = Keyables::of(object);
        let carriers = |key| match named.text_of(key) {
            Some(text) => self.carriers(key, text, &|_| true),
            None => Vec::new(),
        };
        let mut told = carriers(ID);
        told.append(&mut carriers(SOURCE_ID));
        if told.is_empty() {
            // It is unique within a company only.
            told = carriers(EXTERNAL_ID);
        }
        told
    }

    /// The one item that an entry with these keyables means.
    pub(super) fn item_of(&self, named: &Keyables<'_>) -> Option<usize> {
        match *self.items_named(named, &|_| true) {
            [place] => Some(place),
            _ => None,
        }
    }

    /// The one item that carries this `_id`.
    pub(super) fn item_of_id(&self, id: &ObjectId) -> Option<usize> {
        match *self.carriers(ID, &id.as_str().to_ascii_lowercase(), &|_| true) {
            [place] => Some(place),
            _ => None,
        }
    }
}
