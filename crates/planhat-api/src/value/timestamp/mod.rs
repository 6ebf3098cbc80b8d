//! Dates and instants, with the text they came as.

mod calendar;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod convert;
mod into;
mod parse;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::{Duration, SystemTime};

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

pub use calendar::Date;
use calendar::civil_from_days;
pub use into::IntoTimestamp;
pub use parse::ParseTimestampError;

use crate::json::deserialize_text;

/// A date or an instant as the API writes it, with the text kept as it came.
///
/// Planhat answers in UTC with milliseconds (`2026-09-30T00:00:00.000Z`, documented), and takes a
/// bare date for midnight UTC (documented) and other offsets (observed). All of these are read.
/// Two timestamps are equal when they name the same instant; compare
/// [`as_str`](Self::as_str) for the same text. It serializes to the text that is sent: the one it
/// came as, with `T`, `Z`, seconds and milliseconds in their places.
///
/// ```
/// # use planhat_api::{Date, Timestamp};
/// let due: Timestamp = "2026-09-30T02:00:00+02:00".parse()?;
/// assert_eq!(due, Timestamp::date(2026, 9, 30)?);
/// assert_eq!(due.as_str(), "2026-09-30T02:00:00+02:00");
/// assert_eq!(due.unix_seconds(), 1_790_726_400);
/// let Date { year, month, day, .. } = due.utc_date();
/// assert_eq!((year, month, day), (2026, 9, 30));
/// # Ok::<(), planhat_api::ParseTimestampError>(())
/// ```
#[derive(Clone)]
pub struct Timestamp {
    seconds: i64,
    nanoseconds: u32,
    text: Box<str>,
}

impl Timestamp {
    /// A bare date, which is sent as `YYYY-MM-DD` and means midnight UTC.
    ///
    /// # Errors
    /// When the calendar has no such day.
    #[inline]
    pub fn date(year: u16, month: u8, day: u8) -> Result<Self, ParseTimestampError> {
        Date::new(year, month, day)?.try_into()
    }

    /// The instant this many milliseconds after 1970-01-01T00:00:00Z, sent as UTC.
    ///
    /// # Errors
    /// When the year would not have four digits.
    pub fn from_unix_millis(millis: i64) -> Result<Self, ParseTimestampError> {
        Self::from_unix(
            millis.div_euclid(1000),
            millis.rem_euclid(1000) as u32 * 1_000_000,
        )
    }

    /// The instant, sent as UTC with as many digits of a second as it needs and at least three.
    pub(crate) fn from_unix(seconds: i64, nanoseconds: u32) -> Result<Self, ParseTimestampError> {
        let date = civil_from_days(seconds.div_euclid(DAY))?;
        let second = seconds.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let fraction = format!("{nanoseconds:09}");
        let fraction = fraction.trim_end_matches('0');
        let text = format!("{date}T{hour:02}:{minute:02}:{second:02}.{fraction:0<3}Z");
        Ok(Self {
            seconds,
            nanoseconds,
            text: text.into(),
        })
    }

    /// The text as it came, or as it was made from another type.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    #[inline]
    pub fn unix_seconds(&self) -> i64 {
        self.seconds
    }

    /// Milliseconds since 1970-01-01T00:00:00Z, rounded down.
    #[inline]
    pub fn unix_millis(&self) -> i64 {
        self.seconds * 1000 + i64::from(self.nanoseconds / 1_000_000)
    }

    /// Nanoseconds since the last whole second.
    #[inline]
    pub fn subsec_nanos(&self) -> u32 {
        self.nanoseconds
    }

    /// The day of the instant in UTC.
    pub fn utc_date(&self) -> Date {
        // No other year gets past the constructors.
        civil_from_days(self.seconds.div_euclid(DAY)).unwrap_or(Date {
            year: 0,
            month: 1,
            day: 1,
        })
    }

    /// Whether the text is a bare date without a time of day.
    #[inline]
    pub fn is_date_only(&self) -> bool {
        self.text.len() == 10
    }

    /// The instant as the standard library's clock has it; `None` where the platform's clock does
    /// not reach that far.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let seconds = Duration::from_secs(self.seconds.unsigned_abs());
        let whole = if self.seconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(seconds)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(seconds)
        };
        whole?.checked_add(Duration::from_nanos(self.nanoseconds.into()))
    }

    /// The text to send: a bare date as it is; a date-time as RFC 3339 writes it, with
    /// milliseconds at least, in the offset it was given in.
    pub(crate) fn to_wire(&self) -> Cow<'_, str> {
        parse::normalized(&self.text).unwrap_or(Cow::Borrowed(&self.text))
    }
}

const DAY: i64 = 86_400;

/// The text.
impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.nanoseconds).cmp(&(other.seconds, other.nanoseconds))
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.seconds, self.nanoseconds).hash(state);
    }
}

/// The text that is sent.
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_wire())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(
            deserializer,
            "a date, or a date-time with its offset from UTC",
        )
    }
}

#[cfg(test)]
mod tests;
