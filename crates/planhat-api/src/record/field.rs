//! A property that may be absent, null, a value of its documented type, or something else.

use super::indexed::{Indexed, Present};
use super::read::Read;
use crate::json::Value;

/// What a reply says of one property. Planhat leaves unset properties out, sends `null` for others,
/// and has been seen to send values of another type than the documented one.
///
/// ```
/// # use planhat_api::{Field, License};
/// let license = License::from_json(br#"{"toDate": null, "mrr": "n/a"}"#)?;
/// assert!(license.from_date_field().is_absent());
/// assert!(license.to_date_field().is_null());
/// match license.mrr_field() {
///     Field::Other(raw) => assert_eq!(raw.as_json(), r#""n/a""#),
///     _ => unreachable!("a string is no number"),
/// }
/// # Ok::<(), planhat_api::DecodeError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Field<'a, T> {
    /// The reply has no such key.
    Absent,
    /// The key stands there with `null`.
    Null,
    /// A value of the documented type.
    Value(T),
    /// A value of another type, as it came.
    Other(Value<'a>),
}

impl<'a, T> Field<'a, T> {
    /// The value, when it is of the documented type.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the reply has no such key.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the reply says `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value as it came, when it is of another type than the documented one.
    pub fn other(&self) -> Option<Value<'a>> {
        match self {
            Self::Other(value) => Some(*value),
            _ => None,
        }
    }
}

impl<const N: usize> Indexed<N> {
    /// A known property in full; `key` is its name on the wire.
    pub(crate) fn field<'a, T: Read<'a>>(&'a self, property: usize, key: &str) -> Field<'a, T> {
        let Some(present) = self.present(property) else {
            return Field::Absent;
        };
        if let Present::Json("null") = present {
            return Field::Null;
        }
        match T::read(present) {
            Some(value) => Field::Value(value),
            None => self
                .get_known(key, Some(property))
                .map_or(Field::Absent, Field::Other),
        }
    }

    /// A known property, when it has a value of its documented type.
    pub(crate) fn value<'a, T: Read<'a>>(&'a self, property: usize) -> Option<T> {
        T::read(self.present(property)?)
    }
}
