//! Which item a reply means.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use super::items::Items;
use crate::bulk::keyables::Keyables;
use crate::bulk::names::Shared;
use crate::bulk::places::ID;
use crate::id::ObjectId;
use crate::json::{Kind, Value};

/// The items of a request, by their keyables.
pub(super) struct Finder<'a> {
    pub(super) items: &'a dyn Items,
    /// What they can have in common.
    pub(super) shared: Shared,
    all: &'a OnceCell<Vec<Keyables<'a>>>,
    maps: OnceCell<Maps<'a>>,
}

/// Made where the order of the items does not tell which one is meant.
#[derive(Default)]
struct Maps<'a> {
    ids: HashMap<&'a str, Places>,
    source_ids: HashMap<&'a str, Places>,
    external_ids: HashMap<&'a str, Places>,
}

/// Where the items with one keyable stand.
enum Places {
    One(usize),
    Many(Vec<usize>),
}

impl Places {
    fn as_slice(&self) -> &[usize] {
        match self {
            Self::One(place) => std::slice::from_ref(place),
            Self::Many(places) => places,
        }
    }

    fn push(&mut self, place: usize) {
        match self {
            Self::One(first) => *self = Self::Many(vec![*first, place]),
            Self::Many(places) => places.push(place),
        }
    }
}

impl<'a> Maps<'a> {
    fn of(items: &'a [Keyables<'a>]) -> Self {
        let mut maps = Self::default();
        if items.iter().all(|item| item.source_id.is_some()) {
            maps.source_ids.reserve(items.len());
        }
        for (place, item) in items.iter().enumerate() {
            for (map, key) in [
                (&mut maps.ids, &item.id),
                (&mut maps.source_ids, &item.source_id),
                (&mut maps.external_ids, &item.external_id),
            ] {
                if let Some(key) = key {
                    map.entry(&**key)
                        .and_modify(|places| places.push(place))
                        .or_insert(Places::One(place));
                }
            }
        }
        maps
    }
}

impl<'a> Finder<'a> {
    /// `all` is where the keyables of all items are kept once they are asked for.
    pub(super) fn new(
        items: &'a dyn Items,
        shared: Shared,
        all: &'a OnceCell<Vec<Keyables<'a>>>,
    ) -> Self {
        Self {
            items,
            shared,
            all,
            maps: OnceCell::new(),
        }
    }

    fn all(&self) -> &'a [Keyables<'a>] {
        let items = self.items;
        let all = || (0..items.count()).map(|place| items.keyables(place));
        self.all.get_or_init(|| all().collect())
    }

    fn maps(&self) -> &Maps<'a> {
        self.maps.get_or_init(|| Maps::of(self.all()))
    }

    /// Whether an item carries an `_id`.
    pub(super) fn has_ids(&self) -> bool {
        (0..self.items.count()).any(|place| self.items.has(place, ID))
    }

    /// The items that an entry can mean: they carry its keyable, and none of its others that is
    /// another one.
    pub(super) fn items_of(&self, entry: Value<'_>) -> Vec<usize> {
        match entry.kind() {
            Kind::Object => self.items_named(&Keyables::of(entry)).collect(),
            _ => Vec::new(),
        }
    }

    fn items_named<'s>(
        &'s self,
        named: &'s Keyables<'_>,
    ) -> impl Iterator<Item = usize> + use<'s, 'a> {
        let places = match (&named.source_id, &named.external_id, &named.id) {
            (Some(key), _, _) => self.maps().source_ids.get(&**key),
            (None, Some(key), _) => self.maps().external_ids.get(&**key),
            (None, None, Some(key)) => self.maps().ids.get(&**key),
            (None, None, None) => None,
        };
        let fits = move |place: &usize| {
            let item = self.all().get(*place);
            item.is_some_and(|item| item.differs_in_none(named))
        };
        let places = places.map_or(&[][..], Places::as_slice);
        places.iter().copied().filter(fits)
    }

    /// The items that an object can repeat as they were sent: it has none of their keyables otherwise, and
    /// none that they have not. A stored record has an `_id` more.
    pub(super) fn items_repeated_in(&self, object: Value<'_>) -> Vec<usize> {
        let mut places = self.items_of(object);
        let named = Keyables::of(object);
        places.retain(|place| {
            self.all().get(*place).is_some_and(|item| {
                (named.id.is_none() || item.id.is_some())
                    && (named.source_id.is_none() || item.source_id.is_some())
                    && (named.external_id.is_none() || item.external_id.is_some())
            })
        });
        places
    }

    /// The items that an object can tell of, be it in passing: they carry its `_id` or `sourceId`, or else
    /// its `externalId`, whatever its other keyables are.
    pub(super) fn items_told_of_in(&self, object: Value<'_>) -> impl Iterator<Item = usize> {
        let named = Keyables::of(object);
        let of = |map: &HashMap<&'a str, Places>, key: &Option<Cow<'_, str>>| {
            let places = key.as_ref().and_then(|key| map.get(&**key));
            places.map_or_else(Vec::new, |places| places.as_slice().to_vec())
        };
        let maps = self.maps();
        let mut told = of(&maps.ids, &named.id);
        told.extend(of(&maps.source_ids, &named.source_id));
        if told.is_empty() {
            // It is unique within a company only.
            told = of(&maps.external_ids, &named.external_id);
        }
        told.into_iter()
    }

    /// The one item that an entry with these keyables means.
    pub(super) fn item_of(&self, named: &Keyables<'_>) -> Option<usize> {
        let mut places = self.items_named(named);
        let place = places.next()?;
        places.next().is_none().then_some(place)
    }

    /// The one item that carries this `_id`.
    pub(super) fn item_of_id(&self, id: &ObjectId) -> Option<usize> {
        let id = id.as_str().to_ascii_lowercase();
        match self.maps().ids.get(&*id)?.as_slice() {
            [place] => Some(*place),
            _ => None,
        }
    }
}
