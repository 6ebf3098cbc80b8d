//! The three ways to name a record.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::{InvalidObjectId, ObjectId};
use crate::json::deserialize_text;

/// How a record is named to Planhat: by its [`ObjectId`], by its id in your own system
/// (`externalId`), or by its id in an integration (`sourceId`). Documented for get and update,
/// and for `companyId` when creating.
///
/// ```
/// # use planhat_api::{ObjectId, RecordRef};
/// let by_id = RecordRef::from("61006fbf1df7fa77a20d9d0a".parse::<ObjectId>()?);
/// let by_external_id = RecordRef::external("contract 7/b")?;
/// let by_source_id = RecordRef::source("0060O00000xdyr4QAA")?;
/// assert_eq!(by_external_id.to_string(), "extid-contract 7/b");
/// assert_eq!("extid-contract 7/b".parse::<RecordRef>()?, by_external_id);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A `sourceId` is unique within a resource; an `externalId` only within one company, so that for
/// deals and licenses it can be ambiguous. Any character is fine in either: the whole is
/// percent-encoded on its way into a path.
///
/// It serializes to the form that the API uses and is read from it.
///
/// `Debug` hides the id, since ids of other systems can be names or addresses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef(Repr);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Repr {
    Object(ObjectId),
    External(Box<str>),
    Source(Box<str>),
}

const EXTERNAL: &str = "extid-";
const SOURCE: &str = "srcid-";

impl RecordRef {
    /// The record with this `externalId`.
    ///
    /// # Errors
    /// When the id is empty, or has the prefix already.
    pub fn external(id: impl Into<String>) -> Result<Self, InvalidRecordRef> {
        checked(id.into()).map(|id| Self(Repr::External(id)))
    }

    /// The record with this `sourceId`.
    ///
    /// # Errors
    /// When the id is empty, or has the prefix already.
    pub fn source(id: impl Into<String>) -> Result<Self, InvalidRecordRef> {
        checked(id.into()).map(|id| Self(Repr::Source(id)))
    }

    /// The object id, when the record is named by one.
    pub fn object_id(&self) -> Option<ObjectId> {
        match self.0 {
            Repr::Object(id) => Some(id),
            _ => None,
        }
    }

    /// The `externalId`, without prefix, when the record is named by one.
    pub fn external_id(&self) -> Option<&str> {
        match &self.0 {
            Repr::External(id) => Some(id),
            _ => None,
        }
    }

    /// The `sourceId`, without prefix, when the record is named by one.
    pub fn source_id(&self) -> Option<&str> {
        match &self.0 {
            Repr::Source(id) => Some(id),
            _ => None,
        }
    }
}

fn checked(id: String) -> Result<Box<str>, InvalidRecordRef> {
    if id.is_empty() {
        return Err(InvalidRecordRef::Empty);
    }
    if id.starts_with(EXTERNAL) || id.starts_with(SOURCE) {
        return Err(InvalidRecordRef::Prefixed);
    }
    Ok(id.into())
}

/// Why a text names no record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRecordRef {
    /// Nothing was given, or nothing behind the prefix. An empty id would name the collection.
    #[error("an empty id names no record")]
    Empty,
    /// A prefix where the bare id belongs. An id that begins with these letters itself is parsed,
    /// with the prefix of its kind in front: `extid-extid-7`.
    #[error(
        "the id starts with `extid-` or `srcid-` already: pass the bare id, to `RecordRef::external` for `extid-` and to `RecordRef::source` for `srcid-`"
    )]
    Prefixed,
    /// A text with neither prefix that is no object id.
    #[error(
        "not a reference to a record: an object id has 24 hexadecimal digits; an id of your own system is `RecordRef::external` (written `extid-…`), one of an integration `RecordRef::source` (`srcid-…`)"
    )]
    Bare,
}

/// Reads the form the API uses: 24 hexadecimal digits, `extid-…` or `srcid-…`.
impl FromStr for RecordRef {
    type Err = InvalidRecordRef;

    fn from_str(text: &str) -> Result<Self, InvalidRecordRef> {
        match (text.strip_prefix(EXTERNAL), text.strip_prefix(SOURCE)) {
            (Some(""), _) | (_, Some("")) => Err(InvalidRecordRef::Empty),
            (Some(id), _) => Ok(Self(Repr::External(id.into()))),
            (_, Some(id)) => Ok(Self(Repr::Source(id.into()))),
            (None, None) => match text.parse::<ObjectId>() {
                Ok(id) => Ok(id.into()),
                Err(InvalidObjectId::Empty) => Err(InvalidRecordRef::Empty),
                Err(_) => Err(InvalidRecordRef::Bare),
            },
        }
    }
}

impl From<ObjectId> for RecordRef {
    fn from(id: ObjectId) -> Self {
        Self(Repr::Object(id))
    }
}

impl From<&RecordRef> for RecordRef {
    fn from(reference: &RecordRef) -> Self {
        reference.clone()
    }
}

/// The form the API uses, not percent-encoded. It shows the id.
impl fmt::Display for RecordRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Object(id) => formatter.write_str(id.as_str()),
            Repr::External(id) => write!(formatter, "{EXTERNAL}{id}"),
            Repr::Source(id) => write!(formatter, "{SOURCE}{id}"),
        }
    }
}

impl fmt::Debug for RecordRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            Repr::Object(_) => "RecordRef(object id …)",
            Repr::External(_) => "RecordRef(extid-…)",
            Repr::Source(_) => "RecordRef(srcid-…)",
        })
    }
}

/// The form the API uses, not percent-encoded.
impl Serialize for RecordRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "an object id, `extid-…` or `srcid-…`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_external_id_is_refused_and_pointed_to_its_constructor() {
        for text in ["lic-7", "..", "7", "61006fbf1df7fa77a20d9d0"] {
            let error = text.parse::<RecordRef>().unwrap_err();
            assert_eq!(error, InvalidRecordRef::Bare);
            assert!(error.to_string().contains("`RecordRef::external`"));
        }
    }

    #[test]
    fn an_id_that_would_name_the_collection_is_refused() {
        for text in ["", "extid-", "srcid-"] {
            assert_eq!(
                text.parse::<RecordRef>(),
                Err(InvalidRecordRef::Empty),
                "{text}"
            );
        }
        assert_eq!(RecordRef::external(""), Err(InvalidRecordRef::Empty));
        assert_eq!(RecordRef::source(""), Err(InvalidRecordRef::Empty));
        assert_eq!(
            RecordRef::external("extid-7"),
            Err(InvalidRecordRef::Prefixed)
        );
    }

    #[test]
    fn a_prefix_is_never_advised_to_be_read_as_another_kind_of_id() {
        // Parsed whole, this would name a record by its source id instead.
        let error = RecordRef::external("srcid-x").unwrap_err().to_string();
        assert!(!error.contains("parse"), "{error}");
        assert!(error.contains("`RecordRef::source` for `srcid-`"));
        let of_a_prefixed_id: RecordRef = "extid-extid-7".parse().unwrap();
        assert_eq!(of_a_prefixed_id.external_id(), Some("extid-7"));
    }

    #[test]
    fn debug_shows_the_kind_and_nothing_else() {
        let reference = RecordRef::external("anna@example.com").unwrap();
        assert_eq!(format!("{reference:?}"), "RecordRef(extid-…)");
    }
}
