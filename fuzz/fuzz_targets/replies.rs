//! Any reply: waits are what another reader reads, and an error shows nothing of the request that it answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planhat_fuzz::input::fields;
use planhat_fuzz::reply::{Answer, hold_wait};

fuzz_target!(|data: &[u8]| {
    let Some((head, rest)) = data.split_first_chunk::<3>() else {
        return;
    };
    let [token, id, value, header, retry_after, date, body] = fields(rest);
    let [verb, high, low] = *head;
    hold_wait(retry_after, date);
    let text = |field| std::str::from_utf8(field).unwrap_or_default();
    Answer {
        token: text(token),
        id: text(id),
        value: text(value),
        header: text(header),
        retry_after,
        status: 200 + u16::from_be_bytes([high, low]) % 400,
        body,
    }
    .hold(verb);
});
