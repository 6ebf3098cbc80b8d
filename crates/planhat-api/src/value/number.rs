//! Numbers in their own words.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{self, Serialize, Serializer};

use super::decimal::Decimal;
use super::short::Short;
use crate::json::{JsonText, Value, serialize_value};

/// A JSON number with the digits it was written with: `5000`, `5000.0` and `5e3` stay apart, and
/// no digit of a long one is lost.
///
/// ```
/// # use planhat_api::License;
/// let license = License::from_json(br#"{"mrr": 83.33333333333333, "value": 5000}"#)?;
/// assert_eq!(license.mrr(), Some(83.33333333333333));
/// let value = license.value_field().value().unwrap();
/// assert_eq!((value.as_i64(), value.as_str()), (Some(5000), "5000"));
/// # Ok::<(), planhat_api::DecodeError>(())
/// ```
///
/// It is written from any of Rust's integers, from an `f64`, or from decimal text:
///
/// ```
/// # use planhat_api::Number;
/// assert_eq!(Number::from(5000).as_str(), "5000");
/// assert_eq!(Number::from(5000.0).as_str(), "5000.0");
/// let exact: Number = "12345678901234567890.12".parse()?;
/// assert_eq!(exact.as_str(), "12345678901234567890.12");
/// # Ok::<(), planhat_api::ParseNumberError>(())
/// ```
#[derive(Clone)]
pub struct Number<'a>(Text<'a>);

#[derive(Clone)]
enum Text<'a> {
    Cow(Cow<'a, str>),
    /// Made from a number of Rust's that JSON can hold.
    Short(Short),
}

impl Text<'static> {
    fn of(text: &str) -> Self {
        let long = || Self::Cow(Cow::Owned(text.to_owned()));
        Short::new(text).map_or_else(long, Self::Short)
    }
}

impl<'a> Number<'a> {
    /// `json` is the text of a valid JSON number.
    pub(crate) fn from_json(json: &'a str) -> Self {
        Self(Text::Cow(Cow::Borrowed(json)))
    }

    /// The number as it is written in JSON.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Cow(text) => text,
            Text::Short(text) => text.as_str(),
        }
    }

    /// The nearest double; `None` where that would be infinite.
    pub fn as_f64(&self) -> Option<f64> {
        let double = self.as_str().parse().ok();
        double.filter(|double: &f64| double.is_finite())
    }

    /// The number as an integer: `12`, and `12.0` or `1.2e1` too, but not `12.5` or what does not
    /// fit. It is told by the digits, so that nothing is rounded on the way.
    pub fn as_i64(&self) -> Option<i64> {
        Decimal::new(self.as_str())?.to_i64()
    }

    /// Whether both are the same number, however it is written: `5000`, `5000.0` and `5e3` are one.
    /// No digit is rounded away. Of an exponent beyond counting only the same text is the same.
    pub(crate) fn is_same_value(&self, other: &Number<'_>) -> bool {
        self == other
            || match (Decimal::new(self.as_str()), Decimal::new(other.as_str())) {
                (Some(number), Some(other)) => number == other,
                _ => false,
            }
    }

    /// The number without its ties to the record it came from.
    pub fn into_owned(self) -> Number<'static> {
        Number(match self.0 {
            Text::Cow(text) => Text::Cow(Cow::Owned(text.into_owned())),
            Text::Short(text) => Text::Short(text),
        })
    }

    /// Whether JSON can hold it: a NaN or an infinity it cannot.
    pub(crate) fn is_finite(&self) -> bool {
        match &self.0 {
            Text::Short(_) => true,
            // Any other text is what was made of a double that is not.
            Text::Cow(text) => {
                let unsigned = text.strip_prefix('-').unwrap_or(text);
                matches!(unsigned.as_bytes().first(), Some(b'0'..=b'9'))
            }
        }
    }
}

/// By the text: `5000` and `5e3` are not equal.
impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Number<'_> {}

impl Hash for Number<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// As it is written in JSON.
impl fmt::Display for Number<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for Number<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// As `serde_json` writes it; it has no more than 24 characters.
fn short_double(double: f64) -> Option<Short> {
    Short::written(|out| serde_json::to_writer(out, &double))
}

