//! The documented types, and which JSON values are of them: told without the client.

use std::num::ParseIntError;

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

/// The integer that a JSON number is, `12.0` included.
pub(super) fn integer(number: &str) -> Option<i64> {
    let whole: Result<i64, ParseIntError> = number.parse();
    whole.ok().or_else(|| {
        let double = double(number);
        let exact = double.fract() == 0.0 && double.abs() <= 2f64.powi(53);
        exact.then(|| format!("{double:.0}").parse().ok()).flatten()
    })
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
