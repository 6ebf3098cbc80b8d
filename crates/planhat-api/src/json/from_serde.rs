//! Takes JSON text out of any serde deserializer.
//!
//! `serde_json` hands over the text itself when it is asked by the name its `RawValue` uses.
//! Deserializers that do not know the name (serde's own buffers behind `flatten` and untagged
//! enums, other formats) answer with a newtype, and the value is written out as text from what
//! they visit. Numbers then come in `serde_json`'s canonical form.

use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::text::write_string;

/// The name under which `serde_json` hands out a value as text.
const RAW_VALUE: &str = "$serde_json::private::RawValue";
/// The key under which `serde_json` hides a number when `arbitrary_precision` is on.
const NUMBER: &str = "$serde_json::private::Number";

/// One JSON value as text.
pub(crate) struct JsonText(pub(crate) String);

impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_newtype_struct(RAW_VALUE, RawOrAny)
            .map(JsonText)
    }
}

struct RawOrAny;

impl<'de> Visitor<'de> for RawOrAny {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
        map.next_entry::<de::IgnoredAny, String>()?
            .map(|(_, raw)| raw)
            .ok_or_else(|| de::Error::custom("a raw JSON value without a text"))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<String, D::Error> {
        let mut text = String::new();
        Write(&mut text).deserialize(deserializer)?;
        Ok(text)
    }
}

/// Writes whatever is visited as JSON text.
struct Write<'t>(&'t mut String);

impl<'de> DeserializeSeed<'de> for Write<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Write<'_> {
    fn display(self, value: impl fmt::Display) {
        use fmt::Write as _;
        // Writing into a String cannot fail.
        let _ = write!(self.0, "{value}");
    }
}

impl<'de> Visitor<'de> for Write<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON can hold")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.display(value);
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.display(value);
        Ok(())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<(), E> {
        self.display(value);
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.display(value);
        Ok(())
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<(), E> {
        self.display(value);
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        if !value.is_finite() {
            return Err(E::invalid_value(
                de::Unexpected::Float(value),
                &"a finite number",
            ));
        }
        self.0
            .push_str(&serde_json::to_string(&value).map_err(E::custom)?);
        Ok(())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        write_string(value, self.0);
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.0.push_str("null");
        Ok(())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        self.0.push('[');
        while sequence.next_element_seed(Write(self.0))?.is_some() {
            self.0.push(',');
        }
        close(self.0, ']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.push('{');
        if let Some(key) = map.next_key::<String>()? {
            if key == NUMBER {
                return number_or_object(self.0, map);
            }
            member(self.0, &key, &mut map)?;
        }
        rest(self.0, map)
    }
}

/// A number of an `arbitrary_precision` build looks like an object with one telling key. Only a
/// value that cannot be such a number makes it an object.
fn number_or_object<'de, A: MapAccess<'de>>(text: &mut String, mut map: A) -> Result<(), A::Error> {
    let JsonText(value) = map.next_value()?;
    let number = value.trim_matches('"');
    if value.starts_with('"') && serde_json::from_str::<serde_json::Number>(number).is_ok() {
        text.pop();
        text.push_str(number);
        return Ok(());
    }
    write_string(NUMBER, text);
    text.push(':');
    text.push_str(&value);
    text.push(',');
    rest(text, map)
}

fn member<'de, A: MapAccess<'de>>(
    text: &mut String,
    key: &str,
    map: &mut A,
) -> Result<(), A::Error> {
    write_string(key, text);
    text.push(':');
    map.next_value_seed(Write(text))?;
    text.push(',');
    Ok(())
}

fn rest<'de, A: MapAccess<'de>>(text: &mut String, mut map: A) -> Result<(), A::Error> {
    while let Some(key) = map.next_key::<String>()? {
        member(text, &key, &mut map)?;
    }
    close(text, '}');
    Ok(())
}

/// Closes a container, whose every part was followed by a comma.
fn close(text: &mut String, bracket: char) {
    if text.ends_with(',') {
        text.pop();
    }
    text.push(bracket);
}
