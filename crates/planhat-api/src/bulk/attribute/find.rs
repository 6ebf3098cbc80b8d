//! Which item a reply means.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::keyables::Keyables;
use crate::id::ObjectId;
use crate::json::{Kind, Value};

/// The items of a request, by their keyables.
pub(super) struct Finder<'a> {
    items: &'a [Keyables<'a>],
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

impl<'a> Finder<'a> {
    pub(super) fn new(items: &'a [Keyables<'a>]) -> Self {
        let mut finder = Self {
            items,
            ids: HashMap::new(),
            source_ids: HashMap::new(),
            external_ids: HashMap::new(),
        };
        if items.iter().all(|item| item.source_id.is_some()) {
            finder.source_ids.reserve(items.len());
        }
        for (place, item) in items.iter().enumerate() {
            for (map, key) in [
                (&mut finder.ids, &item.id),
                (&mut finder.source_ids, &item.source_id),
                (&mut finder.external_ids, &item.external_id),
            ] {
                if let Some(key) = key {
                    map.entry(&**key)
                        .and_modify(|places| places.push(place))
                        .or_insert(Places::One(place));
                }
            }
        }
        finder
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
            (Some(key), _, _) => self.source_ids.get(&**key),
            (None, Some(key), _) => self.external_ids.get(&**key),
            (None, None, Some(key)) => self.ids.get(&**key),
            (None, None, None) => None,
        };
        let fits = move |place: &usize| {
            let differs = |own: &Option<_>, other: &Option<_>| {
                own.as_ref()
                    .zip(other.as_ref())
                    .is_some_and(|(own, other)| own != other)
            };
            self.items.get(*place).is_some_and(|item| {
                !differs(&item.id, &named.id)
                    && !differs(&item.source_id, &named.source_id)
                    && !differs(&item.external_id, &named.external_id)
            })
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
            self.items.get(*place).is_some_and(|item| {
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
        let mut told = of(&self.ids, &named.id);
        told.extend(of(&self.source_ids, &named.source_id));
        if told.is_empty() {
            // It is unique within a company only.
            told = of(&self.external_ids, &named.external_id);
        }
        told.into_iter()
    }

    /// The one item that an entry means.
    pub(super) fn item_of(&self, entry: Value<'_>) -> Option<usize> {
        let named = Some(entry).filter(|entry| entry.kind() == Kind::Object);
        let named = Keyables::of(named?);
        let mut places = self.items_named(&named);
        let place = places.next()?;
        places.next().is_none().then_some(place)
    }

    /// The one item that carries this `_id`.
    pub(super) fn item_of_id(&self, id: &ObjectId) -> Option<usize> {
        match self.ids.get(&*id.as_str().to_ascii_lowercase())?.as_slice() {
            [place] => Some(*place),
            _ => None,
        }
    }
}
