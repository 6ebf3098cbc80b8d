//! Takes JSON text out of any serde deserializer.
//!
//! `serde_json` hands over the text itself when it is asked by the name its `RawValue` uses.
//! Deserializers that do not know the name (serde's own buffers behind `flatten` and untagged
//! enums, other formats) answer with whatever they hold, and it is written out as text from what
//! they visit. Numbers then come in `serde_json`'s canonical form.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::text::write_string;
use super::validate;

/// The name under which `serde_json` hands out a value as text.
pub(super) const RAW_VALUE: &str = "$serde_json::private::RawValue";
/// The key under which `serde_json` hides a number when `arbitrary_precision` is on.
const NUMBER: &str = "$serde_json::private::Number";

/// One JSON value as text.
pub(crate) struct JsonText<'de> {
    text: Cow<'de, str>,
    /// Whether it came in an object whose one key is the name of `RawValue`. Then it is no JSON
    /// where that object is one of the data.
    by_name: bool,
}

impl JsonText<'_> {
    /// What `read` makes of it.
    pub(crate) fn read<T, E>(self, read: impl Fn(&str) -> Result<T, E>) -> Result<T, E> {
        let found = read(&self.text);
        if found.is_ok() || !self.by_name || validate(self.text.as_bytes()).is_ok() {
            return found;
        }
        let mut object = String::from("{");
        write_string(RAW_VALUE, &mut object);
        object.push(':');
        write_string(&self.text, &mut object);
        object.push('}');
        read(&object)
    }
}

impl<'de> Deserialize<'de> for JsonText<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut written = String::new();
        let mut by_name = None;
        let asked_for_text = Write {
            text: &mut written,
            form: Form::Asked(&mut by_name),
        };
        deserializer.deserialize_newtype_struct(RAW_VALUE, asked_for_text)?;
        Ok(Self {
            by_name: by_name.is_some(),
            text: by_name.unwrap_or(Cow::Owned(written)),
        })
    }
}

/// Appends whatever is visited as JSON text.
struct Write<'t, 'de> {
    text: &'t mut String,
    form: Form<'t, 'de>,
}

enum Form<'t, 'de> {
    /// As JSON.
    Json,
    /// As JSON, which was asked for by the name of `RawValue`, so that a map may be its answer. The
    /// text that comes so is not written, but put here.
    Asked(&'t mut Option<Cow<'de, str>>),
    /// As JSON; but a string is put here.
    String(&'t mut Option<Cow<'de, str>>),
}

impl<'t> Write<'t, '_> {
    fn json(text: &'t mut String) -> Self {
        let form = Form::Json;
        Self { text, form }
    }
}

/// The characters of a key.
struct Key<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Characters;

        impl<'de> Visitor<'de> for Characters {
            type Value = Key<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a key that is a string")
            }

            fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(value)))
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Key<'de>, E> {
                self.visit_string(value.to_owned())
            }

            fn visit_string<E: de::Error>(self, value: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(value)))
            }

            /// Formats other than JSON can have such keys.
            fn visit_bytes<E: de::Error>(self, value: &[u8]) -> Result<Key<'de>, E> {
                let invalid = || E::invalid_value(de::Unexpected::Bytes(value), &self);
                let key = std::str::from_utf8(value).map_err(|_| invalid())?;
                self.visit_str(key)
            }
        }

        deserializer.deserialize_str(Characters)
    }
}

impl<'de> DeserializeSeed<'de> for Write<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Write<'_, '_> {
    fn display<E: de::Error>(self, value: impl fmt::Display) -> Result<(), E> {
        use fmt::Write as _;
        write!(self.text, "{value}").map_err(E::custom)
    }
}

