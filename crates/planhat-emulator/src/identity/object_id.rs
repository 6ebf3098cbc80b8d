//! Object ids: twelve bytes, written as 24 hexadecimal digits.

use std::fmt;

/// The id of a record, a company or a user. Two spellings of one id are one id, as they are to MongoDB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ObjectId([u8; 12]);

impl ObjectId {
    pub(crate) const fn new(bytes: [u8; 12]) -> Self {
        Self(bytes)
    }

    /// The id that a text writes, if it writes one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = <&[u8; 24]>::try_from(text.as_bytes()).ok()?;
        let mut bytes = [0; 12];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = (digit(pair[0])? << 4) | digit(pair[1])?;
        }
        Some(Self(bytes))
    }
}

fn digit(character: u8) -> Option<u8> {
    let value = char::from(character).to_digit(16)?;
    u8::try_from(value).ok()
}

impl fmt::Display for ObjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_24_hexadecimal_digits_in_either_case() {
        let id = ObjectId::parse("61006FBF1df7fa77a20d9d0a").unwrap();
        assert_eq!(id.to_string(), "61006fbf1df7fa77a20d9d0a");
        for text in [
            "",
            "61006fbf1df7fa77a20d9d0",
            "61006fbf1df7fa77a20d9d0g",
            "61006fbf1df7fa77a20d9d0a0",
            "+1006fbf1df7fa77a20d9d0a",
            "éééééééééééé",
        ] {
            assert_eq!(ObjectId::parse(text), None, "{text}");
        }
    }
}
