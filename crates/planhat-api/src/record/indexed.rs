//! One JSON object as text, with the places of its known properties.

use crate::json::DecodeError;
use crate::json::{Members, Value, has_lone_surrogate, inside_quotes, unescape};

/// The text of an object and, for each of `N` known properties, where its value stands.
///
/// Nothing is decoded until it is asked for, and encoding is the text itself: that is what makes a
/// record lossless. Strings with escapes are the exception, since a `&str` must point at plain
/// characters: those are appended behind the JSON text.
#[derive(Clone)]
pub(crate) struct Indexed<const N: usize> {
    text: Box<str>,
    json_length: u32,
    places: [Place; N],
}

/// Where a value stands in the text.
#[derive(Clone, Copy)]
struct Place {
    start: u32,
    length: u32,
}

impl Place {
    const ABSENT: Self = Self {
        start: u32::MAX,
        length: 0,
    };
    /// The largest text whose places fit, with room for the unescaped strings.
    const LIMIT: usize = u32::MAX as usize / 2;
}

/// A value that is present, as far as reading it needs to know.
#[derive(Clone, Copy)]
pub(crate) enum Present<'a> {
    /// The characters of a string.
    String(&'a str),
    /// The JSON text of anything else.
    Json(&'a str),
}

impl<const N: usize> Indexed<N> {
    /// Indexes the text of a valid JSON object. `find` knows the properties by name.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn new(object: &str, find: fn(&str) -> Option<usize>) -> Result<Self, DecodeError> {
        let members = Members::new(object)
            .ok_or_else(|| DecodeError::unexpected("an object", Value::new(object).kind()))?;
        if object.len() > Place::LIMIT {
            return Err(DecodeError::too_large());
        }
        let mut places = [Place::ABSENT; N];
        let mut unescaped = String::new();
        for member in members {
            let Some(place) =
                find(&unescape(member.key)).and_then(|property| places.get_mut(property))
            else {
                continue;
            };
            let escaped = inside_quotes(member.value)
                .filter(|text| text.contains('\\') && !has_lone_surrogate(text));
            *place = if let Some(escaped) = escaped {
                let plain = unescape(escaped);
                let start = (object.len() + unescaped.len()) as u32;
                unescaped.push_str(&plain);
                Place {
                    start,
                    length: plain.len() as u32,
                }
            } else {
                Place {
                    start: member.value_at as u32,
                    length: member.value.len() as u32,
                }
            };
        }
        let text = if unescaped.is_empty() {
            object.into()
        } else {
            [object, &unescaped].concat().into()
        };
        Ok(Self {
            text,
            json_length: object.len() as u32,
            places,
        })
    }

    /// The JSON text.
    pub(crate) fn as_json(&self) -> &str {
        self.text
            .get(..self.json_length as usize)
            .unwrap_or_default()
    }

    /// The value of a known property.
    pub(crate) fn present(&self, property: usize) -> Option<Present<'_>> {
        let Place { start, length } = *self.places.get(property)?;
        let (start, length) = (start as usize, length as usize);
        let text = self.text.get(start..start + length)?;
        if start >= self.json_length as usize {
            return Some(Present::String(text));
        }
        // A string that still has its escapes is one that no Rust string can hold.
        Some(match inside_quotes(text) {
            Some(characters) if !characters.contains('\\') => Present::String(characters),
            _ => Present::Json(text),
        })
    }

    /// The value under any key.
    pub(crate) fn get(&self, key: &str) -> Option<Value<'_>> {
        Value::new(self.as_json()).get(key)
    }
}
