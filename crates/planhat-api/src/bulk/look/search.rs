//! Items whose records are looked for, and what is found.

use super::keys::{Key, Names, key_of, keys_of};
use crate::bulk::fingerprint::Fingerprint;
use crate::record::Record;

/// What is known of the record of an item.
#[derive(PartialEq, Eq)]
pub(in crate::bulk) enum Seen<T> {
    /// There is one, and this was made of it.
    Record(T),
    /// There is none.
    Nothing,
    /// Nothing tells, as no one record answers to the item's keyable.
    Unsure,
}

/// The items of a look, and what was found of each.
pub(super) struct Search<'a, T, J> {
    texts: &'a [&'a str],
    /// By what each is found, sorted.
    keys: Vec<(Fingerprint, usize)>,
    items: Vec<Item<T>>,
    judge: J,
}

struct Item<T> {
    names: Names,
    seen: Option<Seen<T>>,
}

impl<T> Item<T> {
    /// Takes the record that its key finds in a list.
    fn found(&mut self, judge: impl FnOnce() -> T) {
        let seen = match (self.names, &self.seen) {
            (Names::AnotherPerhaps, _) | (Names::OneOfSome, Some(_)) => Seen::Unsure,
            (_, None) => Seen::Record(judge()),
            (Names::One, Some(_)) => return,
        };
        self.seen = Some(seen);
    }

    /// Whether a second record could still come.
    fn is_one_of_some(&self) -> bool {
        self.names == Names::OneOfSome && matches!(self.seen, Some(Seen::Record(_)))
    }
}

impl<'a, T, J: Fn(usize, &str) -> T> Search<'a, T, J> {
    /// For the records of these items. `judge` is shown the place of an item, and its record.
    pub(super) fn new(texts: &'a [&'a str], judge: J) -> Self {
        let mut keys = Vec::with_capacity(texts.len());
        let mut items = Vec::with_capacity(texts.len());
        for (place, text) in texts.iter().enumerate() {
            let (names, seen) = match key_of(text) {
                Key::This(key, names) => {
                    keys.push((key, place));
                    (names, None)
                }
                Key::None => (Names::One, Some(Seen::Nothing)),
                Key::Odd => (Names::One, Some(Seen::Unsure)),
            };
            items.push(Item { names, seen });
        }
        keys.sort_unstable();
        Self {
            texts,
            keys,
            items,
            judge,
        }
    }

    /// How many items are still looked for. In a list that is those, too, of which a second record
    /// could still come.
    pub(super) fn left(&self) -> usize {
        let items = self.items.iter();
        items
            .filter(|item| item.seen.is_none() || item.is_one_of_some())
            .count()
    }

    /// The places of the items of which nothing is known, with their texts.
    pub(super) fn missing(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let texts = self.texts.iter().copied().enumerate();
        let known = texts.zip(&self.items);
        known.filter_map(|(text, item)| item.seen.is_none().then_some(text))
    }

    /// Takes a record of a list.
    pub(super) fn list_has(&mut self, record: &str) {
        for key in keys_of(record) {
            let first = self.keys.partition_point(|(other, _)| *other < key);
            let same = self.keys.get(first..).unwrap_or_default();
            for (_, place) in same.iter().take_while(|(other, _)| *other == key) {
                if let Some(item) = self.items.get_mut(*place) {
                    item.found(|| (self.judge)(*place, record));
                }
            }
        }
    }

    /// A list ended. If it has every record, what it did not show is not there; if not, a second record of
    /// an external id may not have come.
    pub(super) fn list_ended(&mut self, has_all: bool) {
        for item in &mut self.items {
            match has_all {
                true if item.seen.is_none() => item.seen = Some(Seen::Nothing),
                false if item.is_one_of_some() => item.seen = None,
                _ => {}
            }
        }
    }

    /// Takes what a get answers. A record that the item's keyable does not name tells nothing.
    pub(super) fn get_has<R: Record>(&mut self, place: usize, answer: &Seen<R>) {
        let Some(item) = self.items.get_mut(place) else {
            return;
        };
        item.seen = Some(match answer {
            Seen::Record(record) if item.names != Names::AnotherPerhaps => {
                let named = |key| self.keys.binary_search(&(key, place)).is_ok();
                match keys_of(record.as_json()).any(named) {
                    true => Seen::Record((self.judge)(place, record.as_json())),
                    false => Seen::Unsure,
                }
            }
            Seen::Record(_) | Seen::Unsure => Seen::Unsure,
            Seen::Nothing => Seen::Nothing,
        });
    }

    pub(super) fn finish(self) -> Vec<Seen<T>> {
        let items = self.items.into_iter();
        items
            .map(|item| item.seen.unwrap_or(Seen::Unsure))
            .collect()
    }
}
