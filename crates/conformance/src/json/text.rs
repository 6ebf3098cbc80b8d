//! The characters of a JSON string, lone surrogates included.

use std::fmt;

/// What a JSON string means.
///
/// JSON can escape half of a surrogate pair, which no Rust string can hold. The characters are therefore kept as
/// UTF-8 in which such a half has the three bytes that UTF-8 would give it. A pair is always joined to the character it
/// stands for, so two texts mean the same exactly if their bytes are equal.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Text(Vec<u8>);

impl Text {
    /// The text as a Rust string, unless it holds half a surrogate pair.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// The text for people: half a surrogate pair is shown as its escape.
    pub fn to_display(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        self.each(|part| match part {
            Part::Char(c) => out.push(c),
            Part::Surrogate(unit) => out.push_str(&format!("\\u{unit:04x}")),
        });
        out
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn push_str(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn push_char(&mut self, c: char) {
        self.0
            .extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// Adds half a pair; the caller has made sure that it is not followed by its other half.
    pub(super) fn push_surrogate(&mut self, unit: u16) {
        let low = |shift: u16| 0x80 | ((unit >> shift) & 0x3f) as u8;
        self.0.extend_from_slice(&[0xed, low(6), low(0)]);
    }

    pub(super) fn each(&self, mut take: impl FnMut(Part)) {
        let mut rest = self.0.as_slice();
        while !rest.is_empty() {
            let whole = match std::str::from_utf8(rest) {
                Ok(_) => rest.len(),
                Err(error) => error.valid_up_to(),
            };
            String::from_utf8_lossy(&rest[..whole])
                .chars()
                .for_each(|c| take(Part::Char(c)));
            rest = &rest[whole..];
            if let [_, middle, last, ..] = *rest {
                take(Part::Surrogate(
                    0xd000 | u16::from(middle & 0x3f) << 6 | u16::from(last & 0x3f),
                ));
                rest = &rest[3..];
            }
        }
    }
}

/// A character, or half of one.
pub(super) enum Part {
    Char(char),
    Surrogate(u16),
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_display())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_display())
    }
}
