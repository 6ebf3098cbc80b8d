//! JSON strings, escaped and not.

use std::borrow::Cow;

/// What the escaped text between two quotes means. A lone surrogate, which JSON can write and
/// Rust cannot hold, reads as U+FFFD; the record itself keeps it as it came.
pub(crate) fn unescape(escaped: &str) -> Cow<'_, str> {
    match escaped.find('\\') {
        None => Cow::Borrowed(escaped),
        Some(first) => Cow::Owned(unescape_from(first, escaped).0),
    }
}

/// Whether escaped text names half of a surrogate pair, which no Rust string can hold.
pub(crate) fn has_lone_surrogate(escaped: &str) -> bool {
    escaped
        .find("\\u")
        .is_some_and(|_| unescape_from(0, escaped).1)
}

/// The plain text, and whether a lone surrogate was replaced in it. No escape stands before
/// `first`.
fn unescape_from(first: usize, escaped: &str) -> (String, bool) {
    let mut plain = String::with_capacity(escaped.len());
    let mut replaced = false;
    plain.push_str(&escaped[..first]);
    let mut rest = escaped[first..].chars();
    while let Some(next) = rest.next() {
        if next != '\\' {
            plain.push(next);
            continue;
        }
        match rest.next() {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some('t') => plain.push('\t'),
            Some('b') => plain.push('\u{8}'),
            Some('f') => plain.push('\u{c}'),
            Some('u') => {
                let scalar = unescape_unicode(&mut rest);
                replaced |= scalar.is_none();
                plain.push(scalar.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some(other) => plain.push(other),
            None => {}
        }
    }
    (plain, replaced)
}

/// The character behind `\u`, taking the second half of a pair along; `None` for a lone half.
fn unescape_unicode(rest: &mut std::str::Chars<'_>) -> Option<char> {
    let high = take_hex(rest);
    if !(0xD800..0xDC00).contains(&high) {
        return char::from_u32(high);
    }
    let mut ahead = rest.clone();
    let escaped_low = ahead.next() == Some('\\') && ahead.next() == Some('u');
    let low = if escaped_low { take_hex(&mut ahead) } else { 0 };
    if !(0xDC00..0xE000).contains(&low) {
        return None;
    }
    *rest = ahead;
    char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
}

fn take_hex(rest: &mut std::str::Chars<'_>) -> u32 {
    rest.by_ref()
        .take(4)
        .filter_map(|digit| digit.to_digit(16))
        .fold(0, |number, digit| number * 16 + digit)
}

/// Appends `plain` as a JSON string, quotes included.
pub(crate) fn write_string(plain: &str, out: &mut String) {
    out.push('"');
    let mut written = 0;
    for (at, byte) in plain.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&plain[written..at]);
        written = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.push_str("\\u00");
                out.push(char::from(HEX[usize::from(control >> 4)]));
                out.push(char::from(HEX[usize::from(control & 15)]));
            }
        }
    }
    out.push_str(&plain[written..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_string_survives_escaping() {
        for plain in [
            "",
            "plain",
            "quote \" slash \\ /",
            "\u{0}\u{1f}\n\r\t\u{8}\u{c}",
            "é — 🦀 \u{2028}",
        ] {
            let mut json = String::new();
            write_string(plain, &mut json);
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), plain);
            assert_eq!(unescape(&json[1..json.len() - 1]), plain);
        }
    }

    #[test]
    fn escapes_mean_what_serde_json_says_they_mean() {
        for json in [
            r#""a\u00e9\/\"\\\b\f\n\r\t""#,
            r#""\ud83e\udd80!""#,
            r#""\u0041\u0000""#,
        ] {
            let theirs: String = serde_json::from_str(json).unwrap();
            assert_eq!(unescape(&json[1..json.len() - 1]), theirs);
        }
    }

    #[test]
    fn a_lone_surrogate_reads_as_the_replacement_character() {
        assert_eq!(unescape(r"a\ud83eb"), "a\u{fffd}b");
        assert_eq!(unescape(r"\ud83e\u0041"), "\u{fffd}A");
        assert_eq!(unescape(r"\udd80"), "\u{fffd}");
    }

    #[test]
    fn only_a_lone_surrogate_counts_as_one() {
        for (escaped, lone) in [
            (r"\ud83e", true),
            (r"a\udd80\ud83e", true),
            (r"\ud83e\udd80", false),
            (r"\ufffd", false),
            (r"\\ud83e", false),
            ("\u{fffd}", false),
        ] {
            assert_eq!(has_lone_surrogate(escaped), lone, "{escaped}");
        }
    }
}
