//! What was called.

mod hide;
mod log;

use std::time::SystemTime;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::faults::FaultId;
use crate::semantics::dates;

pub(crate) use log::{Log, Received};

/// A request that an emulator was sent. No token is in it: its `Authorization` is not kept, and what it repeats of a token
/// elsewhere is replaced.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReceivedRequest {
    /// Counted from 1, since the emulator started, was reset or forgot its requests.
    pub number: u64,
    /// When it was answered, by the emulator's clock.
    #[serde(serialize_with = "time")]
    pub time: SystemTime,
    /// `GET`.
    pub method: String,
    /// The path as it was sent, percent-encoded.
    pub path: String,
    /// What follows the question mark, as it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The operation of the specification, such as `license_get`, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// `accept`, `accept-encoding`, `content-length`, `content-type` and `user-agent`. Others are not kept.
    pub headers: Vec<(String, String)>,
    /// The body, if it is JSON of no more than 64 KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// The length of the body in bytes; 0 of one that was refused for its length.
    pub body_length: usize,
    /// The status of the reply; `None` where the connection ended without one.
    pub status: Option<u16>,
    /// The faults that struck it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FaultId>,
}

fn time<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&dates::written(dates::of_clock(*time)))
}
