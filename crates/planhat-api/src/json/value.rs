//! One JSON value, as the server wrote it.

use std::borrow::Cow;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::ser::{Serialize, Serializer};

use super::scan::{Elements, Member, Members};
use super::{
    DecodeError, has_lone_surrogate, inside_quotes, read_whole, same_json, serialize_value,
    unescape,
};
use crate::value::{Number, Timestamp};

/// What sort of JSON value a [`Value`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// a number of any form
    Number,
    /// a string
    String,
    /// an array
    Array,
    /// an object
    Object,
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// One JSON value of a reply, borrowed from the record it belongs to and kept as it was written.
///
/// ```
/// # use planhat_api::License;
/// let license = License::from_json(br#"{"tier": {"level": 3, "note": null}}"#)?;
/// let tier = license.get("tier").unwrap();
/// assert_eq!(tier.get("level").and_then(|level| level.as_i64()), Some(3));
/// assert_eq!(tier.as_json(), r#"{"level": 3, "note": null}"#);
/// # Ok::<(), planhat_api::DecodeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Value<'a> {
    json: &'a str,
}

impl<'a> Value<'a> {
    /// `json` is the text of one valid JSON value.
    pub(crate) fn new(json: &'a str) -> Self {
        Self { json }
    }

    /// The text of the value, as it came.
    pub fn as_json(&self) -> &'a str {
        self.json
    }

    /// What sort of value it is.
    pub fn kind(&self) -> Kind {
        match self.json.as_bytes().first() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::String,
            Some(b't' | b'f') => Kind::Boolean,
            Some(b'n') => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    /// The characters of a string; `None` for one with half of a surrogate pair, which no Rust
    /// string can hold.
    pub fn as_str(&self) -> Option<Cow<'a, str>> {
        let escaped = inside_quotes(self.json)?;
        if !escaped.contains('\\') {
            return Some(Cow::Borrowed(escaped));
        }
        (!has_lone_surrogate(escaped)).then(|| unescape(escaped))
    }

    /// The boolean it is.
    pub fn as_bool(&self) -> Option<bool> {
        match self.json {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The number it is, in its own words.
    pub fn as_number(&self) -> Option<Number<'a>> {
        (self.kind() == Kind::Number).then(|| Number::from_json(self.json))
    }

    /// The nearest double of a number.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number()?.as_f64()
    }

    /// The number as an integer, if it is one without a remainder and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The instant that a string names, in a form that [`Timestamp`] reads.
    pub fn as_timestamp(&self) -> Option<Timestamp> {
        self.as_str()?.parse().ok()
    }

    /// The elements of an array.
    pub fn elements(&self) -> Option<impl Iterator<Item = Value<'a>> + use<'a>> {
        Elements::new(self.json).map(|elements| elements.map(Value::new))
    }

    /// The members of an object in their order, duplicates included. Half of a surrogate pair in a
    /// key reads as U+FFFD; [`as_json`](Self::as_json) has it as it came.
    pub fn members(&self) -> Option<impl Iterator<Item = (Cow<'a, str>, Value<'a>)> + use<'a>> {
        Some(Members::new(self.json)?.map(parts))
    }

    /// The members of an object; none where it is something else.
    pub(crate) fn each_member(&self) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> + use<'a> {
        Members::of(self.json).map(parts)
    }

    /// The elements of an array; none where it is something else.
    pub(crate) fn each_element(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        Elements::of(self.json).map(Value::new)
    }

    /// The member of an object under `key`; of duplicates, the last. A key with half of a surrogate
    /// pair is no `&str` and found under none.
    pub fn get(&self, key: &str) -> Option<Value<'a>> {
        let mut found = None;
        for member in Members::of(self.json) {
            if unescape(member.key) == key && !has_lone_surrogate(member.key) {
                found = Some(Value::new(member.value));
            }
        }
        found
    }

    /// The members of an object under some keys, found in one walk; of duplicates, the last.
    pub(crate) fn get_each<const N: usize>(&self, keys: [&str; N]) -> [Option<Value<'a>>; N] {
        let mut found = [None; N];
        for member in Members::of(self.json) {
            let place = place(&keys, &unescape(member.key));
            if let Some(value) = place.and_then(|place| found.get_mut(place)) {
                *value = Some(Value::new(member.value));
            }
        }
        found
    }

    /// Tells what each element of an array has under some keys, in one walk of all: nothing where it is no object;
    /// of duplicates, the last.
    pub(crate) fn each_element_has<const N: usize>(
        &self,
        keys: [&str; N],
        mut tell: impl FnMut([Option<Value<'a>>; N]),
    ) {
        let text = self.json;
        let _ = read_whole(text.as_bytes(), |reader| {
            reader.elements(|reader| {
                let mut found = [None; N];
                if text.as_bytes().get(reader.position()) == Some(&b'{') {
                    reader.members(|key, value| {
                        let name = text.get(key.start + 1..key.end - 1).unwrap_or_default();
                        let place = match key.has_escapes {
                            true => place(&keys, &unescape(name)),
                            false => place(&keys, name),
                        };
                        if let Some(slot) = place.and_then(|place| found.get_mut(place)) {
                            *slot = text.get(value.start..value.end).map(Value::new);
                        }
                    })?;
                } else {
                    reader.value()?;
                }
                tell(found);
                Some(())
            })
        });
    }

    /// The value as a type of yours.
    ///
    /// # Errors
    /// Where the value does not fit `T`; the error names the place.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        let mut deserializer = serde_json::Deserializer::from_str(self.json);
        serde_path_to_error::deserialize(&mut deserializer).map_err(DecodeError::shape)
    }
}

fn parts(member: Member<'_>) -> (Cow<'_, str>, Value<'_>) {
    (unescape(member.key), Value::new(member.value))
}

fn place(keys: &[&str], key: &str) -> Option<usize> {
    keys.iter().position(|wanted| *wanted == key)
}

/// The JSON text.
impl fmt::Display for Value<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.json)
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.json)
    }
}

/// Equal as JSON: keys in any order, numbers as written (`5000` is not `5000.0`).
impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        same_json(self.json, other.json)
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_value(self.json, serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_walk_finds_in_each_element_what_a_walk_of_its_own_does() {
        let keys = ["a", "b"];
        let text = r#"[ {"a":1,"b":"x,}\"]"}, {"\u0061" : [{"b":1}] , "c":{"a":2}}, 7, null, "a", [], {},
            [{"a":1}], {"a":1,"a":2}, {"b":null} ]"#;
        let list = Value::new(text);
        let mut found = Vec::new();
        list.each_element_has(keys, |values| found.push(values));
        let elements = list.elements().unwrap();
        let expected: Vec<_> = elements.map(|element| element.get_each(keys)).collect();
        assert_eq!(found, expected);
        assert_eq!(found.len(), 10);
        for text in ["[]", "null", "7", r#"{"a":[{"a":1}]}"#, r#""[{}]""#] {
            Value::new(text).each_element_has(keys, |_| panic!("{text}"));
        }
    }
}
