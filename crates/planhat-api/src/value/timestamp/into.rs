//! What else can be a timestamp.

use std::time::{Duration, SystemTime};

use super::{DAY, Date, ParseTimestampError, Timestamp};

/// What a date property can be set from: a [`Timestamp`], a [`Date`], a [`SystemTime`], text that
/// is one, or a type of a date crate whose feature is on. A civil date is sent as a bare date, an
/// instant as UTC. What is none is reported when the body is checked or sent.
pub trait IntoTimestamp {
    /// The timestamp, or why there is none.
    ///
    /// # Errors
    /// When the text is no timestamp, or the year has other than four digits.
    fn into_timestamp(self) -> Result<Timestamp, ParseTimestampError>;
}

impl IntoTimestamp for Timestamp {
    fn into_timestamp(self) -> Result<Timestamp, ParseTimestampError> {
        Ok(self)
    }
}

impl IntoTimestamp for &Timestamp {
    fn into_timestamp(self) -> Result<Timestamp, ParseTimestampError> {
        Ok(self.clone())
    }
}

impl IntoTimestamp for &str {
    fn into_timestamp(self) -> Result<Timestamp, ParseTimestampError> {
        self.parse()
    }
}

impl IntoTimestamp for String {
    fn into_timestamp(self) -> Result<Timestamp, ParseTimestampError> {
        Timestamp::from_string(self)
    }
}

/// A bare date, which is sent as `YYYY-MM-DD` and means midnight UTC.
impl TryFrom<Date> for Timestamp {
    type Error = ParseTimestampError;

    fn try_from(date: Date) -> Result<Self, ParseTimestampError> {
        Ok(Self {
            seconds: date.days()? * DAY,
            nanoseconds: 0,
            text: date.to_string().into(),
        })
    }
}

impl IntoTimestamp for Date {
    fn into_timestamp(self) -> Result<Timestamp, ParseTimestampError> {
        self.try_into()
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = ParseTimestampError;

    fn try_from(time: SystemTime) -> Result<Self, ParseTimestampError> {
        let seconds =
            |span: Duration| i64::try_from(span.as_secs()).map_err(|_| ParseTimestampError::Year);
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => Self::from_unix(seconds(after)?, after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                match before.subsec_nanos() {
                    0 => Self::from_unix(-seconds(before)?, 0),
                    // Counted from the whole second before.
                    part => Self::from_unix(-seconds(before)? - 1, 1_000_000_000 - part),
                }
            }
        }
    }
}

impl IntoTimestamp for SystemTime {
    fn into_timestamp(self) -> Result<Timestamp, ParseTimestampError> {
        self.try_into()
    }
}
