//! What can be wrong with the oracle's files.

use thiserror::Error;

use super::Location;
use crate::json::ReadError;

/// The oracle cannot be used; everything that is wrong with it is told at once.
#[derive(Debug, Error)]
#[error("{} in tests/documented/:\n{}", count(problems), shown(problems))]
pub struct OracleError {
    /// What is wrong, file by file.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong with the oracle. Every text names the file and how to mend it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Problem {
    /// A file or folder cannot be read.
    #[error("{file}: cannot be read: {source}; put it there, or name the checkout with --root")]
    Read {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file is no JSON.
    #[error("{file}:{}: is no JSON: {source}; mend the syntax there", source.line)]
    Json {
        /// The file.
        file: String,
        /// Where and why.
        source: ReadError,
    },
    /// A file has no place in the oracle.
    #[error("{file}: is no part of the oracle; {mend}")]
    Stray {
        /// The file.
        file: String,
        /// What to do.
        mend: String,
    },
    /// A key that must be there is not.
    #[error("{at}: {key:?} is missing; add it")]
    Missing {
        /// Where the object stands.
        at: Location,
        /// The key.
        key: String,
    },
    /// A key that nothing reads.
    #[error("{at}: {key:?} is not known here; take it out, or teach the reader about it")]
    Unknown {
        /// Where the key stands.
        at: Location,
        /// The key.
        key: String,
    },
    /// A value of the wrong kind.
    #[error("{at}: {key:?} must be {wanted}; change it")]
    Kind {
        /// Where the value stands.
        at: Location,
        /// The key.
        key: String,
        /// What it must be.
        wanted: &'static str,
    },
    /// A value that disagrees with the file's place.
    #[error(
        "{at}: {key:?} is {found:?} and must be {wanted:?} in this file; change it, or move the file"
    )]
    Place {
        /// Where the value stands.
        at: Location,
        /// The key.
        key: String,
        /// What it is.
        found: String,
        /// What it must be.
        wanted: String,
    },
    /// An id that is taken.
    #[error("{at}: the id {id:?} is taken by {first}; choose another")]
    Taken {
        /// Where the second one stands.
        at: Location,
        /// The id.
        id: String,
        /// Where the first one stands.
        first: Location,
    },
}

fn count(problems: &[Problem]) -> String {
    if problems.len() == 1 {
        "1 problem".to_owned()
    } else {
        format!("{} problems", problems.len())
    }
}

fn shown(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(|problem| format!("  {problem}"))
        .collect::<Vec<_>>()
        .join("\n")
}
