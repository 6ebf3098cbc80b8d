//! Numbers as JavaScript has them: doubles, of which a whole one has no fraction.

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
            ("18446744073709551615", "1.8446744073709552e+19"),
            ("5e-324", "5e-324"),
            (r#"[{"a":1.0}]"#, r#"[{"a":1}]"#),
        ] {
            let mut value: Value = serde_json::from_str(sent).unwrap();
            normalize(&mut value);
            assert_eq!(value.to_string(), stored);
        }
        assert_eq!(number(f64::NAN), Value::Null);
        assert_eq!(number(f64::INFINITY), Value::Null);
    }
}
