//! Many deletes with guards, against an emulator, and against servers that answer oddly.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod answers;
mod faults;
mod guards;
mod run;
#[path = "../support/mod.rs"]
mod support;
mod tenant;
