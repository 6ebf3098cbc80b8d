#![doc = include_str!("../README.md")]

mod bulk;
mod call;
#[rustfmt::skip]
mod generated;
mod json;
mod log;
mod mock;
mod request;
mod samples;
mod server;
mod then;
mod when;

pub use bulk::{BulkItem, bulk_result};
pub use call::Call;
pub use mock::Mock;
pub use samples::{Sample, object_id};
pub use server::MockServer;
pub use then::Then;
pub use when::When;

/// The server beneath: its requests are what [`When::matches`] looks at.
pub use httpmock;

/// Records with sensible values, each in one line: those that the vendor prints, where it prints any.
///
/// ```
/// use planhat_mock::sample;
///
/// assert_eq!(sample::license().company_name(), Some("Tenet"));
/// assert_eq!(sample::license_with(serde_json::json!({"mrr": 120})).mrr(), Some(120.0));
/// ```
///
/// [`Sample`] has more, for code that works on any kind of record.
pub mod sample {
    pub use crate::generated::*;
}
