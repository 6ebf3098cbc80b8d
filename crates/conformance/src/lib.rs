//! The proof: every exchange that the vendor documents goes through the real client, to a server that replays it or to the
//! emulator, and nothing may differ.
//!
//! - [`oracle`]: what the vendor documents, from `tests/documented/`; [`spec`]: what `openapi/planhat.yaml` says.
//! - [`capture`]: a local server that keeps what the client sent; [`compare`]: in what it differs, as values.
//! - [`client`] and [`generated`]: the client as the proof drives it, through public handles, setters and accessors.
//! - [`json`]: the reader that both stand on, which shares no code with the client.
//! - [`suite`]: the cases, planned from all of these, and run.
//! - [`report`]: what came of it all; [`roundtrip`]: recorded replies, held against client and spec.

pub mod capture;
pub mod client;
pub mod compare;
#[rustfmt::skip]
pub mod generated;
pub mod json;
pub mod oracle;
pub mod report;
pub mod roundtrip;
pub mod spec;
pub mod suite;
pub mod workspace;

/// The README's examples compile.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
