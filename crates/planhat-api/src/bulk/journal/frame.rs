//! The parts of a journal's file, each with a checksum.
//!
//! ```text
//! file   header, then frames
//! header "planhat-journal", then the version: 1
//! frame  marker, kind, count (u32), payload, checksum (u64) of where it stands and of all before it
//! begin  32 bytes an item: fingerprints of key and content
//! done   1 byte an item of the frame before: its mark
//! ```
//!
//! Numbers are little-endian.

use std::hash::Hasher as _;

use siphasher::sip::SipHasher24;

use super::super::fingerprint::Fingerprint;
use super::{Entry, Mark};

pub(super) const NAME: &[u8] = b"planhat-journal";
pub(super) const VERSION: u8 = 1;

const MARKER: &[u8] = b"\xF5phj";
/// Marker, kind and count.
const HEAD: usize = 9;
const CHECKSUM: usize = 8;
const ENTRY: usize = 32;

/// What a frame holds.
pub(super) enum Frame {
    Begin(Vec<Entry>),
    Done(Vec<Mark>),
}

pub(super) fn header() -> [u8; 16] {
    let mut header = [VERSION; 16];
    header[..NAME.len()].copy_from_slice(NAME);
    header
}

impl Frame {
    /// Its bytes at this place of the file.
    pub(super) fn to_bytes(&self, at: u64) -> Vec<u8> {
        let (kind, count) = match self {
            Self::Begin(entries) => (1, entries.len()),
            Self::Done(marks) => (2, marks.len()),
        };
        let mut bytes = MARKER.to_vec();
        bytes.push(kind);
        // A chunk has 5,000 items at most.
        bytes.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
        match self {
            Self::Begin(entries) => {
                bytes.reserve_exact(entries.len() * ENTRY + CHECKSUM);
                for entry in entries {
                    bytes.extend_from_slice(&entry.key.to_bytes());
                    bytes.extend_from_slice(&entry.content.to_bytes());
                }
            }
            Self::Done(marks) => {
                bytes.reserve_exact(marks.len() + CHECKSUM);
                for mark in marks {
                    bytes.push(mark.to_byte());
                }
            }
        }
        bytes.extend_from_slice(&checksum(at, &bytes).to_le_bytes());
        bytes
    }

    /// How many of its first bytes tell its length.
    pub(super) const HEAD: usize = HEAD;

    /// How long the frame is that begins so.
    pub(super) fn length(head: &[u8]) -> Option<usize> {
        let (head, _) = head.split_at_checked(HEAD)?;
        let behind = head.strip_prefix(MARKER)?;
        let (kind, count) = behind.split_first()?;
        let count = usize::try_from(u32::from_le_bytes(count.try_into().ok()?)).ok()?;
        let payload = match kind {
            1 => count.checked_mul(ENTRY)?,
            2 => count,
            _ => return None,
        };
        payload.checked_add(HEAD + CHECKSUM)
    }

    /// The frame at the beginning of these bytes, which stand at this place of the file, and its
    /// length; none if there is no whole one.
    pub(super) fn read(bytes: &[u8], at: u64) -> Option<(Self, usize)> {
        let length = Self::length(bytes)?;
        let (checked, behind) = bytes.split_at_checked(length - CHECKSUM)?;
        let sum = behind.first_chunk::<CHECKSUM>()?;
        if checksum(at, checked) != u64::from_le_bytes(*sum) {
            return None;
        }
        let payload = checked.get(HEAD..)?;
        let frame = match checked.get(MARKER.len())? {
            1 => {
                let mut entries = Vec::with_capacity(payload.len() / ENTRY);
                for bytes in payload.chunks_exact(ENTRY) {
                    entries.push(entry(bytes)?);
                }
                Self::Begin(entries)
            }
            _ => {
                let mut marks = Vec::with_capacity(payload.len());
                for byte in payload {
                    marks.push(Mark::from_byte(*byte)?);
                }
                Self::Done(marks)
            }
        };
        Some((frame, length))
    }

    /// Whether a whole frame stands anywhere in these bytes, the first of which stands at this place.
    pub(super) fn is_in(bytes: &[u8], at: u64) -> bool {
        let (mut rest, mut at) = (bytes, at);
        while let [_, behind @ ..] = rest {
            if Self::read(rest, at).is_some() {
                return true;
            }
            (rest, at) = (behind, at.saturating_add(1));
        }
        false
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let (key, content) = bytes.split_at_checked(ENTRY / 2)?;
    Some(Entry {
        key: Fingerprint::from_bytes(key.try_into().ok()?),
        content: Fingerprint::from_bytes(content.try_into().ok()?),
    })
}

/// A frame that was copied elsewhere is no frame.
fn checksum(at: u64, bytes: &[u8]) -> u64 {
    let mut hasher = SipHasher24::new();
    hasher.write(&at.to_le_bytes());
    hasher.write(bytes);
    hasher.finish()
}
