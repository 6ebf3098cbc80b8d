//! What the server sends: records that keep its text and know where the documented properties
//! stand in it.

mod custom;
mod field;
mod indexed;
mod macros;
mod read;

pub use custom::Custom;
pub use field::Field;
pub(crate) use indexed::{Indexed, Present};
pub(crate) use macros::record;
pub(crate) use read::{Read, ReadElement};

use std::borrow::Cow;
use std::fmt::{self, Formatter, Write as _};

use crate::id::ObjectId;
use crate::json::{DecodeError, Value};

pub(crate) mod sealed {
    use crate::json::Reader;

    /// Only the types of this crate are records.
    pub trait Sealed: Sized {
        /// Reads the object that is next, such as an element of an array.
        fn take(reader: &mut Reader<'_>) -> Option<Self>;
    }
}

/// A JSON object of the API with documented properties: for code that works on any of them.
/// Each type has these as inherent methods, too.
///
/// # Inside types of yours
/// A record is serde's `Serialize` and `Deserialize`. As a whole body, a field or an element it is
/// read by `serde_json` from the text itself, keeps every character of it, and is written as that text; only
/// where there are line breaks in it, or a formatter is at work, it is written anew.
///
/// Behind `#[serde(flatten)]`, in an untagged or internally tagged enum, and from any format but
/// JSON text, there is no text: serde has parsed the values before, and the record is written anew
/// from what is left of them. Keys, their order, duplicates, nulls and nesting stay. What does not:
///
/// - White space and escapes: `caf\u00e9` becomes `café`.
/// - The form of a number: `1.50` becomes `1.5`, `5e3` becomes `5000.0`, `-0` becomes `-0.0`, and
///   of more digits than a double has the rest is lost. With `serde_json`'s `arbitrary_precision`
///   digits are kept, and only an exponent gets its sign: `5e3` becomes `5e+3`.
/// - What `serde_json` cannot hold fails the whole decode: half of a surrogate pair, and without
///   `arbitrary_precision` a number beyond the range of a double.
/// - With `arbitrary_precision`, an object whose only member is `$serde_json::private::Number`, with
///   a number in a string, is read as that number: `serde_json` hands its own numbers over so.
///
/// A struct of yours with the record as a field of its own, instead of a flattened one, is free of
/// all of this.
pub trait Record: sealed::Sealed + Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The name of the type in the specification.
    const NAME: &'static str;
    /// The names of the documented properties on the wire.
    const PROPERTIES: &'static [&'static str];

    /// Reads a record from the bytes of one JSON object.
    ///
    /// # Errors
    /// When the bytes are no JSON or another kind of value. Properties of an unexpected type are
    /// no error.
    fn from_json(bytes: &[u8]) -> Result<Self, DecodeError>;

    /// The JSON text the record was read from and encodes to.
    fn as_json(&self) -> &str;
}

/// What an object has under keys that `find` does not know.
pub(crate) fn unknown<'a>(
    json: &'a str,
    find: fn(&str) -> Option<usize>,
) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> {
    let members = Value::new(json).each_member();
    members.filter(move |(key, _)| find(key).is_none())
}

/// The name of a record's type and its keys.
pub(crate) fn fmt_keys(name: &str, json: &str, formatter: &mut Formatter<'_>) -> fmt::Result {
    formatter.write_str(name)?;
    formatter.write_char(' ')?;
    let keys = Value::new(json).each_member().map(|(key, _)| key);
    formatter.debug_set().entries(keys).finish()
}

/// The id of a record of any kind.
pub(crate) fn object_id(record: &impl Record) -> Option<ObjectId> {
    let id = Value::new(record.as_json()).get("_id")?;
    id.as_str()?.parse().ok()
}

/// Whether a record has this id, in whatever spelling.
pub(crate) fn has_id(record: &impl Record, id: ObjectId) -> bool {
    object_id(record).is_some_and(|found| found.to_bytes() == id.to_bytes())
}
