//! Runs of many items against a server: what is sent, what is said of each item, and when a run ends.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod answering;
mod divided;
mod dry;
mod ended;
mod faults;
mod foretold;
mod outcomes;
mod progress;
mod reread;
mod resumed;
#[path = "../support/mod.rs"]
mod server;
mod support;
