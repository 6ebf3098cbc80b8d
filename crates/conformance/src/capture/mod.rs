//! A local server that keeps what arrived and answers what it is told.
//!
//! It is httpmock with one mock that takes every request; its responder sees the request before anything matches it.
//! What `HttpMockRequest` of httpmock 0.9 hands over was measured byte by byte (`tests/capture.rs`):
//!
//! - method, path and query arrive undecoded, `.`, `..`, `//`, `\`, `%2f` against `%2F` and an empty `?` included.
//!   The target is put into absolute form with the `Host` header; [`CapturedRequest`] undoes that. A `#` and what
//!   follows it is cut off, but no client can send one, since URLs end there.
//! - the body is the bytes that were sent, with chunked transfer undone.
//! - header names come in lower case, repeated headers next to each other; values as sent, in their order.
//! - a request without `Host`, with a header value that is not visible ASCII, or with a space, `<`, `>`, `^` or `` ` ``
//!   in its target is answered with 400 or 500 and never seen here. Its case fails all the same: nothing arrived.
//!
//! - paths below `/__httpmock__/` are httpmock's own.
//!
//! Nothing that a comparison looks at gets lost or tidied up, so no second server is needed.

mod request;
mod server;

pub use request::CapturedRequest;
pub use server::{Reply, Server};
