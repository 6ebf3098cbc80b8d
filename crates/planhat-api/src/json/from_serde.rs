//! Takes JSON text out of any serde deserializer.
//!
//! `serde_json` hands over the text itself when it is asked by the name its `RawValue` uses.
//! Deserializers that do not know the name (serde's own buffers behind `flatten` and untagged
//! enums, other formats) answer with whatever they hold, and it is written out as text from what
//! they visit. Numbers then come in `serde_json`'s canonical form.

use std::fmt;
use std::sync::OnceLock;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::text::write_string;
use super::validate;

/// The name under which `serde_json` hands out a value as text.
const RAW_VALUE: &str = "$serde_json::private::RawValue";
/// The key under which `serde_json` hides a number when `arbitrary_precision` is on.
const NUMBER: &str = "$serde_json::private::Number";

/// One JSON value as text.
pub(crate) struct JsonText(pub(crate) String);

impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut text = String::new();
        let asked_for_text = Write {
            text: &mut text,
            form: Form::Asked,
        };
        deserializer.deserialize_newtype_struct(RAW_VALUE, asked_for_text)?;
        Ok(Self(text))
    }
}

/// Appends whatever is visited as JSON text. It tells whether it was a string.
struct Write<'t> {
    text: &'t mut String,
    form: Form,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// As JSON.
    Json,
    /// As JSON, which was asked for by the name of `RawValue`, so that a map may be its answer.
    Asked,
    /// As JSON, but a string as its bare characters.
    Bare,
}

impl<'t> Write<'t> {
    fn json(text: &'t mut String) -> Self {
        let form = Form::Json;
        Self { text, form }
    }
}

impl<'de> DeserializeSeed<'de> for Write<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Write<'_> {
    fn display(self, value: impl fmt::Display) -> bool {
        use fmt::Write as _;
        // Writing into a String cannot fail.
        let _ = write!(self.text, "{value}");
        false
    }
}

impl<'de> Visitor<'de> for Write<'_> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON can hold")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<bool, E> {
        Ok(self.display(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<bool, E> {
        Ok(self.display(value))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<bool, E> {
        Ok(self.display(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<bool, E> {
        Ok(self.display(value))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<bool, E> {
        Ok(self.display(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<bool, E> {
        if !value.is_finite() {
            return Err(E::invalid_value(
                de::Unexpected::Float(value),
                &"a finite number",
            ));
        }
        Ok(self.display(serde_json::to_string(&value).map_err(E::custom)?))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<bool, E> {
        match self.form {
            Form::Bare => self.text.push_str(value),
            Form::Json | Form::Asked => write_string(value, self.text),
        }
        Ok(true)
    }

    fn visit_unit<E: de::Error>(self) -> Result<bool, E> {
        Ok(self.display("null"))
    }

    fn visit_none<E: de::Error>(self) -> Result<bool, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.visit_newtype_struct(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        // This deserializer did not know the name: what it holds is the data itself.
        let form = match self.form {
            Form::Bare => Form::Bare,
            Form::Json | Form::Asked => Form::Json,
        };
        Write { form, ..self }.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<bool, A::Error> {
        self.text.push('[');
        while sequence
            .next_element_seed(Write::json(self.text))?
            .is_some()
        {
            self.text.push(',');
        }
        close(self.text, ']');
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let first = map.next_key::<String>()?;
        match first.as_deref() {
            Some(RAW_VALUE) if self.form == Form::Asked => {
                object_or(self.text, RAW_VALUE, map, json)?;
            }
            Some(NUMBER) if numbers_come_as_objects() => {
                object_or(self.text, NUMBER, map, number)?;
            }
            _ => {
                self.text.push('{');
                members(self.text, first, map)?;
            }
        }
        Ok(false)
    }
}

/// Writes an object whose first key was taken already; or, if all it holds is one string in which
/// `read` finds a text, that text. `serde_json` hands out text and numbers in such objects. One
/// with anything else in it is an object of the data.
fn object_or<'de, A: MapAccess<'de>>(
    text: &mut String,
    first: &str,
    mut map: A,
    read: impl Fn(&str) -> Option<&str>,
) -> Result<(), A::Error> {
    let mut value = String::new();
    let is_string = map.next_value_seed(Write {
        text: &mut value,
        form: Form::Bare,
    })?;
    let second = map.next_key::<String>()?;
    if is_string
        && second.is_none()
        && let Some(found) = read(&value)
    {
        text.push_str(found);
        return Ok(());
    }
    text.push('{');
    write_string(first, text);
    text.push(':');
    if is_string {
        write_string(&value, text);
    } else {
        text.push_str(&value);
    }
    text.push(',');
    members(text, second, map)
}

/// Writes the members from the one whose key was taken already, and closes the object.
fn members<'de, A: MapAccess<'de>>(
    text: &mut String,
    first: Option<String>,
    mut map: A,
) -> Result<(), A::Error> {
    let mut next = first;
    while let Some(key) = next {
        write_string(&key, text);
        text.push(':');
        map.next_value_seed(Write::json(text))?;
        text.push(',');
        next = map.next_key()?;
    }
    close(text, '}');
    Ok(())
}

/// The text, when it is valid JSON.
fn json(text: &str) -> Option<&str> {
    validate(text.as_bytes()).ok()
}

/// The text, when it is a JSON number and nothing else.
fn number(text: &str) -> Option<&str> {
    let starts_as_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    json(text).filter(|json| starts_as_number && json.len() == text.len())
}

/// Whether this build of `serde_json` has `arbitrary_precision` on, so that its numbers come as
/// objects with one telling key. Without it, such an object is one of the data.
fn numbers_come_as_objects() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();

    struct Probe;

    impl<'de> Visitor<'de> for Probe {
        type Value = bool;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a number")
        }

        fn visit_f64<E: de::Error>(self, _: f64) -> Result<bool, E> {
            Ok(false)
        }

        fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<bool, A::Error> {
            Ok(true)
        }
    }

    *ANSWER.get_or_init(|| {
        // A small integer comes as one in either build.
        let mut fraction = serde_json::Deserializer::from_str("1.5");
        fraction.deserialize_any(Probe).unwrap_or(false)
    })
}

/// Closes a container, whose every part was followed by a comma.
fn close(text: &mut String, bracket: char) {
    if text.ends_with(',') {
        text.pop();
    }
    text.push(bracket);
}
