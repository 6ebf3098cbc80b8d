//! What differs between what should be and what is, as values.
//!
//! JSON is compared token by token: `5000`, `5000.0` and `5e3` are three, `-0.0` is not `0.0`, null is not absent. The order
//! of keys means nothing, the order of items does. Requests are compared as they arrived.

mod json;
mod mismatch;
mod pointer;
mod query;
mod request;
mod secret;

pub use json::compare;
pub use mismatch::{Mismatch, RequestMismatch};
pub use pointer::Pointer;
pub use query::{Decoded, QueryRule, decode_query, decode_segment};
pub use request::{BodyRule, HeaderRule, RequestRule, compare_request};
pub use secret::Secret;
