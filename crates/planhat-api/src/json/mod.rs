//! JSON as text: what the server sent is kept as it was written, and read where it stands.
//!
//! Syntax is `serde_json`'s business: every text is validated by it once. What is ours is to walk
//! valid text without building a tree, which is why a record can be lossless and cheap at once.

mod compare;
mod error;
mod from_serde;
mod from_text;
mod scan;
mod tape;
mod text;
mod to_serde;
mod value;

pub(crate) use compare::{same_json, same_json_by};
pub use error::DecodeError;
pub(crate) use from_serde::JsonText;
pub(crate) use from_text::deserialize_text;
pub(crate) use scan::{Elements, Members};
pub(crate) use text::{has_lone_surrogate, inside_quotes, is_blank, unescape, write_string};
pub(crate) use to_serde::{serialize_members, serialize_value};
pub use value::{Kind, Value};

/// Checks that `bytes` hold one JSON value and nothing else, and returns its text without the
/// white space around it.
pub(crate) fn validate(bytes: &[u8]) -> Result<&str, DecodeError> {
    serde_json::from_slice::<&serde_json::value::RawValue>(bytes)
        .map(|raw| raw.get().trim_matches([' ', '\n', '\r', '\t']))
        .map_err(|error| DecodeError::syntax(bytes, error))
}
