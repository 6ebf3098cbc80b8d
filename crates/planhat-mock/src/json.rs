//! JSON that is compared, and told where it differs.

use planhat_api::{BulkUpsertResult, Kind, Value};
use serde::Serialize;
use serde_json::value::RawValue;

/// One JSON value, in its own words. The client hands out values of records alone, so this is a member of one.
#[derive(Clone)]
pub(crate) struct Json(BulkUpsertResult);

const MEMBER: &str = "value";

impl Json {
    /// Reads a text; none where it is no JSON.
    pub(crate) fn read(text: &[u8]) -> Option<Self> {
        let value: &RawValue = serde_json::from_slice(text).ok()?;
        let record = format!("{{\"{MEMBER}\":{}}}", value.get());
        BulkUpsertResult::from_json(record.as_bytes())
            .ok()
            .map(Self)
    }

    /// A value of the test's.
    ///
    /// # Panics
    /// When it has no JSON form.
    #[track_caller]
    pub(crate) fn of(value: &impl Serialize) -> Self {
        match serde_json::to_string(value) {
            Ok(text) => Self::read(text.as_bytes()).unwrap_or_else(|| no_json(&text)),
            Err(error) => no_json(&error),
        }
    }

    pub(crate) fn value(&self) -> Option<Value<'_>> {
        self.0.get(MEMBER)
    }

    pub(crate) fn text(&self) -> &str {
        self.value().map_or("null", |value| value.as_json())
    }

    /// Where `found` differs from this, each place with what stands there.
    pub(crate) fn differences(&self, found: &Self, extent: Extent) -> Vec<String> {
        let mut differences = Vec::new();
        if let (Some(expected), Some(found)) = (self.value(), found.value()) {
            compare("the body", expected, found, extent, &mut differences);
        }
        differences
    }
}

/// Fails the test that passed it: there is nobody else to tell.
#[track_caller]
fn no_json(why: &dyn std::fmt::Display) -> ! {
    panic!("planhat-mock: the value has no JSON form: {why}")
}

/// How much of an object has to be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What is named, and nothing else.
    Whole,
    /// What is named; an object may hold more.
    Part,
}

fn compare(at: &str, expected: Value<'_>, found: Value<'_>, extent: Extent, out: &mut Vec<String>) {
    match (expected.kind(), found.kind()) {
        _ if expected == found => {}
        (Kind::Number, Kind::Number) if is_same(expected.as_json(), found.as_json()) => {}
        (Kind::Object, Kind::Object) => {
            for (key, expected) in expected.members().into_iter().flatten() {
                let place = format!("{at}.{key}");
                match found.get(&key) {
                    Some(found) => compare(&place, expected, found, extent, out),
                    None => out.push(format!("{place} is missing")),
                }
            }
            for (key, value) in found.members().into_iter().flatten() {
                if extent == Extent::Whole && expected.get(&key).is_none() {
                    out.push(format!("{at}.{key} is {value}, which is not expected"));
                }
            }
        }
        (Kind::Array, Kind::Array) => {
            let (mut wanted, mut sent) = (elements(expected), elements(found));
            if wanted.len() != sent.len() {
                let (sent, wanted) = (sent.len(), wanted.len());
                out.push(format!("{at} has {sent} items, not {wanted}"));
                return;
            }
            for (position, (expected, found)) in wanted.drain(..).zip(sent.drain(..)).enumerate() {
                compare(&format!("{at}[{position}]"), expected, found, extent, out);
            }
        }
        _ => out.push(format!("{at} is {found}, not {expected}")),
    }
}

/// Whether two numbers have one value, to the last digit: `110` is `110.0` and `1.1e2`. Code that computes sends the
/// one, and a test says the other.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (Decimal::read(one), Decimal::read(other));
    one.is_some() && one == other
}

/// A number as its sign, its digits without zeros around them, and the place of the last of these.
#[derive(PartialEq)]
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// Reads a JSON number; none where its exponent is beyond all use.
    fn read(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i64 = exponent.parse().ok()?;
        let negative = mantissa.starts_with('-');
        let mantissa = mantissa.trim_start_matches('-');
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_end_matches('0');
        let dropped = i64::try_from(all.len() - digits.len()).ok()?;
        let fraction = i64::try_from(fraction.len()).ok()?;
        let digits = digits.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            // Zero has no sign and no place.
            return Some(Self {
                negative: false,
                digits,
                exponent: 0,
            });
        }
        let exponent = exponent.checked_add(dropped)?.checked_sub(fraction)?;
        Some(Self {
            negative,
            digits,
            exponent,
        })
    }
}

fn elements(array: Value<'_>) -> Vec<Value<'_>> {
    array.elements().into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences(expected: &str, found: &str, extent: Extent) -> Vec<String> {
        let read = |text: &str| Json::read(text.as_bytes()).unwrap();
        read(expected).differences(&read(found), extent)
    }

    #[test]
    fn each_difference_is_told_with_its_place() {
        for (expected, found, told) in [
            (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#, &[][..]),
            (r#"{"a":1}"#, r#"{"a":2}"#, &["the body.a is 2, not 1"]),
            (r#"{"a":1}"#, r#"{"a":1.0}"#, &[]),
            (r#"{"a":1}"#, r#"{"a":1.1}"#, &["the body.a is 1.1, not 1"]),
            (
                r#"{"a":{"b":1}}"#,
                r#"{"a":{}}"#,
                &["the body.a.b is missing"],
            ),
            (
                "{}",
                r#"{"a":null}"#,
                &["the body.a is null, which is not expected"],
            ),
            ("[1]", "[1,2]", &["the body has 2 items, not 1"]),
            ("[1,2]", "[1,3]", &["the body[1] is 3, not 2"]),
            ("[]", "{}", &["the body is {}, not []"]),
        ] {
            assert_eq!(differences(expected, found, Extent::Whole), told);
        }
    }

    #[test]
    fn a_part_may_have_more_around_it() {
        let found = r#"{"a":1,"custom":{"b":2,"c":3}}"#;
        let part = r#"{"custom":{"b":2}}"#;
        assert!(differences(part, found, Extent::Part).is_empty());
        assert_eq!(differences(part, found, Extent::Whole).len(), 2);
    }

    #[test]
    fn numbers_are_compared_by_value_to_the_last_digit() {
        for (one, other, same) in [
            ("110", "110.0", true),
            ("110", "1.1e2", true),
            ("0.5", "5E-1", true),
            ("0", "-0.0e7", true),
            ("1", "-1", false),
            ("1", "10", false),
            ("12345678901234567890", "12345678901234567891", false),
            ("1e99999999999999999999", "1e99999999999999999998", false),
            ("1e9223372036854775807", "10e9223372036854775807", false),
        ] {
            assert_eq!(is_same(one, other), same, "{one} {other}");
        }
    }

    #[test]
    fn what_is_no_json_is_not_read() {
        for text in ["", "{", "1 2", r#"1,"value":2"#] {
            assert!(Json::read(text.as_bytes()).is_none(), "{text}");
        }
    }
}
