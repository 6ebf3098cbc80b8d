//! Short texts, in place.

/// A text that needs no memory of its own: a number of Rust's fits, but for the largest integers.
#[derive(Clone, Copy)]
pub(super) struct Short {
    bytes: [u8; Self::MOST],
    length: u8,
}

impl Short {
    /// How many bytes it has at most.
    pub(super) const MOST: usize = 24;

    /// None for a longer text.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut bytes = [0; Self::MOST];
        bytes
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        let length = u8::try_from(text.len()).ok()?;
        Some(Self { bytes, length })
    }

    /// The text that `write` writes; none if it cannot, for want of room perhaps.
    pub(super) fn written<E>(write: impl FnOnce(&mut &mut [u8]) -> Result<(), E>) -> Option<Self> {
        let mut bytes = [0; Self::MOST];
        let mut rest = &mut bytes[..];
        write(&mut rest).ok()?;
        let length = u8::try_from(Self::MOST - rest.len()).ok()?;
        Some(Self { bytes, length })
    }

    pub(super) fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length.into());
        // It came as text.
        std::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_text_is_kept_if_it_fits() {
        for length in 0..40 {
            let text = "é".repeat(length / 2) + &"a".repeat(length % 2);
            let short = Short::new(&text);
            assert_eq!(short.is_some(), length <= 24, "{length}");
            assert!(short.is_none_or(|short| short.as_str() == text), "{length}");
            let written = Short::written(|out| out.write_all(text.as_bytes()));
            let written = written.map(|short| short.as_str().to_owned());
            assert_eq!(written, short.map(|short| short.as_str().to_owned()));
        }
    }
}
