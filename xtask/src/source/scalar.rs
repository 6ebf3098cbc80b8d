//! Plain scalars as the core schema of YAML 1.2 reads them, and those that older readers take for something else.

use serde_json::{Number, Value};

/// What a plain scalar is.
#[derive(Debug, PartialEq)]
pub(super) enum Scalar {
    /// A value that every reader agrees on.
    Value(Value),
    /// A number that JSON cannot hold, or not exactly.
    NotInJson(&'static str),
    /// Text to YAML 1.2, and something else to YAML 1.1.
    Ambiguous(&'static str),
}

/// Reads one plain scalar.
pub(super) fn plain(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Value(Value::Null),
        "true" | "True" | "TRUE" => return Scalar::Value(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Scalar::Value(Value::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => return Scalar::NotInJson("not a number"),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "-.inf" | "-.Inf" | "-.INF" => {
            return Scalar::NotInJson("an infinite number");
        }
        _ => {}
    }
    if let Some(why) = older_reading(text) {
        return Scalar::Ambiguous(why);
    }
    if let Some(number) = integer(text) {
        return number;
    }
    if is_float(text) {
        return float(text);
    }
    Scalar::Value(Value::String(text.to_owned()))
}

fn integer(text: &str) -> Option<Scalar> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
                return None;
            }
            return Some(match u64::from_str_radix(digits, radix) {
                Ok(number) => Scalar::Value(number.into()),
                Err(_) => Scalar::NotInJson("an integer beyond 64 bits"),
            });
        }
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if text.starts_with('-') && digits.bytes().all(|byte| byte == b'0') {
        // JSON readers keep the sign of a zero only in a float.
        return Some(float("-0.0"));
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    Some(match (text.parse::<u64>(), text.parse::<i64>()) {
        (Ok(number), _) => Scalar::Value(number.into()),
        (_, Ok(number)) => Scalar::Value(number.into()),
        _ => Scalar::NotInJson("an integer beyond 64 bits"),
    })
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, part)) => {
            digits(whole) && digits(part) && !(whole.is_empty() && part.is_empty())
        }
        None => !mantissa.is_empty() && digits(mantissa),
    };
    exponent_fits && mantissa_fits
}

fn float(text: &str) -> Scalar {
    match text.parse::<f64>().ok().and_then(Number::from_f64) {
        Some(number) => Scalar::Value(Value::Number(number)),
        None => Scalar::NotInJson("a number beyond the range of a double"),
    }
}

/// What YAML 1.1 takes this text for, where YAML 1.2 says otherwise.
fn older_reading(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    if ["y", "n", "yes", "no", "on", "off"].contains(&lower.as_str()) {
        return Some("a boolean");
    }
    let bytes = text.as_bytes();
    let date = bytes.len() >= 8
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_digit() || b"-+:.TZtz ".contains(byte));
    if date {
        return Some("a timestamp");
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits_and = |others: &[u8]| {
        unsigned.starts_with(|c: char| c.is_ascii_digit())
            && unsigned
                .bytes()
                .all(|byte| byte.is_ascii_digit() || others.contains(&byte))
    };
    if unsigned.len() > 1 && unsigned.starts_with('0') && digits_and(b"") {
        return Some("an octal number");
    }
    if unsigned.contains('_') && digits_and(b"_.") {
        return Some("a number");
    }
    if unsigned.contains(':') && digits_and(b":.") && !unsigned.ends_with(':') {
        return Some("a number to the base of 60");
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_keep_their_kind_and_every_bit() {
        let cases = [
            ("5000", json!(5000)),
            ("-7", json!(-7)),
            ("+7", json!(7)),
            ("5000.0", json!(5000.0)),
            ("18446744073709551615", json!(u64::MAX)),
            ("-9223372036854775808", json!(i64::MIN)),
            ("0x1F", json!(31)),
            ("0o17", json!(15)),
            ("1e3", json!(1000.0)),
            (".5", json!(0.5)),
            ("5.", json!(5.0)),
        ];
        for (text, value) in cases {
            assert_eq!(plain(text), Scalar::Value(value), "{text}");
        }
        for text in [
            "83.33333333333333",
            "1958.3333333333333",
            "29.285714285714285",
        ] {
            assert_eq!(
                plain(text),
                Scalar::Value(json!(text.parse::<f64>().unwrap())),
                "{text}"
            );
        }
        let Scalar::Value(zero) = plain("-0") else {
            panic!("no value")
        };
        assert!(zero.as_f64().is_some_and(|zero| zero.is_sign_negative()));
    }

    #[test]
    fn text_that_only_resembles_a_number_stays_text() {
        for text in [
            "1.2.3",
            "e5",
            "1e",
            "-",
            "+",
            ".",
            "0xg",
            "0o9",
            "12 %",
            "Yes, but",
            "2026-06 or so",
            "extid-1",
        ] {
            assert_eq!(plain(text), Scalar::Value(json!(text)), "{text}");
        }
    }

    #[test]
    fn what_older_readers_take_for_something_else_is_ambiguous() {
        for text in [
            "yes",
            "No",
            "ON",
            "2026-09-30",
            "2026-09-30T00:00:00.000Z",
            "007",
            "1_000",
            "12:30:45",
        ] {
            assert!(matches!(plain(text), Scalar::Ambiguous(_)), "{text}");
        }
    }

    #[test]
    fn what_json_cannot_hold_is_refused() {
        for text in [".nan", "-.inf", "18446744073709551616", "1e999"] {
            assert!(matches!(plain(text), Scalar::NotInJson(_)), "{text}");
        }
    }
}
