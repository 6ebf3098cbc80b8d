//! What came of a run: the data, and its renderings as text and as JSON.

mod json;
mod model;
mod plan;
mod table;
mod text;

pub use json::write_json;
pub use model::{
    Case, Check, CheckResult, Counter, Failure, FailureRule, Hole, Registered, Report, Target,
};
pub use table::{Cell, Row, table};
pub use text::write_text;
