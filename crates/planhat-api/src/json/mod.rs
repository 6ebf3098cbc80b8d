//! JSON as text: what the server sent is kept as it was written, and read where it stands.
//!
//! What comes from the server is checked and indexed in one pass (`reader`); that accepts what
//! `serde_json` accepts, which also says why a text is no JSON. Valid text is then walked without building
//! a tree (`scan`), which is why a record can be lossless and cheap at once.

mod compare;
mod error;
mod from_serde;
mod from_text;
mod reader;
mod scan;
mod tape;
mod text;
mod to_serde;
mod value;

pub(crate) use compare::{same_json, same_json_by};
pub use error::DecodeError;
pub(crate) use from_serde::JsonText;
pub(crate) use from_text::deserialize_text;
pub(crate) use reader::{Reader, read_whole};
pub(crate) use scan::{Elements, Members, all_plain};
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
