//! Any bytes, as a record of each type and as a page: what comes out is what went in, and every accessor says
//! what another reader reads.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planhat_fuzz::record::Json;
use planhat_fuzz::records::codecs;

fuzz_target!(|data: &[u8]| {
    let json = Json::new(data);
    for codec in codecs() {
        codec.hold(&json);
    }
    json.hold_values();
    json.hold_page();
});
