//! Faults: what they do to calls, whether they do it to the right ones, and how they are asked for.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod asked_for;
mod cases;
mod drawn;
#[path = "../support/mod.rs"]
mod support;
mod waiting;
mod wire;
mod wrong;

use support::{Broken, Caller, RawReply};

/// A call without a check of how it ends.
async fn attempt(caller: &Caller, line: &str, body: &str) -> Result<RawReply, Broken> {
    let body = (!body.is_empty()).then(|| body.as_bytes().to_vec());
    caller.attempt(line, body, Some("application/json")).await
}
