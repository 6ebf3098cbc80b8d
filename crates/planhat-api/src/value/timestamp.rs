//! Dates and instants, with the text they came as.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::{Duration, SystemTime};

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Date {
    /// The year, 0 to 9999.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

/// A date or an instant as the API writes it, with the text kept as it came.
///
/// Planhat answers in UTC with milliseconds (`2026-09-30T00:00:00.000Z`, documented), and takes a
/// bare date for midnight UTC (documented) and other offsets (observed). All of these are read.
/// Two timestamps are equal when they name the same instant; compare
/// [`as_str`](Self::as_str) for the same text.
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
    pub fn date(year: u16, month: u8, day: u8) -> Result<Self, ParseTimestampError> {
        format!("{year:04}-{month:02}-{day:02}").parse()
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
        let Date { year, month, day } = civil_from_days(seconds.div_euclid(DAY))?;
        let second = seconds.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let fraction = format!("{nanoseconds:09}");
        let digits = fraction.trim_end_matches('0').len().max(3);
        let fraction = &fraction[..digits];
        let text =
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction}Z");
        Ok(Self {
            seconds,
            nanoseconds,
            text: text.into(),
        })
    }

    /// The text, as it came or as it will be sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn unix_seconds(&self) -> i64 {
        self.seconds
    }

    /// Milliseconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn unix_millis(&self) -> i64 {
        self.seconds * 1000 + i64::from(self.nanoseconds / 1_000_000)
    }

    /// Nanoseconds since the last whole second.
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
    pub fn is_date_only(&self) -> bool {
        self.text.len() == 10
    }

    /// The instant as the standard library's clock has it.
    pub fn to_system_time(&self) -> SystemTime {
        let fraction = Duration::from_nanos(self.nanoseconds.into());
        let seconds = Duration::from_secs(self.seconds.unsigned_abs());
        if self.seconds < 0 {
            SystemTime::UNIX_EPOCH - seconds + fraction
        } else {
            SystemTime::UNIX_EPOCH + seconds + fraction
        }
    }

    /// The text to send: a bare date as it is, a date-time with milliseconds at least.
    pub(crate) fn to_wire(&self) -> String {
        if self.is_date_only() {
            return self.text.to_string();
        }
        let (clock, offset) = split_offset(&self.text).unwrap_or((&self.text, ""));
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
        let seconds = if clock.len() == "YYYY-MM-DDThh:mm".len() {
            ":00"
        } else {
            ""
        };
        format!("{clock}{seconds}.{fraction:0<3}{offset}")
    }
}

const DAY: i64 = 86_400;

/// Why a text is no timestamp.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseTimestampError {
    /// The text has another form.
    #[error("not a date (2026-09-30) or date-time (2026-09-30T12:00:00.000Z)")]
    Form,
    /// The calendar or the clock has no such moment.
    #[error("no such day or time of day")]
    NoSuchMoment,
    /// A date-time that does not say which offset from UTC it is in.
    #[error("a date-time without an offset from UTC: append Z or an offset such as +02:00")]
    NoOffset,
    /// The year has more than four digits, or is negative.
    #[error("a year outside 0000 to 9999")]
    Year,
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        use ParseTimestampError::Form;
        if !text.is_ascii() || text.len() < 10 {
            return Err(Form);
        }
        let (date, time) = text.split_at(10);
        let days = parse_date(date)?;
        if time.is_empty() {
            return Ok(Self {
                seconds: days * DAY,
                nanoseconds: 0,
                text: text.into(),
            });
        }
        let time = time.strip_prefix(['T', 't', ' ']).ok_or(Form)?;
        let (clock, offset) = split_offset(time).ok_or(ParseTimestampError::NoOffset)?;
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
        let seconds = days * DAY + parse_clock(clock)? - parse_offset(offset)?;
        civil_from_days(seconds.div_euclid(DAY))?;
        Ok(Self {
            seconds,
            nanoseconds: parse_fraction(fraction)?,
            text: text.into(),
        })
    }
}