impl<'de> Visitor<'de> for Write<'_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON can hold")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.display(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.display(value)
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<(), E> {
        self.display(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.display(value)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<(), E> {
        self.display(value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        if !value.is_finite() {
            return Err(E::invalid_value(
                de::Unexpected::Float(value),
                &"a finite number",
            ));
        }
        self.display(serde_json::to_string(&value).map_err(E::custom)?)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        match self.form {
            Form::String(place) => *place = Some(Cow::Owned(value.to_owned())),
            Form::Json | Form::Asked(_) => write_string(value, self.text),
        }
        Ok(())
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<(), E> {
        match self.form {
            Form::String(place) => *place = Some(Cow::Borrowed(value)),
            Form::Json | Form::Asked(_) => write_string(value, self.text),
        }
        Ok(())
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<(), E> {
        match self.form {
            Form::String(place) => *place = Some(Cow::Owned(value)),
            Form::Json | Form::Asked(_) => write_string(&value, self.text),
        }
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.display("null")
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.visit_newtype_struct(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        // This deserializer did not know the name: what it holds is the data itself.
        let form = match self.form {
            Form::Asked(_) => Form::Json,
            form => form,
        };
        Write { form, ..self }.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        self.text.push('[');
        while sequence
            .next_element_seed(Write::json(self.text))?
            .is_some()
        {
            self.text.push(',');
        }
        close(self.text, ']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let first = map.next_key::<Key<'de>>()?;
        let name = first.as_ref().map(|key| &*key.0);
        match (name, self.form) {
            (Some(RAW_VALUE), Form::Asked(place)) => {
                *place = lone_string(self.text, RAW_VALUE, map, |_| true)?;
            }
            (Some(NUMBER), _) if numbers_come_as_objects() => {
                if let Some(digits) = lone_string(self.text, NUMBER, map, is_number)? {
                    self.text.push_str(&digits);
                }
            }
            _ => {
                self.text.push('{');
                members(self.text, first, map)?;
            }
        }
        Ok(())
    }
}

/// The one string that an object holds whose first key was taken already, if that is all of it and
/// it `is_meant`. `serde_json` hands out text and numbers in such objects. One with anything else in it
/// is an object of the data, and is written.
fn lone_string<'de, A: MapAccess<'de>>(
    text: &mut String,
    first: &str,
    mut map: A,
    is_meant: impl Fn(&str) -> bool,
) -> Result<Option<Cow<'de, str>>, A::Error> {
    let mut other = String::new();
    let mut string = None;
    map.next_value_seed(Write {
        text: &mut other,
        form: Form::String(&mut string),
    })?;
    let second = map.next_key()?;
    if second.is_none() && string.as_deref().is_some_and(is_meant) {
        return Ok(string);
    }
    text.push('{');
    write_string(first, text);
    text.push(':');
    match string {
        Some(string) => write_string(&string, text),
        None => text.push_str(&other),
    }
    text.push(',');
    members(text, second, map)?;
    Ok(None)
}

/// Writes the members from the one whose key was taken already, and closes the object.
fn members<'de, A: MapAccess<'de>>(
    text: &mut String,
    first: Option<Key<'de>>,
    mut map: A,
) -> Result<(), A::Error> {
    let mut next = first;
    while let Some(Key(key)) = next {
        write_string(&key, text);
        text.push(':');
        map.next_value_seed(Write::json(text))?;
        text.push(',');
        next = map.next_key()?;
    }
    close(text, '}');
    Ok(())
}

/// Whether the text is a JSON number and nothing else.
fn is_number(text: &str) -> bool {
    let starts_as_number = matches!(text.as_bytes().first(), Some(b'-' | b'0'..=b'9'));
    starts_as_number && validate(text.as_bytes()).is_ok_and(|json| json.len() == text.len())
}

/// Whether this build of `serde_json` has `arbitrary_precision` on, so that its numbers come as
/// objects with one telling key. Without it, such an object is one of the data.
fn numbers_come_as_objects() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();

    *ANSWER.get_or_init(|| {
        // Only such a build keeps the digits of a number as they are.
        let digits = "1.50";
        digits
            .parse()
            .is_ok_and(|number: serde_json::Number| number.to_string() == digits)
    })
}

/// Closes a container, whose every part was followed by a comma.
fn close(text: &mut String, bracket: char) {
    if text.ends_with(',') {
        text.pop();
    }
    text.push(bracket);
}
