//! Which item a reply means.

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

/// Where the items with one keyable stand: mostly one.
type Places = Vec<usize>;

impl<'a> Finder<'a> {
    pub(super) fn new(items: &'a [Keyables<'a>]) -> Self {
        let mut finder = Self {
            items,
            ids: HashMap::new(),
            source_ids: HashMap::new(),
            external_ids: HashMap::new(),
        };
        for (place, item) in items.iter().enumerate() {
            for (map, key) in [
                (&mut finder.ids, &item.id),
                (&mut finder.source_ids, &item.source_id),
                (&mut finder.external_ids, &item.external_id),
            ] {
                if let Some(key) = key {
                    map.entry(key).or_default().push(place);
                }
            }
        }
        finder
    }

    /// The items that an entry can mean: they carry its keyable, and none of its others that is
    /// another one.
    pub(super) fn items_of(&self, entry: Value<'_>) -> Vec<usize> {
        if entry.kind() != Kind::Object {
            return Vec::new();
        }
        let named = Keyables::of(entry);
        let places = match (&named.source_id, &named.external_id, &named.id) {
            (Some(key), _, _) => self.source_ids.get(&**key),
            (None, Some(key), _) => self.external_ids.get(&**key),
            (None, None, Some(key)) => self.ids.get(&**key),
            (None, None, None) => None,
        };
        let fits = |place: &&usize| {
            let differs = |own: &Option<_>, other: &Option<_>| {
                own.as_ref()
                    .zip(other.as_ref())
                    .is_some_and(|(own, other)| own != other)
            };
            self.items.get(**place).is_some_and(|item| {
                !differs(&item.id, &named.id)
                    && !differs(&item.source_id, &named.source_id)
                    && !differs(&item.external_id, &named.external_id)
            })
        };
        places.into_iter().flatten().filter(fits).copied().collect()
    }

    /// The one item that an entry means.
    pub(super) fn item_of(&self, entry: Value<'_>) -> Option<usize> {
        only(&self.items_of(entry))
    }

    /// The one item that carries this `_id`.
    pub(super) fn item_of_id(&self, id: &ObjectId) -> Option<usize> {
        only(self.ids.get(&*id.as_str().to_ascii_lowercase())?)
    }
}

fn only(places: &[usize]) -> Option<usize> {
    match places {
        [place] => Some(*place),
        _ => None,
    }
}
