//! What the targets hold the client against.
//!
//! The reader of JSON and what is said of every accessor are the proof's own, from `crates/conformance`, which
//! share nothing with the client. They are taken by file: that crate as a whole would bring some 150 others to be built
//! and instrumented.

pub mod address;
pub mod client;
pub mod compare;
pub mod input;
pub mod journal;
#[path = "../../crates/conformance/src/json/mod.rs"]
pub mod json;
pub mod record;
pub mod reply;
#[rustfmt::skip]
#[path = "../../crates/conformance/src/generated/records.rs"]
pub mod records;
