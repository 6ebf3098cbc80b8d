//! Walks JSON text that `serde_json` has found valid. On anything else the walkers end early or
//! hand out odd slices, but they neither panic nor loop.

/// The members of one object, in the order of the text, duplicates included.
#[derive(Debug, Clone)]
pub(crate) struct Members<'a> {
    text: &'a str,
    at: usize,
}

/// One member of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member<'a> {
    /// The key between its quotes, still escaped.
    pub(crate) key: &'a str,
    /// The text of the value.
    pub(crate) value: &'a str,
}

impl<'a> Members<'a> {
    /// `None` when `text` is no object.
    pub(crate) fn new(text: &'a str) -> Option<Self> {
        text.starts_with('{').then_some(Self { text, at: 1 })
    }

    /// None when `text` is no object.
    pub(crate) fn of(text: &'a str) -> Self {
        Self::new(text).unwrap_or(Self::inside(""))
    }

    /// Those that stand between the braces of an object.
    pub(crate) fn inside(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The place behind the last one that was handed out.
    pub(crate) fn end(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Member<'a>> {
        let bytes = self.text.as_bytes();
        let key_at = skip_separators(bytes, self.at);
        if bytes.get(key_at) != Some(&b'"') {
            return None;
        }
        let key_end = string_end(bytes, key_at);
        let value_at = skip_separators(bytes, key_end);
        let value_end = value_end(bytes, value_at);
        self.at = value_end;
        Some(Member {
            key: self.text.get(key_at + 1..key_end - 1)?,
            value: self.text.get(value_at..value_end)?,
        })
    }
}

/// The elements of one array, as their texts.
#[derive(Debug, Clone)]
pub(crate) struct Elements<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Elements<'a> {
    /// `None` when `text` is no array.
    pub(crate) fn new(text: &'a str) -> Option<Self> {
        text.starts_with('[').then_some(Self { text, at: 1 })
    }

    /// None when `text` is no array.
    pub(crate) fn of(text: &'a str) -> Self {
        Self::new(text).unwrap_or(Self { text: "", at: 0 })
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        let at = skip_separators(bytes, self.at);
        let end = value_end(bytes, at);
        self.at = end;
        if end == at {
            None
        } else {
            self.text.get(at..end)
        }
    }
}

/// The first place from `at` that holds neither white space, comma nor colon.
pub(super) fn skip_separators(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t' | b',' | b':') = bytes.get(at) {
        at += 1;
    }
    at
}

/// The place behind the closing quote of the string whose opening quote stands at `at`.
pub(super) fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    loop {
        at = plain_end(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
            None => return bytes.len().max(2),
        }
    }
}

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGH: u64 = ONES << 7;

/// A word with a high bit for each byte that is a quote, a backslash or a control character. The lowest
/// that is set is right; those above it may not be.
fn special(word: u64) -> u64 {
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGH;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    below(word, 0x20) | equal(b'"') | equal(b'\\')
}

fn is_plain(byte: &u8) -> bool {
    !matches!(byte, 0..0x20 | b'"' | b'\\')
}

/// Whether a text has no quote, no backslash and no control character.
pub(crate) fn all_plain(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk() else {
        return match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                let end = |four: &[u8; 4]| u64::from(u32::from_le_bytes(*four));
                special(end(first) | end(last) << 32) == 0
            }
            _ => bytes.iter().all(is_plain),
        };
    };
    // The last eight may have been looked at in part.
    let words = bytes.as_chunks().0.iter();
    let found = |word: &[u8; 8]| special(u64::from_le_bytes(*word));
    words.fold(found(last), |all, word| all | found(word)) == 0
}

/// The first place from `at` that holds a quote, a backslash or a control character, eight bytes at a
/// time.
pub(super) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    let first = |found: u64| found.trailing_zeros() as usize / 8;
    while let Some(Ok(eight)) = bytes.get(at..at + 8).map(<[u8; 8]>::try_from) {
        let found = special(u64::from_le_bytes(eight));
        if found != 0 {
            return at + first(found);
        }
        at += 8;
    }
    let left = bytes.len().saturating_sub(at);
    if let Some(eight) = bytes.last_chunk() {
        // With what was looked at already shifted out, the word ends in bytes that count as found.
        let word = u64::from_le_bytes(*eight).checked_shr(64 - 8 * left as u32);
        return at + first(special(word.unwrap_or(0))).min(left);
    }
    while bytes.get(at).is_some_and(is_plain) {
        at += 1;
    }
    at
}

/// The place behind the number or word that starts at `at`.
pub(super) fn scalar_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        if matches!(
            byte,
            b',' | b'}' | b']' | b':' | b' ' | b'\n' | b'\r' | b'\t'
        ) {
            break;
        }
        at += 1;
    }
    at
}

/// The place behind the value that starts at `at`; `at` itself where none starts.
fn value_end(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'"') => string_end(bytes, at),
        Some(b'{' | b'[') => container_end(bytes, at),
        _ => scalar_end(bytes, at),
    }
}

fn container_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(text: &str) -> Vec<(&str, &str)> {
        Members::new(text)
            .unwrap()
            .map(|member| (member.key, member.value))
            .collect()
    }

    #[test]
    fn members_are_found_whatever_their_values_hold() {
        let text =
            r#" { "a" : "x,}\"]" , "b":[1,{"c":"]"}],"d":{"e":{}}, "f":-1.5e3 ,"g":null}"#.trim();
        let expected = [
            ("a", r#""x,}\"]""#),
            ("b", r#"[1,{"c":"]"}]"#),
            ("d", r#"{"e":{}}"#),
            ("f", "-1.5e3"),
            ("g", "null"),
        ];
        assert_eq!(members(text), expected);
    }

    #[test]
    fn what_is_not_plain_is_found_wherever_it_stands() {
        for length in 0..40 {
            for start in 0..=length {
                let mut text = vec![b'a'; length];
                // What stands before the start does not count.
                text[..start].fill(b'"');
                assert_eq!(plain_end(&text, start), length, "{length} {start}");
                assert!(all_plain(&text[start..]), "{length} {start}");
                for place in start..length {
                    for byte in [b'"', b'\\', 0, 0x1f, b'\n'] {
                        let mut text = text.clone();
                        text[place..].fill(byte);
                        assert_eq!(plain_end(&text, start), place, "{length} {start} {byte}");
                        text[place + 1..].fill(b'a');
                        assert!(!all_plain(&text[start..]), "{length} {start} {byte}");
                    }
                    for byte in [b' ', 0x7f, 0x80, 0xff] {
                        text[place] = byte;
                        assert_eq!(plain_end(&text, start), length, "{length} {start} {byte}");
                    }
                }
            }
        }
        assert_eq!(plain_end(b"abc", 5), 5);
        assert_eq!(plain_end(b"0123456789", 12), 12);
    }

    #[test]
    fn an_empty_container_has_no_parts() {
        assert_eq!(members("{ }"), []);
        assert_eq!(Elements::new("[ ]").unwrap().count(), 0);
    }

    #[test]
    fn text_that_is_no_json_neither_panics_nor_loops() {
        for text in [
            "{", "{\"", "{\"a", "{\"a\\", "{\"a\":", "{\"a\":[", "[", "[1,", "[\"", "{]", "[}",
            "{\"é",
        ] {
            Members::of(text).take(100).for_each(drop);
            Elements::of(text).take(100).for_each(drop);
        }
    }
}
