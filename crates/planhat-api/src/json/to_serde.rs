//! Hands JSON text to any serde serializer, part by part, so that it lands well in a consumer's
//! flattened struct or in another format. Only a number that no `i64`, `u64` or `f64` prints in
//! the same way goes out as raw text, and a whole record where `serde_json` writes compact text itself.

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeStruct, Serializer};

use super::from_serde::RAW_VALUE;
use super::scan::{Elements, Members};
use super::text::{has_lone_surrogate, inside_quotes, unescape};

/// How deep values are taken apart before the rest is handed over as raw text: as deep as
/// `serde_json` itself reads, so that a hostile reply cannot exhaust the stack.
const DEPTH: u8 = 127;

/// Serializes one value.
pub(crate) fn serialize_value<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    Part { json, depth: DEPTH }.serialize(serializer)
}

/// Serializes the text of an object: as it is where that can be told to be fine, or else as a map, since a
/// consumer's `flatten` takes members only.
pub(crate) fn serialize_members<S: Serializer>(
    object: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    // Line breaks of the server's would break a file of one record a line.
    if takes_text::<S>() && !has_line_break(object) {
        return serialize_raw(object, serializer);
    }
    if has_half_a_key(object) {
        return Err(S::Error::custom(HALF_A_KEY));
    }
    Part {
        json: object,
        depth: DEPTH,
    }
    .members(serializer)
}

/// In steps of a fixed length that have no way out, so that each is taken at once.
fn has_line_break(text: &str) -> bool {
    let in_step = |step: &[u8; 32]| {
        let is_break = |byte: &u8| *byte == b'\n' || *byte == b'\r';
        step.iter()
            .fold(false, |found, byte| found | is_break(byte))
    };
    let bytes = text.as_bytes();
    match bytes.last_chunk() {
        // The last may have been looked at in part.
        Some(last) => bytes.as_chunks().0.iter().any(in_step) || in_step(last),
        None => bytes.iter().any(|byte| matches!(byte, b'\n' | b'\r')),
    }
}

struct Part<'a> {
    json: &'a str,
    depth: u8,
}

impl<'a> Part<'a> {
    fn inner(&self, json: &'a str) -> Self {
        Part {
            json,
            depth: self.depth.saturating_sub(1),
        }
    }

    fn members<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for member in Members::of(self.json) {
            map.serialize_entry(&unescape(member.key), &self.inner(member.value))?;
        }
        map.end()
    }
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.json.as_bytes().first() {
            Some(b'{' | b'[') if self.depth == 0 => serialize_raw(self.json, serializer),
            Some(b'{') if has_half_a_key(self.json) => serialize_raw(self.json, serializer),
            Some(b'"') if has_lone_surrogate(self.json) => serialize_raw(self.json, serializer),
            Some(b'{') => self.members(serializer),
            Some(b'[') => {
                let elements = Elements::of(self.json);
                serializer.collect_seq(elements.map(|element| self.inner(element)))
            }
            Some(b'"') => match inside_quotes(self.json) {
                Some(escaped) => serializer.serialize_str(&unescape(escaped)),
                None => serialize_raw(self.json, serializer),
            },
            Some(b't') => serializer.serialize_bool(true),
            Some(b'f') => serializer.serialize_bool(false),
            Some(b'n') => serializer.serialize_unit(),
            _ => serialize_number(self.json, serializer),
        }
    }
}

const HALF_A_KEY: &str =
    "a key with half of a surrogate pair has no form in serde: write the record with `as_json`";

fn has_half_a_key(object: &str) -> bool {
    Members::of(object).any(|member| has_lone_surrogate(member.key))
}

fn serialize_number<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Some(integer) = json
        .parse::<i64>()
        .ok()
        .filter(|&number| number != 0 || json == "0")
    {
        return serializer.serialize_i64(integer);
    }
    if let Ok(integer) = json.parse::<u64>() {
        return serializer.serialize_u64(integer);
    }
    if let Ok(double) = json.parse::<f64>()
        && serde_json::to_string(&double).is_ok_and(|printed| printed == json)
    {
        return serializer.serialize_f64(double);
    }
    serialize_raw(json, serializer)
}

/// Hands over valid text in the way of `serde_json`'s `RawValue`.
fn serialize_raw<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut raw = serializer.serialize_struct(RAW_VALUE, 1)?;
    raw.serialize_field(RAW_VALUE, json)?;
    raw.end()
}

/// Whether a serializer is the one of `serde_json` that writes compact text. Serde has no way to ask, and any other
/// one would take raw text for a struct. One that is not recognized gets the members.
fn takes_text<S>() -> bool {
    is_compact_json(std::any::type_name::<S>())
}

/// Its formatter is the second argument, and not named where it is the default.
fn is_compact_json(name: &str) -> bool {
    let Some(arguments) = name.strip_prefix("&mut serde_json::ser::Serializer<") else {
        return false;
    };
    let mut depth = 0;
    let second = arguments.bytes().position(|byte| {
        match byte {
            b'<' | b'(' | b'[' => depth += 1,
            b'>' | b')' | b']' => depth -= 1,
            _ => {}
        }
        byte == b',' && depth <= 0
    });
    let second = second.and_then(|at| arguments.get(at..));
    second.is_none_or(|second| second == ", serde_json::ser::CompactFormatter>")
}

#[cfg(test)]
mod tests {
    use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

    use super::*;

    /// A formatter of the caller's, which can do anything.
    struct Own;

    impl Formatter for Own {}

    type To<W, F> = &'static mut serde_json::Serializer<W, F>;

    #[test]
    fn a_line_break_is_found_wherever_it_stands() {
        for length in 0..100 {
            let text = "a".repeat(length);
            assert!(!has_line_break(&text), "{length}");
            for place in 0..length {
                for line_break in ["\n", "\r"] {
                    let mut text = text.clone();
                    text.replace_range(place..place + 1, line_break);
                    assert!(has_line_break(&text), "{length} {place}");
                }
            }
        }
    }

    #[test]
    fn only_a_serializer_that_writes_compact_text_takes_text() {
        assert!(takes_text::<To<Vec<u8>, CompactFormatter>>());
        assert!(takes_text::<
            To<std::io::Chain<Vec<u8>, [u8; 2]>, CompactFormatter>,
        >());
        assert!(!takes_text::<To<Vec<u8>, PrettyFormatter<'static>>>());
        assert!(!takes_text::<To<Vec<u8>, Own>>());
        assert!(!takes_text::<serde_json::value::Serializer>());
        for (name, expected) in [
            ("&mut serde_json::ser::Serializer<W>", true),
            ("&mut serde_json::ser::Serializer<W<A, (B, C)>>", true),
            (
                "&mut serde_json::ser::Serializer<W, serde_json::ser::CompactFormatter>",
                true,
            ),
            (
                "&mut serde_json::ser::Serializer<W<A>, a::CompactFormatter>",
                false,
            ),
            ("&mut other::Serializer<W>", false),
        ] {
            assert_eq!(is_compact_json(name), expected, "{name}");
        }
    }
}
