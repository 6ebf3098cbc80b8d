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

use crate::json::DecodeError;

pub(crate) mod sealed {
    /// Only the types of this crate are records.
    pub trait Sealed {}
}

/// A JSON object of the API with documented properties: for code that works on any of them.
/// Each type has these as inherent methods, too.
pub trait Record:
    sealed::Sealed + Clone + PartialEq + std::fmt::Debug + Send + Sync + 'static
{
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

    /// A record from text known to be valid JSON, such as an element of a validated array.
    #[doc(hidden)]
    fn from_valid_json(json: &str) -> Result<Self, DecodeError>;
}
