//! Lists read to their end, from a server that keeps records and misbehaves on demand.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod reading;
#[path = "../support/mod.rs"]
mod support;
mod tenant;
mod trouble;
