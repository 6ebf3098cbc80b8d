//! From a caller's value to JSON.

use std::io;

use serde::ser::Serialize;

use super::NOT_FINITE;
use super::finite::is_finite;
use super::scalar::{NotWritten, write_scalar};

/// Appends the JSON text of a caller's value. Non-finite numbers are looked for first: `serde_json` would
/// write `null` for them, and a null can wipe what the server holds.
pub(crate) fn write_value(value: &impl Serialize, out: &mut String) -> Result<(), &'static str> {
    match write_scalar(value, out) {
        Ok(()) => return Ok(()),
        Err(NotWritten::NotFinite) => return Err(NOT_FINITE),
        Err(NotWritten::NoScalar) if !is_finite(value) => return Err(NOT_FINITE),
        Err(NotWritten::NoScalar) => {}
    }
    serde_json::to_writer(Utf8(out), value).map_err(|_| "the value has no JSON form")
}

/// A text to write into.
struct Utf8<'a>(&'a mut String);

impl io::Write for Utf8<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // `serde_json` never parts a character.
        let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
        self.0.push_str(text);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
