//! Why an emulator does not start.

use std::io;
use std::net::SocketAddr;

use crate::seed::SeedError;
use crate::state::StateError;

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
    /// A seed cannot be stored.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The state cannot be read.
    #[error(transparent)]
    State(#[from] StateError),
    /// A defect of this crate: its specification is not the one that it was made for.
    #[error("{0}")]
    Specification(String),
}
