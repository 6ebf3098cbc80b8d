//! Which item an entry of an error list means. Its shape is documented nowhere.

use super::find::Finder;
use crate::json::Value;

/// Under which names an entry is taken to hold a copy of its item. Under any other, such as `conflict`, it can be another
/// item that is told of.
const COPIES: [&str; 9] = [
    "data", "doc", "document", "input", "item", "key", "keys", "record", "value",
];

/// How deep a copy of an item is looked for within an entry.
const DEEPEST: usize = 3;

/// The one item whose keyables stand in the entry, or in what it holds. An `index` tells nothing: no
/// page says from where it counts.
pub(super) fn item_of(finder: &Finder<'_>, entry: Value<'_>) -> Option<usize> {
    match *items_of(finder, entry, DEEPEST) {
        [place] => Some(place),
        _ => None,
    }
}

fn items_of(finder: &Finder<'_>, entry: Value<'_>, depth: usize) -> Vec<usize> {
    let places = finder.items_of(entry);
    if !places.is_empty() || depth == 0 {
        return places;
    }
    let members = entry.members().into_iter().flatten();
    let mut within: Vec<usize> = members
        .filter(|(name, _)| COPIES.contains(&&**name))
        .flat_map(|(_, value)| items_of(finder, value, depth - 1))
        .collect();
    within.sort_unstable();
    within.dedup();
    within
}
