//! What is true of a journal's file, whatever happened to it.

mod disk;
mod frame;
mod story;

pub use disk::Disk;
pub use frame::frames;
pub use story::story;

use planhat_api::bulk::journal::{Entry, Fingerprint};

/// How many keys and contents there are, so that some come again.
const KEYS: u8 = 12;
const CONTENTS: u8 = 3;

fn entry(key: u8, content: u8) -> Entry {
    let of = |byte: u8, least| Fingerprint::from_bytes([byte % least + 1; 16]);
    Entry::new(of(key, KEYS), of(content, CONTENTS))
}
