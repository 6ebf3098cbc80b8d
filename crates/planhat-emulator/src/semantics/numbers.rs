//! Numbers as JavaScript has them: doubles, of which a whole one has no fraction.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Number, Value};

/// Whole numbers up to here are exact, and written without a fraction.
const MAX_SAFE: f64 = 9_007_199_254_740_992.0;

/// A number as a reply holds it; null for what is none, as `JSON.stringify` has it.
pub(crate) fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() <= MAX_SAFE {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "whole, and within the range of i64"
        )]
        return Value::from(value as i64);
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// Makes every number of a value what JavaScript would have made of it: `5000.0` is `5000`.
pub(crate) fn normalize(value: &mut Value) {
    match value {
        Value::Number(given) => {
            if let Some(double) = given.as_f64() {
                *value = number(double);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(normalize),
        Value::Object(members) => members.values_mut().for_each(normalize),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// JSON as a reply holds it.
pub(crate) fn json(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut text, WholeNumbers))?;
    Ok(text)
}

/// Writes the digits of whole numbers, however many they are: with the exponent that `serde_json` gives to large ones,
/// a property of the type integer is none to a strict reader. Only what a seed wrote as `1.0` keeps its fraction.
struct WholeNumbers;

impl Formatter for WholeNumbers {
    fn write_f64<W: io::Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        if value.fract() == 0.0 && value.abs() <= MAX_SAFE {
            write!(writer, "{value:.1}")
        } else if value.abs() < 1e-6 {
            write!(writer, "{value:e}")
        } else {
            write!(writer, "{value}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_lose_their_fraction_and_others_keep_every_bit() {
        for (sent, stored) in [
            ("5000.0", "5000"),
            ("5e3", "5000"),
            ("-0.0", "0"),
            ("83.33333333333333", "83.33333333333333"),
            ("9007199254740993", "9007199254740992"),
            ("18446744073709551615", "18446744073709552000"),
            ("-345346135810093088768", "-345346135810093100000"),
            ("1e24", "1000000000000000000000000"),
            ("0.000001", "0.000001"),
            ("0.00000015", "1.5e-7"),
            ("5e-324", "5e-324"),
            (r#"[{"a":1.0}]"#, r#"[{"a":1}]"#),
        ] {
            let mut value: Value = serde_json::from_str(sent).unwrap();
            normalize(&mut value);
            assert_eq!(json(&value).unwrap(), stored.as_bytes(), "{sent}");
        }
        assert_eq!(json(&1.0).unwrap(), b"1.0");
        assert_eq!(number(f64::NAN), Value::Null);
        assert_eq!(number(f64::INFINITY), Value::Null);
    }
}
