//! Equality of JSON texts: keys in any order, the last of duplicate keys, numbers as written.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::scan::{Elements, Members};
use super::text::unescape;

/// Whether two valid JSON texts say the same. `5000` and `5000.0` are not the same.
///
/// Pairs wait on a list instead of the call stack, so that depth costs memory and no more.
pub(crate) fn same_json(left: &str, right: &str) -> bool {
    let mut pending = vec![(left, right)];
    while let Some((left, right)) = pending.pop() {
        if left == right {
            continue;
        }
        match (left.as_bytes().first(), right.as_bytes().first()) {
            (Some(b'{'), Some(b'{')) => {
                let (left, right) = (by_key(left), by_key(right));
                if !left.keys().eq(right.keys()) {
                    return false;
                }
                pending.extend(left.into_values().zip(right.into_values()));
            }
            (Some(b'['), Some(b'[')) => {
                let (left, right) = (elements(left), elements(right));
                if left.len() != right.len() {
                    return false;
                }
                pending.extend(left.into_iter().zip(right));
            }
            (Some(b'"'), Some(b'"')) if unescape(left) == unescape(right) => {}
            _ => return false,
        }
    }
    true
}

fn by_key(object: &str) -> BTreeMap<Cow<'_, str>, &str> {
    Members::new(object)
        .into_iter()
        .flatten()
        .map(|member| (unescape(member.key), member.value))
        .collect()
}

fn elements(array: &str) -> Vec<&str> {
    Elements::new(array).into_iter().flatten().collect()
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
        ] {
            assert!(same_json(left, right), "{left} {right}");
        }
    }

    #[test]
    fn another_number_null_or_order_is_not_equal() {
        for (left, right) in [
            ("5000", "5000.0"),
            ("0", "-0"),
            (r#"{"a":null}"#, "{}"),
            ("[1,2]", "[2,1]"),
            ("[1]", "[1,1]"),
            (r#""1""#, "1"),
            ("{}", "[]"),
        ] {
            assert!(!same_json(left, right), "{left} {right}");
        }
    }
}
