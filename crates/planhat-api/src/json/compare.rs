//! Equality of JSON texts: keys in any order, the last of duplicate keys, numbers as written.

use std::collections::HashMap;

use super::Value;
use super::tape::Tape;
use super::text::{Characters, characters, inside_quotes};

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
                let (left, right) = (by_key(&left, left_at), by_key(&right, right_at));
                if left.len() != right.len() {
                    return false;
                }
                for (key, left) in left {
                    let Some(right) = right.get(&key) else {
                        return false;
                    };
                    pending.push((left, *right));
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

fn by_key<'t>(tape: &'t Tape<'_>, object: usize) -> HashMap<Characters<'t>, usize> {
    tape.parts(object)
        .filter_map(|place| Some((characters(tape.node(place)?.key), place)))
        .collect()
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
