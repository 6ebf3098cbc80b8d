//! The documented types, and which JSON values are of them: told without the client.

use crate::json::Node;

/// What a property is documented to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Documented {
    /// A string, of characters that Rust can hold.
    Text,
    /// 24 hexadecimal digits.
    ObjectId,
    /// An object id, `extid-…` or `srcid-…`.
    RecordRef,
    /// A number.
    Number,
    /// A number without a fraction.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A date, or an instant with its offset.
    Timestamp,
    /// An array of such values.
    List(&'static Documented),
    /// An object.
    Object,
    /// Anything.
    Json,
}

impl Documented {
    /// Whether a value that is not null is of this type.
    pub fn fits(self, node: &Node) -> bool {
        let text = || node.as_str();
        match self {
            Self::Text => text().is_some(),
            Self::ObjectId => text().is_some_and(is_object_id),
            Self::RecordRef => text().is_some_and(is_record_ref),
            Self::Number => node
                .as_number()
                .is_some_and(|number| double(number).is_finite()),
            Self::Integer => node
                .as_number()
                .is_some_and(|number| integer(number).is_some()),
            Self::Boolean => node.as_bool().is_some(),
            Self::Timestamp => text().is_some_and(|text| instant(text).is_some()),
            Self::List(items) => {
                matches!(node, Node::Array(_)) && node.items().iter().all(|item| items.fits(item))
            }
            Self::Object => matches!(node, Node::Object(_)),
            Self::Json => true,
        }
    }
}

fn is_object_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_record_ref(text: &str) -> bool {
    let prefixed = ["extid-", "srcid-"]
        .iter()
        .any(|prefix| text.strip_prefix(prefix).is_some_and(|id| !id.is_empty()));
    prefixed || is_object_id(text)
}

/// The nearest double of a JSON number.
pub(super) fn double(number: &str) -> f64 {
    number.parse().unwrap_or(f64::NAN)
}

/// The integer that a JSON number is, `12.0` included: the sum of its digits, each at its place.
pub(super) fn integer(number: &str) -> Option<i64> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => (-1, mantissa),
        None => (1, mantissa),
    };
    let exponent: Result<i64, _> = exponent.parse();
    let mut place = i64::try_from(mantissa.find('.').unwrap_or(mantissa.len())).ok()?;
    let mut sum: i128 = 0;
    for digit in mantissa.chars().filter(|&character| character != '.') {
        place -= 1;
        let digit = i128::from(digit.to_digit(10)?);
        if digit == 0 {
            continue;
        }
        // A place below the point leaves a fraction; one beyond the 19th does not fit.
        let power = place.checked_add(*exponent.as_ref().ok()?)?;
        let power = u32::try_from(power).ok().filter(|&power| power < 19)?;
        sum += sign * digit * 10_i128.pow(power);
    }
    i64::try_from(sum).ok()
}

/// The instant that a text names, in nanoseconds since 1970: by a date crate, not by the client.
pub(super) fn instant(text: &str) -> Option<i128> {
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        return Some(timestamp.as_nanosecond());
    }
    // A date crate also reads a date out of a date-time without an offset.
    let date: jiff::civil::Date = (text.len() == 10).then(|| text.parse().ok()).flatten()?;
    let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(midnight.timestamp().as_nanosecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_is_told_by_its_digits() {
        for (number, expected) in [
            ("12", Some(12)),
            ("-12.0", Some(-12)),
            ("1.2e1", Some(12)),
            ("1200e-2", Some(12)),
            ("-0.0", Some(0)),
            ("0e99999999999999999999", Some(0)),
            ("9007199254740993.0", Some(9_007_199_254_740_993)),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808.0", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("9007199254740992.5", None),
            ("1.00000000000000000001", None),
            ("1e-400", None),
            ("1e99999999999999999999", None),
            ("1e300", None),
        ] {
            assert_eq!(integer(number), expected, "{number}");
        }
    }
}
