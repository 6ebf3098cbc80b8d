//! Frames that nobody wrote, by the description of the format and with nothing of the client's.

use std::hash::Hasher as _;

use siphasher::sip::SipHasher24;

use super::{CONTENTS, KEYS, entry};
use crate::input::Bytes;

const HEADER: &[u8; 16] = b"planhat-journal\x01";

/// A file of frames, and what they say.
pub struct Frames {
    pub(super) bytes: Vec<u8>,
    pub(super) marks: Vec<u8>,
    entries: Vec<(u8, u8)>,
}

impl Frames {
    pub(super) fn names(&self, key: u8) -> bool {
        self.entries.iter().any(|entry| entry.0 == key)
    }

    pub(super) fn has(&self, key: u8, content: u8) -> bool {
        self.entries.contains(&(key, content))
    }

    /// Appends a frame, whose head may say something else than its payload.
    fn add(&mut self, kind: u8, count: u32, payload: &[u8], odd: bool) {
        let mut frame = vec![0xF5, b'p', b'h', b'j', kind];
        frame.extend(count.to_le_bytes());
        frame.extend(payload);
        let mut hasher = SipHasher24::new();
        hasher.write(&(self.bytes.len() as u64).to_le_bytes());
        hasher.write(&frame);
        frame.extend((hasher.finish() ^ u64::from(odd)).to_le_bytes());
        self.bytes.extend(frame);
    }
}

/// Frames as the input has it: most of them whole, with counts, kinds and marks that may not fit.
pub fn frames(input: &mut Bytes<'_>) -> Frames {
    let mut frames = Frames {
        bytes: HEADER.to_vec(),
        marks: Vec::new(),
        entries: Vec::new(),
    };
    while !input.is_empty() {
        let head = input.next();
        let count = u32::from(head >> 4);
        let (odd, other_count) = (head & 12 == 12, head & 12 == 8);
        let said = if other_count {
            u32::from_le_bytes([input.next(), 0, input.next(), input.next()])
        } else {
            count
        };
        let mut payload = Vec::new();
        match head & 3 {
            0 | 1 => {
                for _ in 0..count {
                    let (key, content) = (input.next() % KEYS, input.next() % CONTENTS);
                    let entry = entry(key, content);
                    payload.extend(entry.key.to_bytes());
                    payload.extend(entry.content.to_bytes());
                    frames.entries.push((key, content));
                }
                frames.add(1, said, &payload, odd);
            }
            2 => {
                payload.extend((0..count).map(|_| input.next() % 6));
                frames.marks.extend(&payload);
                frames.add(2, said, &payload, odd);
            }
            _ if head & 4 == 0 => frames.add(input.next(), said, &payload, odd),
            _ => frames.bytes.extend((0..count).map(|_| input.next())),
        }
    }
    frames
}
