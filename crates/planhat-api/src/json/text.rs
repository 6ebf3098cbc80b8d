//! JSON strings, escaped and not.

use std::borrow::Cow;

use super::scan::{all_plain, plain_end};

/// What stands between the quotes of a JSON string; `None` for any other value.
pub(crate) fn inside_quotes(json: &str) -> Option<&str> {
    json.strip_prefix('"')?.strip_suffix('"')
}

/// Whether a text has nothing that is seen. No page says what the server makes of such a key, and
/// languages disagree on which characters these are: all that any of them takes for one count.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|character| {
        character.is_whitespace() || character.is_control() || character == '\u{feff}'
    })
}

/// What the escaped text between two quotes means. A lone surrogate, which JSON can write and
/// Rust cannot hold, reads as U+FFFD; the record itself keeps it as it came.
pub(crate) fn unescape(escaped: &str) -> Cow<'_, str> {
    let Some((plain, rest)) = escaped
        .find('\\')
        .and_then(|first| escaped.split_at_checked(first))
    else {
        return Cow::Borrowed(escaped);
    };
    let mut unescaped = String::with_capacity(escaped.len());
    unescaped.push_str(plain);
    for character in char::decode_utf16(CodeUnits::new(rest)) {
        unescaped.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    Cow::Owned(unescaped)
}

/// Whether escaped text names half of a surrogate pair, which no Rust string can hold.
pub(crate) fn has_lone_surrogate(escaped: &str) -> bool {
    escaped.contains("\\u") && char::decode_utf16(CodeUnits::new(escaped)).any(|unit| unit.is_err())
}

/// What escaped text means, lone surrogates included.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) enum Characters<'a> {
    /// Text that Rust can hold.
    Plain(Cow<'a, str>),
    /// UTF-16 with half of a surrogate pair in it.
    Units(Vec<u16>),
}

/// What the escaped text between two quotes means, in a form that equals only its like.
pub(crate) fn characters(escaped: &str) -> Characters<'_> {
    if has_lone_surrogate(escaped) {
        Characters::Units(CodeUnits::new(escaped).collect())
    } else {
        Characters::Plain(unescape(escaped))
    }
}

/// The UTF-16 that escaped text means: `\u` names a unit, not a character.
struct CodeUnits<'a> {
    rest: std::str::Chars<'a>,
    /// The second unit of a character whose first was handed out.
    second: Option<u16>,
}

impl<'a> CodeUnits<'a> {
    fn new(escaped: &'a str) -> Self {
        Self {
            rest: escaped.chars(),
            second: None,
        }
    }

    fn hex(&mut self) -> u16 {
        let mut number = 0;
        for digit in self.rest.by_ref().take(4) {
            if let Some(digit) = digit.to_digit(16) {
                number = number << 4 | digit as u16;
            }
        }
        number
    }
}

impl Iterator for CodeUnits<'_> {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        if let Some(second) = self.second.take() {
            return Some(second);
        }
        let character = match self.rest.next()? {
            '\\' => match self.rest.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => return Some(self.hex()),
                itself => itself,
            },
            plain => plain,
        };
        let mut units = [0; 2];
        match character.encode_utf16(&mut units) {
            [first, second] => {
                self.second = Some(*second);
                Some(*first)
            }
            units => units.first().copied(),
        }
    }
}

/// Appends `plain` as a JSON string, quotes included.
pub(crate) fn write_string(plain: &str, out: &mut String) {
    out.reserve(plain.len() + 2);
    out.push('"');
    match all_plain(plain.as_bytes()) {
        true => out.push_str(plain),
        false => write_escaped(plain, out),
    }
    out.push('"');
}

fn write_escaped(plain: &str, out: &mut String) {
    let mut rest = plain;
    while let Some((written, behind)) = rest.split_at_checked(plain_end(rest.as_bytes(), 0)) {
        out.push_str(written);
        let Some(&byte) = behind.as_bytes().first() else {
            break;
        };
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
        rest = behind.get(1..).unwrap_or_default();
    }
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
