//! Texts as 16 bytes.

use std::fmt;

use siphasher::sip128::{Hasher128, SipHasher24};

/// 16 bytes that stand for a text: equal texts have equal ones, and of a billion different texts no
/// two are likely to. The text cannot be read from it, though who knows a text can look for it. It
/// is the same in every process and release, for the same text: how a double is written is up to the
/// release of `serde_json`.
///
/// `Debug` does not show it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Of parts in a row; where one ends is part of what counts.
    pub(super) fn of(parts: &[&str]) -> Self {
        use std::hash::Hasher as _;
        let mut hasher = SipHasher24::new();
        for part in parts {
            hasher.write(&(part.len() as u64).to_le_bytes());
            hasher.write(part.as_bytes());
        }
        Self(hasher.finish128().as_u128().to_le_bytes())
    }

    /// The 16 bytes.
    #[inline]
    pub fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// The fingerprint of these bytes, which [`to_bytes`](Self::to_bytes) gave.
    #[inline]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Fingerprint(…)")
    }
}

/// Many fingerprints, at 16 to 24 bytes each: sorted ones in many small parts, so that nothing is
/// ever copied as a whole.
pub(super) struct Fingerprints {
    parts: Vec<Vec<[u8; 16]>>,
}

/// How many parts there are: those that 12 bits tell apart.
const PARTS: usize = 1 << 12;

impl Fingerprints {
    pub(super) fn new() -> Self {
        let mut parts = Vec::with_capacity(PARTS);
        for _ in 0..PARTS {
            parts.push(Vec::new());
        }
        Self { parts }
    }

    /// Remembers one, and says whether it is new.
    pub(super) fn insert(&mut self, Fingerprint(bytes): Fingerprint) -> bool {
        let part = usize::from(u16::from_le_bytes([bytes[0], bytes[1]])) % PARTS;
        let Some(part) = self.parts.get_mut(part) else {
            return true;
        };
        let Err(place) = part.binary_search(&bytes) else {
            return false;
        };
        if part.len() == part.capacity() {
            part.reserve_exact(part.len() / 2 + 4);
        }
        part.insert(place, bytes);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_same_in_every_release() {
        let Fingerprint(bytes) = Fingerprint::of(&["License", "ss-7"]);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "f96204c11305be978ccddedbdd0c039d");
    }

    #[test]
    fn where_a_part_ends_counts() {
        assert_ne!(Fingerprint::of(&["a", "bc"]), Fingerprint::of(&["ab", "c"]));
        assert_ne!(Fingerprint::of(&["a", ""]), Fingerprint::of(&["a"]));
    }

    #[test]
    fn each_is_new_once_and_takes_little_room() {
        let mut seen = Fingerprints::new();
        let count = 200_000_u32;
        for turn in 0..2 {
            for number in 0..count {
                let is_new = seen.insert(Fingerprint::of(&[&number.to_string()]));
                assert_eq!(is_new, turn == 0, "{number}");
            }
        }
        let room: usize = seen.parts.iter().map(|part| part.capacity() * 16).sum();
        assert!(room <= count as usize * 26, "{room}");
    }
}
