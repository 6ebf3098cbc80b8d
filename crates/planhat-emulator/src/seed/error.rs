//! Why a seed is not taken.

/// A text is no [`Seed`](crate::Seed).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedSyntax {
    /// It is no JSON.
    #[error("the seed is no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A value in it is neither a document nor a line.
    #[error("value {place} of the seed: {problem}")]
    Value {
        /// Which of the JSON values of the text, counted from 1: the line, where each has one.
        place: usize,
        /// What it is not, and what would do.
        problem: String,
    },
}

/// A [`Seed`](crate::Seed) cannot be stored. Nothing of it is, then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// A company is not one.
    #[error("company: {0}")]
    Company(String),
    /// A resource is none of the specification's.
    #[error("{0}")]
    Resource(String),
    /// A record cannot be stored.
    #[error("record {place} of {resource}: {problem}")]
    Record {
        /// The resource that was named.
        resource: String,
        /// The record among those given for the resource, counted from 0.
        place: usize,
        /// What is wrong with it.
        problem: String,
    },
}