/// Splits a time of day, or a whole date-time, from its offset.
fn split_offset(time: &str) -> Option<(&str, &str)> {
    let longest = time.len().saturating_sub("+hh:mm".len());
    let at = match time.as_bytes().last()? {
        b'Z' | b'z' => time.len() - 1,
        _ => longest + time.get(longest..)?.find(['+', '-'])?,
    };
    Some(time.split_at(at))
}

fn number(digits: &str) -> Result<i64, ParseTimestampError> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ParseTimestampError::Form);
    }
    digits.parse().map_err(|_| ParseTimestampError::Form)
}

fn parse_date(date: &str) -> Result<i64, ParseTimestampError> {
    let bytes = date.as_bytes();
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return Err(ParseTimestampError::Form);
    }
    let (year, month, day) = (
        number(&date[..4])?,
        number(&date[5..7])?,
        number(&date[8..])?,
    );
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return Err(ParseTimestampError::NoSuchMoment),
    };
    if !(1..=last).contains(&day) {
        return Err(ParseTimestampError::NoSuchMoment);
    }
    Ok(days_from_civil(year, month, day))
}

fn parse_clock(clock: &str) -> Result<i64, ParseTimestampError> {
    let mut parts = clock.split(':');
    let mut part = |below: i64| -> Result<i64, ParseTimestampError> {
        let digits = parts
            .next()
            .filter(|digits| digits.len() == 2)
            .ok_or(ParseTimestampError::Form)?;
        Some(number(digits)?)
            .filter(|&value| value < below)
            .ok_or(ParseTimestampError::NoSuchMoment)
    };
    let (hour, minute) = (part(24)?, part(60)?);
    let second = if clock.len() > "hh:mm".len() {
        part(60)?
    } else {
        0
    };
    match parts.next() {
        None => Ok(hour * 3600 + minute * 60 + second),
        Some(_) => Err(ParseTimestampError::Form),
    }
}

fn parse_fraction(fraction: &str) -> Result<u32, ParseTimestampError> {
    number(&fraction[..fraction.len().min(18)])?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ParseTimestampError::Form);
    }
    let nanoseconds = format!("{fraction:0<9}");
    nanoseconds[..9]
        .parse()
        .map_err(|_| ParseTimestampError::Form)
}

fn parse_offset(offset: &str) -> Result<i64, ParseTimestampError> {
    let (sign, digits) = match offset.split_at_checked(1) {
        Some(("Z" | "z", "")) => return Ok(0),
        Some(("+", digits)) => (1, digits.replacen(':', "", 1)),
        Some(("-", digits)) => (-1, digits.replacen(':', "", 1)),
        _ => return Err(ParseTimestampError::Form),
    };
    if digits.len() != 4 {
        return Err(ParseTimestampError::Form);
    }
    let (hours, minutes) = (number(&digits[..2])?, number(&digits[2..])?);
    if hours >= 24 || minutes >= 60 {
        return Err(ParseTimestampError::NoSuchMoment);
    }
    Ok(sign * (hours * 3600 + minutes * 60))
}

/// Days since 1970-01-01, by shifting the year to start in March so that the leap day comes last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i64) -> Result<Date, ParseTimestampError> {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let year = u16::try_from(year)
        .ok()
        .filter(|&year| year <= 9999)
        .ok_or(ParseTimestampError::Year)?;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    Ok(Date {
        year,
        month: month as u8,
        day: day as u8,
    })
}

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

/// What a date property can be set from: a [`Timestamp`], or text that is one. Text that is none
/// is reported when the body is checked or sent.
pub trait IntoTimestamp {
    /// The timestamp, or why there is none.
    ///
    /// # Errors
    /// When the text is no timestamp.
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
        self.parse()
    }
}

#[cfg(test)]
#[path = "timestamp_tests.rs"]
mod tests;
