//! Any text as an id, a path, and a parameter: what names a record stays one segment of a path to the same host.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planhat_fuzz::address::{hold_path, hold_query, hold_references};
use planhat_fuzz::input::texts;

fuzz_target!(|data: &[u8]| {
    let Some([id, template, name, value, other]) = texts(data) else {
        return;
    };
    hold_references(id);
    hold_path("/companies/{id}", "id", id, "");
    hold_path(template, name, value, other);
    hold_query(name, value);
});
