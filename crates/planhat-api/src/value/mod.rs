//! The scalar values that records are read and written with.

mod number;
mod timestamp;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod timestamp_convert;

pub use number::{Number, ParseNumberError};
pub use timestamp::{Date, IntoTimestamp, ParseTimestampError, Timestamp};
