//! Planhat's own ids.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::json::deserialize_text;

/// A Planhat identifier: 24 hexadecimal digits, such as `61006fbf1df7fa77a20d9d0a` (documented as
/// `objectId`). Letters are kept in the case they came in.
///
/// ```
/// # use planhat_api::ObjectId;
/// let id: ObjectId = "61006fbf1df7fa77a20d9d0a".parse()?;
/// assert_eq!(id.as_str(), "61006fbf1df7fa77a20d9d0a");
/// assert!("lic-7".parse::<ObjectId>().is_err());
/// # Ok::<(), planhat_api::InvalidObjectId>(())
/// ```
///
/// `Debug` hides the digits, so that ids stay out of logs; `Display` and [`as_str`](Self::as_str)
/// show them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId([u8; 24]);

impl ObjectId {
    /// The 24 digits.
    pub fn as_str(&self) -> &str {
        // Only ASCII digits and letters get in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// What the digits stand for, whatever the case of the letters.
    pub(crate) fn to_bytes(self) -> IdBytes {
        let value = |digit: u8| char::from(digit).to_digit(16).unwrap_or_default() as u8;
        let mut bytes = [0; 12];
        for (byte, [high, low]) in bytes.iter_mut().zip(self.0.as_chunks().0) {
            *byte = value(*high) << 4 | value(*low);
        }
        IdBytes(bytes)
    }

    /// The id of these bytes, in small letters.
    pub(crate) fn from_bytes(bytes: IdBytes) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut id = [0; 24];
        let digit = |half: u8| DIGITS[usize::from(half)];
        for (digits, byte) in id.as_chunks_mut().0.iter_mut().zip(&bytes.0) {
            *digits = [digit(byte >> 4), digit(byte & 0xf)];
        }
        Self(id)
    }
}

/// The twelve bytes of an object id, which sort as its digits do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct IdBytes([u8; 12]);

impl fmt::Debug for IdBytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("…")
    }
}

/// Why a text is no object id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidObjectId {
    /// Nothing was given.
    #[error("an empty text is no object id: 24 hexadecimal digits are one")]
    Empty,
    /// An external or source id stands where only an object id is accepted.
    #[error(
        "only an object id (24 hexadecimal digits) is accepted here, not an `extid-` or `srcid-` reference: get the record by its reference first and use its `_id`"
    )]
    Reference,
    /// Any other text.
    #[error("not an object id: 24 hexadecimal digits are one, this has {length} characters{}; an id of your own system is written as `RecordRef::external` where references are accepted",
        if *length == 24 { ", not all of them hexadecimal digits" } else { "" })]
    Other {
        /// How many characters the text has.
        length: usize,
    },
}

/// All at once, without a way out in between, which is quicker.
fn are_hexadecimal(digits: &[u8; 24]) -> bool {
    let mut all = true;
    for digit in digits {
        all &= digit.is_ascii_hexdigit();
    }
    all
}

impl FromStr for ObjectId {
    type Err = InvalidObjectId;

    fn from_str(text: &str) -> Result<Self, InvalidObjectId> {
        match <[u8; 24]>::try_from(text.as_bytes()) {
            Ok(digits) if are_hexadecimal(&digits) => Ok(Self(digits)),
            _ if text.is_empty() => Err(InvalidObjectId::Empty),
            _ if text.starts_with("extid-") || text.starts_with("srcid-") => {
                Err(InvalidObjectId::Reference)
            }
            _ => Err(InvalidObjectId::Other {
                length: text.chars().count(),
            }),
        }
    }
}

impl TryFrom<&str> for ObjectId {
    type Error = InvalidObjectId;

    fn try_from(text: &str) -> Result<Self, InvalidObjectId> {
        text.parse()
    }
}

impl AsRef<str> for ObjectId {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ObjectId(…)")
    }
}

impl Serialize for ObjectId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ObjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "an object id of 24 hexadecimal digits")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_object_id_is_refused_with_a_hint() {
        for (text, hint) in [
            ("", "empty"),
            ("lic-7", "has 5 characters; an id of your own system"),
            ("extid-lic-7", "`extid-`"),
            ("srcid-x", "`srcid-`"),
            ("61006fbf1df7fa77a20d9d0", "has 23 characters"),
            ("61006fbf1df7fa77a20d9d0g", "not all of them hexadecimal"),
            ("61006fbf1df7fa77a20d9d0a ", "has 25 characters"),
        ] {
            let error = text.parse::<ObjectId>().unwrap_err().to_string();
            assert!(error.contains(hint), "{text:?}: {error}");
        }
    }

    #[test]
    fn bytes_are_those_of_the_digits() {
        let id: ObjectId = "61006FBF1DF7fa77a20d9d0a".parse().unwrap();
        let bytes = id.to_bytes();
        assert_eq!(
            bytes.0,
            *b"\x61\x00\x6f\xbf\x1d\xf7\xfa\x77\xa2\x0d\x9d\x0a"
        );
        let written = ObjectId::from_bytes(bytes);
        assert_eq!(written.as_str(), "61006fbf1df7fa77a20d9d0a");
    }

    #[test]
    fn debug_hides_the_digits() {
        let id: ObjectId = "61006fbf1df7fa77a20d9d0a".parse().unwrap();
        assert_eq!(format!("{id:?}"), "ObjectId(…)");
    }
}
