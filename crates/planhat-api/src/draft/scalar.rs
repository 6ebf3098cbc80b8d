//! The short way for what most custom fields hold: a text, a number, a truth value or nothing, written in one go.

use std::fmt;

use serde::Serialize;
use serde::ser::{self, Impossible, Serializer};

use super::NOT_FINITE;
use crate::json::write_string;
use crate::value::Number;

/// Appends the JSON text of a value that has no parts. Any other is left to `serde_json`, with nothing
/// appended.
pub(super) fn write_scalar(
    value: &(impl Serialize + ?Sized),
    out: &mut String,
) -> Result<(), NotWritten> {
    let before = out.len();
    let written = value.serialize(Scalar(out));
    if written.is_err() {
        out.truncate(before);
    }
    written
}

/// Why nothing was appended.
#[derive(Debug)]
pub(super) enum NotWritten {
    /// JSON has no such number.
    NotFinite,
    /// It has parts, or says that it cannot be serialized.
    NoScalar,
}

impl fmt::Display for NotWritten {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotFinite => NOT_FINITE,
            Self::NoScalar => "a value with parts",
        })
    }
}

impl std::error::Error for NotWritten {}

impl ser::Error for NotWritten {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::NoScalar
    }
}

struct Scalar<'a>(&'a mut String);

type Outcome = Result<(), NotWritten>;

impl Scalar<'_> {
    fn text(self, text: &str) -> Outcome {
        write_string(text, self.0);
        Ok(())
    }

    fn word(self, word: &str) -> Outcome {
        self.0.push_str(word);
        Ok(())
    }
}

macro_rules! integers {
    ($($method:ident($integer:ty);)*) => {$(
        fn $method(self, integer: $integer) -> Outcome {
            self.word(itoa::Buffer::new().format(integer))
        }
    )*};
}

macro_rules! has_parts {
    ($($method:ident($($argument:ty),*) -> $part:ident;)*) => {$(
        fn $method(self, $(_: $argument),*) -> Result<Self::$part, NotWritten> {
            Err(NotWritten::NoScalar)
        }
    )*};
}

impl Serializer for Scalar<'_> {
    type Ok = ();
    type Error = NotWritten;
    type SerializeSeq = Impossible<(), NotWritten>;
    type SerializeTuple = Impossible<(), NotWritten>;
    type SerializeTupleStruct = Impossible<(), NotWritten>;
    type SerializeTupleVariant = Impossible<(), NotWritten>;
    type SerializeMap = Impossible<(), NotWritten>;
    type SerializeStruct = Impossible<(), NotWritten>;
    type SerializeStructVariant = Impossible<(), NotWritten>;

    integers! {
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
    }

    has_parts! {
        // `serde_json` writes fewer digits than a double has.
        serialize_f32(f32) -> Ok;
        serialize_bytes(&[u8]) -> Ok;
        serialize_seq(Option<usize>) -> SerializeSeq;
        serialize_tuple(usize) -> SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant;
        serialize_map(Option<usize>) -> SerializeMap;
        serialize_struct(&'static str, usize) -> SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
    }

    fn serialize_bool(self, truth: bool) -> Outcome {
        self.word(if truth { "true" } else { "false" })
    }

    fn serialize_f64(self, double: f64) -> Outcome {
        match double.is_finite() {
            true => self.word(Number::from(double).as_str()),
            false => Err(NotWritten::NotFinite),
        }
    }

    fn serialize_char(self, character: char) -> Outcome {
        self.text(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Outcome {
        self.text(text)
    }

    fn serialize_none(self) -> Outcome {
        self.word("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Outcome {
        self.word("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Outcome {
        self.word("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Outcome {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Outcome {
        Err(NotWritten::NoScalar)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Serialize)]
    struct Unit;
    #[derive(Serialize)]
    struct Newtype(f64);
    #[derive(Serialize)]
    enum Variant {
        #[serde(rename = "Unit \"variant\"")]
        Unit,
        Newtype(u8),
    }

    fn written(value: &impl Serialize) -> Option<String> {
        let mut out = String::from("before:");
        match write_scalar(value, &mut out) {
            Ok(()) => out.strip_prefix("before:").map(str::to_owned),
            Err(_) => {
                assert_eq!(out, "before:");
                None
            }
        }
    }

    #[test]
    fn a_scalar_is_written_as_serde_json_writes_it() {
        macro_rules! as_serde_json {
            ($($value:expr),* $(,)?) => {$(
                let expected = serde_json::to_string(&$value).unwrap();
                assert_eq!(written(&$value), Some(expected), stringify!($value));
            )*};
        }
        as_serde_json![
            "a \"b\" \\ \n é 🦀",
            String::from("x"),
            'ß',
            '"',
            true,
            false,
            0_i8,
            i8::MIN,
            i16::MIN,
            i32::MIN,
            i64::MIN,
            i128::MIN,
            u8::MAX,
            u16::MAX,
            u32::MAX,
            u64::MAX,
            u128::MAX,
            5000.0,
            1e21,
            -0.0,
            83.33333333333333,
            5e-324,
            f64::MIN,
            None::<u8>,
            Some(Some("x")),
            (),
            Unit,
            Newtype(0.1),
            Variant::Unit,
            serde_json::json!("x"),
            serde_json::json!(12.5),
            serde_json::Value::Null,
        ];
    }

    #[test]
    fn what_has_parts_is_left_to_others() {
        assert_eq!(written(&[1]), None);
        assert_eq!(written(&(1, "a")), None);
        assert_eq!(written(&BTreeMap::from([(1, 2)])), None);
        assert_eq!(written(&Variant::Newtype(1)), None);
        assert_eq!(written(&0.1_f32), None);
    }

    #[test]
    fn what_json_has_no_number_for_is_told_apart() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let told = write_scalar(&Some(Newtype(number)), &mut String::new());
            assert!(matches!(told, Err(NotWritten::NotFinite)));
        }
    }
}
