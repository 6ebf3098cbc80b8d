//! The scalar values that records are read and written with.

mod decimal;
mod number;
mod short;
mod timestamp;

pub use number::{Number, ParseNumberError};
pub use timestamp::{Date, IntoTimestamp, ParseTimestampError, Timestamp};
