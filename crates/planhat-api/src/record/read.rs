//! How a documented type is read from a value.

use super::custom::Custom;
use super::indexed::Present;
use crate::id::{ObjectId, RecordRef};
use crate::json::{Elements, Kind, Value};
use crate::value::{Number, Timestamp};

/// A type that a property can be read as; `None` where the value is of another type.
pub(crate) trait Read<'a>: Sized {
    fn read(present: Present<'a>) -> Option<Self>;
}

impl<'a> Read<'a> for &'a str {
    fn read(present: Present<'a>) -> Option<Self> {
        match present {
            Present::String(characters) => Some(characters),
            Present::Json(_) => None,
        }
    }
}

impl<'a> Read<'a> for String {
    fn read(present: Present<'a>) -> Option<Self> {
        <&str>::read(present).map(str::to_owned)
    }
}

impl<'a> Read<'a> for Number<'a> {
    fn read(present: Present<'a>) -> Option<Self> {
        // What no double comes near is handed out raw, as the plain accessor cannot say it.
        json(present)?
            .as_number()
            .filter(|number| number.as_f64().is_some())
    }
}

impl<'a> Read<'a> for f64 {
    fn read(present: Present<'a>) -> Option<Self> {
        json(present)?.as_f64()
    }
}

impl<'a> Read<'a> for i64 {
    fn read(present: Present<'a>) -> Option<Self> {
        json(present)?.as_i64()
    }
}

impl<'a> Read<'a> for bool {
    fn read(present: Present<'a>) -> Option<Self> {
        json(present)?.as_bool()
    }
}

impl<'a> Read<'a> for Custom<'a> {
    fn read(present: Present<'a>) -> Option<Self> {
        json(present)
            .filter(|value| value.kind() == Kind::Object)
            .map(Custom::new)
    }
}

/// Types with a text form of their own.
macro_rules! read_from_string {
    ($($type:ty),*) => {$(
        impl<'a> Read<'a> for $type {
            #[inline]
            fn read(present: Present<'a>) -> Option<Self> {
                <&str>::read(present)?.parse().ok()
            }
        }
    )*};
}
read_from_string!(ObjectId, RecordRef, Timestamp);

/// An array of which every element is of the documented type.
impl<'a, T: ReadElement<'a>> Read<'a> for Vec<T> {
    fn read(present: Present<'a>) -> Option<Self> {
        Elements::new(json(present)?.as_json())?
            .map(T::read_element)
            .collect()
    }
}

/// What an array can hold: nothing that borrows unescaped characters, which only the record has.
pub(crate) trait ReadElement<'a>: Sized {
    fn read_element(json: &'a str) -> Option<Self>;
}

impl<'a> ReadElement<'a> for Value<'a> {
    fn read_element(json: &'a str) -> Option<Self> {
        Some(Value::new(json))
    }
}

impl<'a> ReadElement<'a> for String {
    fn read_element(json: &'a str) -> Option<Self> {
        Value::new(json).as_str().map(Into::into)
    }
}

macro_rules! read_element {
    (from string: $($text:ty),*; from json: $($other:ty),*) => {
        $(impl<'a> ReadElement<'a> for $text {
            #[inline]
            fn read_element(json: &'a str) -> Option<Self> {
                Value::new(json).as_str()?.parse().ok()
            }
        })*
        $(impl<'a> ReadElement<'a> for $other {
            #[inline]
            fn read_element(json: &'a str) -> Option<Self> {
                Self::read(Present::Json(json))
            }
        })*
    };
}
read_element!(from string: ObjectId, RecordRef, Timestamp; from json: Number<'a>, Custom<'a>, f64, i64, bool);

fn json(present: Present<'_>) -> Option<Value<'_>> {
    match present {
        Present::Json(json) => Some(Value::new(json)),
        Present::String(_) => None,
    }
}