/// The shortest text that reads back as the same double, as `serde_json` writes it. A NaN or an infinity is taken, too, and
/// refused where it would be sent.
impl From<f64> for Number<'static> {
    fn from(double: f64) -> Self {
        // For what is not finite `serde_json` would say null.
        let finite = Some(double).filter(|double| double.is_finite());
        Self(match finite.and_then(short_double) {
            Some(short) => Text::Short(short),
            None => Text::Cow(Cow::Owned(format!("{double:?}"))),
        })
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Number<'static> {
            #[inline]
            fn from(integer: $integer) -> Self {
                Self(Text::of(itoa::Buffer::new().format(integer)))
            }
        }
    )*};
}
from_integers!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize
);

/// Why a text is no JSON number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a number as JSON writes one: digits, an optional sign, fraction and exponent, nothing else"
)]
pub struct ParseNumberError(());

impl FromStr for Number<'static> {
    type Err = ParseNumberError;

    fn from_str(text: &str) -> Result<Self, ParseNumberError> {
        let raw = serde_json::from_str::<&serde_json::value::RawValue>(text)
            .map_err(|_| ParseNumberError(()))?;
        let starts_as_number = matches!(text.as_bytes().first(), Some(b'-' | b'0'..=b'9'));
        if raw.get() != text || !starts_as_number {
            return Err(ParseNumberError(()));
        }
        Ok(Self(Text::Cow(Cow::Owned(text.to_owned()))))
    }
}

/// A JSON number with its digits. Formats that know no JSON get an integer or a double where one
/// prints the same.
impl Serialize for Number<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.is_finite() {
            return Err(ser::Error::custom("JSON has no NaN and no infinity"));
        }
        serialize_value(self.as_str(), serializer)
    }
}

/// From a number only, not from a string. From JSON text it keeps its digits.
impl<'de> Deserialize<'de> for Number<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        JsonText::deserialize(deserializer)?.read(|json| {
            json.parse().map_err(|_| {
                let found = Value::new(json).kind();
                de::Error::custom(format_args!("expected a number, found {found}"))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_is_read_from_every_form_that_is_whole() {
        for (text, integer) in [
            ("12", Some(12)),
            ("12.0", Some(12)),
            ("1.2e1", Some(12)),
            ("-0", Some(0)),
            ("9007199254740993", Some(9_007_199_254_740_993)),
            ("9007199254740993.0", Some(9_007_199_254_740_993)),
            ("-9007199254740993.000", Some(-9_007_199_254_740_993)),
            ("9223372036854775807.0", Some(i64::MAX)),
            ("-9223372036854775808.0", Some(i64::MIN)),
            ("-9.223372036854775808e18", Some(i64::MIN)),
            ("1200e-2", Some(12)),
            ("0.00012E+5", Some(12)),
            ("0e99999999999999999999", Some(0)),
            ("-0.0e-5", Some(0)),
            ("12.5", None),
            ("9007199254740992.5", None),
            ("1.00000000000000000001", None),
            ("1e-400", None),
            ("1e-99999999999999999999", None),
            ("1e99999999999999999999", None),
            ("1e300", None),
            ("9223372036854775808", None),
            ("9223372036854775808.0", None),
            ("-9223372036854775809e0", None),
            (
                "123456789012345678901234567890123456789012345678901234567890",
                None,
            ),
        ] {
            assert_eq!(Number::from_json(text).as_i64(), integer, "{text}");
        }
    }

    #[test]
    fn what_is_no_finite_number_is_no_integer() {
        for double in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Number::from(double).as_i64(), None);
        }
    }

    #[test]
    fn a_double_keeps_every_bit() {
        for double in [83.33333333333333, 1e21, -0.0, 5e-324, f64::MAX, 0.1 + 0.2] {
            let number = Number::from(double);
            assert_eq!(number.as_f64().map(f64::to_bits), Some(double.to_bits()));
            assert_eq!(
                serde_json::from_str::<serde_json::Number>(number.as_str())
                    .unwrap()
                    .as_f64(),
                Some(double)
            );
        }
    }

    #[test]
    fn only_json_numbers_parse() {
        for text in [
            "", " 1", "1 ", "+1", "01", "1.", ".5", "NaN", "inf", "0x10", "\"1\"", "null", "1e",
        ] {
            assert!(text.parse::<Number<'static>>().is_err(), "{text:?}");
        }
        assert_eq!(
            "-1.50E+2".parse::<Number<'static>>().unwrap().as_str(),
            "-1.50E+2"
        );
    }

    #[test]
    fn what_json_cannot_hold_is_told_apart() {
        for double in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(!Number::from(double).is_finite());
        }
        assert!(Number::from(1e300).is_finite());
    }
}
