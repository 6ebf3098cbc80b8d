//! Why a state is not read or written.

use std::io;
use std::path::PathBuf;

/// A state cannot be read or saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// The emulator has no file for it.
    #[error("there is no file for the state; give one when the emulator starts")]
    NoFile,
    /// The file cannot be read.
    #[error("the state cannot be read from {path}: {error}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        error: io::Error,
    },
    /// The file holds something else.
    #[error("{path} holds no saved state: {problem}; move it away to start without it", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The file cannot be written. What it held before is still there.
    #[error("the state cannot be saved to {path}: {error}", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        error: io::Error,
    },
}
