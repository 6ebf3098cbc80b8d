//! JSON as text: what the server sent is kept as it was written, and read where it stands.
//!
//! What comes from the server is checked and indexed in one pass (`reader`); that accepts what
//! `serde_json` accepts, which also says why a text is no JSON. Valid text is then walked without building
//! a tree (`scan`), which is why a record can be lossless and cheap at once.

mod compare;
mod error;
mod from_serde;
mod from_text;
mod path;
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
    let (text, is_utf8) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => {
            let (text, _) = bytes.split_at(error.valid_up_to());
            (std::str::from_utf8(text).unwrap_or_default(), false)
        }
    };
    match serde_json::from_str::<&serde_json::value::RawValue>(text) {
        Ok(json) if is_utf8 => Ok(json.get().trim_ascii()),
        Err(error) if is_utf8 || !error.is_eof() => Err(DecodeError::syntax(text, &error)),
        _ => Err(DecodeError::not_utf8(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::validate;

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (bytes, told) in [
            (&b""[..], "not valid JSON from line 1, column 0"),
            (
                b" {\"a\": [1,\n {\"b\": tru",
                "at `a[1].b`: not valid JSON from line 2, column 10",
            ),
            (
                b"[1,\n2,\n x]",
                "at `[2]`: not valid JSON from line 3, column 2",
            ),
            (
                b"{\"a\": \"\xff\", \"b\": x}",
                "at `a`: not valid JSON from line 1, column 8",
            ),
            (
                b"{\"a\": x, \"b\": \"\xff\"}",
                "at `a`: not valid JSON from line 1, column 7",
            ),
            (
                b"{\"a\": {\"b\": -}}",
                "at `a.b`: not valid JSON from line 1, column 14",
            ),
            (
                b"{\"a\": ,\"b\": 1}",
                "at `a`: not valid JSON from line 1, column 7",
            ),
            (b"[1,,2]", "at `[1]`: not valid JSON from line 1, column 4"),
            (
                b"{\"a\": \"value\": 1}",
                "at `a`: not valid JSON from line 1, column 14",
            ),
            (
                b"{\"a\": [\"value\"],:",
                "not valid JSON from line 1, column 17",
            ),
            (
                b"{\"a\": \"value\\u1\":x",
                "at `a`: not valid JSON from line 1, column 18",
            ),
            (b"{\n}\n\xff", "not valid JSON from line 3, column 1"),
            (
                "{\"é\": [é]}".as_bytes(),
                "at `é[0]`: not valid JSON from line 1, column 9",
            ),
        ] {
            assert_eq!(validate(bytes).unwrap_err().to_string(), told);
        }
    }
}
