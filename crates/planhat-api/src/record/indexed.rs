//! One JSON object as text, with the places of its known properties.

use crate::json::{Reader, Value, has_lone_surrogate, inside_quotes, unescape};

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
    /// Reads an object and indexes it. `find` knows the properties by name.
    pub(crate) fn take(reader: &mut Reader<'_>, find: fn(&str) -> Option<usize>) -> Option<Self> {
        let mut places = [Place::ABSENT; N];
        let (text, json_length) = index(reader, find, &mut places)?;
        Some(Self {
            text,
            json_length,
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

    /// The same without a search, where the key is that of a known property.
    pub(crate) fn get_known(&self, key: &str, property: Option<usize>) -> Option<Value<'_>> {
        let place = property.and_then(|property| self.places.get(property));
        let stands_there = |place: &&Place| place.start < self.json_length;
        match place {
            Some(place) if place.start == Place::ABSENT.start => None,
            Some(place) if stands_there(&place) => {
                let (start, length) = (place.start as usize, place.length as usize);
                self.text.get(start..start + length).map(Value::new)
            }
            // Of a string with escapes the place is where its characters stand.
            _ => self.get(key),
        }
    }
}

/// The text of an object with the plain characters of strings behind it, and how long the object is. Notes the places
/// of the properties that `find` knows.
#[allow(clippy::cast_possible_truncation)]
fn index(
    reader: &mut Reader<'_>,
    find: fn(&str) -> Option<usize>,
    places: &mut [Place],
) -> Option<(Box<str>, u32)> {
    let start = reader.position();
    let mut escaped = Vec::new();
    let text = reader.text();
    reader.members(|key, value| {
        let name = text.get(key.start + 1..key.end - 1).unwrap_or_default();
        let property = match key.has_escapes {
            true => find(&unescape(name)),
            false => find(name),
        };
        let Some(property) = property else { return };
        if let Some(place) = places.get_mut(property) {
            *place = Place {
                start: (value.start - start) as u32,
                length: (value.end - value.start) as u32,
            };
            if value.has_escapes {
                escaped.push(property);
            }
        }
    })?;
    let object = text.get(start..reader.position())?;
    if object.len() > Place::LIMIT {
        return None;
    }
    let text = match escaped.is_empty() {
        true => object.into(),
        false => with_plain(object, &escaped, places),
    };
    Some((text, object.len() as u32))
}

/// The text of an object, and behind it the characters of those strings among its properties that have escapes.
#[allow(clippy::cast_possible_truncation)]
fn with_plain(object: &str, properties: &[usize], places: &mut [Place]) -> Box<str> {
    let mut text = String::from(object);
    for &property in properties {
        let Some(place) = places.get_mut(property) else {
            continue;
        };
        // Of a key that comes twice, the last one counts, and that may be here already.
        let (start, length) = (place.start as usize, place.length as usize);
        let value = object.get(start..start + length);
        let Some(escaped) = value.and_then(inside_quotes) else {
            continue;
        };
        if !escaped.contains('\\') || has_lone_surrogate(escaped) {
            continue;
        }
        let plain = unescape(escaped);
        *place = Place {
            start: text.len() as u32,
            length: plain.len() as u32,
        };
        text.push_str(&plain);
    }
    text.into()
}
