//! Why an emulator does not start.

use std::io;
use std::net::SocketAddr;

/// Why an emulator did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is taken, or no thread can be had.
    #[error("the emulator cannot listen on {address}: {error}")]
    Listen {
        /// The address it was to listen on.
        address: SocketAddr,
        /// What the system said.
        #[source]
        error: io::Error,
    },
    /// A setting cannot be what it is.
    #[error("{setting}: {problem}")]
    Setting {
        /// The method of the builder.
        setting: &'static str,
        /// What is wrong with what it was given.
        problem: String,
    },
    /// A record cannot be stored.
    #[error("record {place} of {resource}: {problem}")]
    Record {
        /// The resource that was named.
        resource: String,
        /// The record among all those given, counted from 0.
        place: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// A defect of this crate: its specification is not the one that it was made for.
    #[error("{0}")]
    Specification(String),
}
