//! Equality of JSON texts: keys in any order, the last of duplicate keys, numbers as written.

use super::Value;
use super::tape::Tape;
use super::text::{Characters, characters, inside_quotes};
use crate::slots::Slots;

/// Whether two valid JSON texts say the same. `5000` and `5000.0` are not the same, and neither
/// are two different halves of surrogate pairs.
///
/// Each text is scanned once, and pairs wait on a list instead of the call stack, so that depth
/// costs neither time nor stack.
pub(crate) fn same_json(left: &str, right: &str) -> bool {
    same_json_by(left, right, &|_, _| false)
}

/// The same, with a say in which other strings, numbers and words are the same: `also` is asked with
/// the texts of two that differ.
pub(crate) fn same_json_by(
    left: &str,
    right: &str,
    also: &dyn Fn(Value<'_>, Value<'_>) -> bool,
) -> bool {
    if left == right {
        return true;
    }
    let (left, right) = (Tape::new(left), Tape::new(right));
    let mut pending = vec![(0, 0)];
    while let Some((left_at, right_at)) = pending.pop() {
        let (Some(left_node), Some(right_node)) = (left.node(left_at), right.node(right_at)) else {
            return false;
        };
        match (left_node.text, right_node.text) {
            ("{", "{") => {
                let (ours, theirs) = (Members::of(&left, left_at), Members::of(&right, right_at));
                if ours.count() != theirs.count() {
                    return false;
                }
                for place in left.parts(left_at) {
                    let key = key_at(&left, place);
                    // A later one has its key.
                    if ours.place_of(&key) != Some(place) {
                        continue;
                    }
                    let Some(other) = theirs.place_of(&key) else {
                        return false;
                    };
                    pending.push((place, other));
                }
            }
            ("[", "[") => {
                let (mut left, mut right) = (left.parts(left_at), right.parts(right_at));
                loop {
                    match (left.next(), right.next()) {
                        (Some(left), Some(right)) => pending.push((left, right)),
                        (None, None) => break,
                        _ => return false,
                    }
                }
            }
            (left, right) => {
                let container = |text| matches!(text, "{" | "[");
                if !same_scalar(left, right)
                    && (container(left)
                        || container(right)
                        || !also(Value::new(left), Value::new(right)))
                {
                    return false;
                }
            }
        }
    }
    true
}

/// The members of an object, by their keys; of those with one key, the last.
struct Members<'t> {
    tape: &'t Tape<'t>,
    places: Slots,
}

impl<'t> Members<'t> {
    fn of(tape: &'t Tape<'t>, object: usize) -> Self {
        let mut places = Slots::new();
        for place in tape.parts(object) {
            let key = key_at(tape, place);
            let has_key = |other| key_at(tape, other as usize) == key;
            // No memory holds a text of more values.
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            places.replace(places.hash(&key), place, &has_key);
        }
        Self { tape, places }
    }

    fn count(&self) -> usize {
        self.places.count()
    }

    fn place_of(&self, key: &Characters<'_>) -> Option<usize> {
        let has_key = |place| key_at(self.tape, place as usize) == *key;
        let place = self.places.find(self.places.hash(key), &has_key)?;
        Some(place as usize)
    }
}

fn key_at<'t>(tape: &'t Tape<'_>, place: usize) -> Characters<'t> {
    characters(tape.node(place).map_or("", |node| node.key))
}

fn same_scalar(left: &str, right: &str) -> bool {
    left == right
        || match (inside_quotes(left), inside_quotes(right)) {
            (Some(left), Some(right)) => characters(left) == characters(right),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_said_in_another_way_is_equal() {
        for (left, right) in [
            (
                r#"{"a":1,"b":[{"c":null}]}"#,
                r#"{ "b" : [ { "c" : null } ], "a" : 1 }"#,
            ),
            (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
            (r#""caf\u00e9""#, r#""café""#),
            (r#""\ud83e\udd80""#, r#""🦀""#),
            (r#""\uD83E""#, r#""\ud83e""#),
            (r#""é\ud83e""#, r#""\u00e9\uD83E""#),
            (r#"{"\ud83e":1,"\uD83E":2}"#, r#"{"\ud83e":2}"#),
        ] {
            assert!(same_json(left, right), "{left} {right}");
            assert!(same_json(right, left), "{right} {left}");
        }
    }

    #[test]
    fn another_number_null_order_or_half_of_a_pair_is_not_equal() {
        for (left, right) in [
            ("5000", "5000.0"),
            ("0", "-0"),
            (r#"{"a":null}"#, "{}"),
            ("[1,2]", "[2,1]"),
            ("[1]", "[1,1]"),
            ("[[1]]", "[[1],[]]"),
            (r#""1""#, "1"),
            ("{}", "[]"),
            (r#""{""#, "{}"),
            (r#""\ud83e""#, r#""\udd80""#),
            (r#""\ud83e""#, r#""\ufffd""#),
            (r#""\ud83e""#, "\"\u{fffd}\""),
            (r#""\udd80\ud83e""#, r#""\ud83e\udd80""#),
            (r#"{"\ud83e":1}"#, r#"{"\udd80":1}"#),
            (r#"{"\ud83e":1}"#, r#"{"\ufffd":1}"#),
        ] {
            assert!(!same_json(left, right), "{left} {right}");
            assert!(!same_json(right, left), "{right} {left}");
        }
    }
}
