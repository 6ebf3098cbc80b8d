//! The oracle: what the vendor documents, read from `tests/documented/`.
//!
//! Bodies are kept as the text that stands in the file, so that they can be replayed byte for byte, and everything
//! knows its file and line, so that a report can name them.

mod exchange;
mod fields;
mod model;
mod problem;
mod properties;
mod read;
mod rules;

pub use exchange::{EXCHANGE_VERBS, case_prefix};
pub use model::{
    Body, DocumentedProperty, Evidence, Exchange, Location, Oracle, PropertyTable, Reply, Request,
    Resource, Rule, Source,
};
pub use problem::{OracleError, Problem};
