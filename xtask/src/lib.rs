//! From `openapi/planhat.yaml` to the client: read, lint, lower, generate, and write or check.
//!
//! The YAML says what is true of the API and `tests/documented` says what the vendor printed. [`lint`] holds the one
//! against the other and refuses whatever would be generated wrongly in silence; [`generate`] makes the files that
//! follow from it; [`files`] compares them with the tree, and writes all of them or none.

pub mod cli;
pub mod documented;
pub mod drill;
pub mod emit;
pub mod files;
pub mod fixture;
pub mod folders;
pub mod generate;
pub mod ground;
pub mod lint;
pub mod lower;
pub mod model;
pub mod problem;
pub mod public_types;
pub mod schema;
pub mod source;
pub mod spec;
