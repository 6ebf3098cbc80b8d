//! Which item an entry of an error list means. Its shape is documented nowhere.

use super::find::Finder;
use crate::json::{Kind, Value};

/// Under which names an entry is taken to repeat what was sent. Any other, such as `record` or
/// `document`, can be what is stored, of another item too: that is how servers tell of a keyable that is taken.
const COPIES: [&str; 3] = ["input", "item", "payload"];

/// How deep an entry is looked into. One with more in it is not understood.
const DEEPEST: usize = 8;

/// The one item that the entry names, by its own keyables or by a copy of what was sent, if no keyable of
/// another one stands anywhere in it. An `index` tells nothing: no page says from where it counts.
pub(super) fn item_of(finder: &Finder<'_>, entry: Value<'_>) -> Option<usize> {
    let mut places = finder.items_of(entry);
    for (name, value) in entry.each_member() {
        if COPIES.contains(&&*name) {
            places.append(&mut finder.items_repeated_in(value));
        }
    }
    let place = *places.first()?;
    let is_one = places.iter().all(|other| *other == place);
    (is_one && tells_of_no_other(finder, entry, place, DEEPEST)).then_some(place)
}

fn tells_of_no_other(finder: &Finder<'_>, value: Value<'_>, place: usize, depth: usize) -> bool {
    let within = |value| tells_of_no_other(finder, value, place, depth - 1);
    match value.kind() {
        Kind::Object | Kind::Array if depth == 0 => false,
        Kind::Object => {
            let told = finder.items_told_of_in(value);
            if told.iter().any(|told| *told != place) {
                return false;
            }
            for (_, value) in value.each_member() {
                if !within(value) {
                    return false;
                }
            }
            true
        }
        Kind::Array => {
            for value in value.each_element() {
                if !within(value) {
                    return false;
                }
            }
            true
        }
        _ => true,
    }
}
