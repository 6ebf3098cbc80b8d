//! Any file as a journal, and any damage to one: nothing is told of an item but what was written, whole, before.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planhat_fuzz::input::Bytes;
use planhat_fuzz::journal::{Disk, frames, story};

fuzz_target!(|data: &[u8]| {
    let disk = Disk::here();
    let Some((kind, rest)) = data.split_first() else {
        return;
    };
    match kind % 3 {
        0 => {
            disk.hold_any(rest);
        }
        1 => disk.hold_frames(&frames(&mut Bytes(rest))),
        _ => story(&disk, &mut Bytes(rest)),
    }
});
