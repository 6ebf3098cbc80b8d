//! The forms of text that are dates or instants.

use std::str::FromStr;

use super::calendar::civil_from_days;
use super::{DAY, Date, Timestamp};

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

use ParseTimestampError::{Form, NoOffset, NoSuchMoment};

/// The length of `YYYY-MM-DD`.
const DATE: usize = 10;

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        let (date, rest) = text.split_at_checked(DATE).ok_or(Form)?;
        let midnight = parse_date(date)? * DAY;
        let (seconds, nanoseconds) = match Time::split(rest)? {
            None => (midnight, 0),
            Some(time) => (midnight + time.seconds()?, time.nanoseconds()?),
        };
        civil_from_days(seconds.div_euclid(DAY))?;
        Ok(Self {
            seconds,
            nanoseconds,
            text: text.into(),
        })
    }
}

/// The text of a timestamp, with what RFC 3339 wants and what others leave out: `T`, seconds, three
/// digits behind them, `Z` and the colon of an offset. A bare date stays one.
pub(super) fn normalized(text: &str) -> Option<String> {
    let (date, rest) = text.split_at_checked(DATE)?;
    let Some(time) = Time::split(rest).ok()? else {
        return Some(text.to_owned());
    };
    let clock = time.clock;
    let seconds = if time.has_seconds() { "" } else { ":00" };
    let fraction = time.fraction.unwrap_or_default();
    let offset = match time.offset.split_at_checked("+hh".len()) {
        None => "Z".to_owned(),
        Some((hours, minutes)) => format!("{hours}:{}", minutes.trim_start_matches(':')),
    };
    Some(format!("{date}T{clock}{seconds}.{fraction:0<3}{offset}"))
}

/// What follows the date in a date-time.
struct Time<'a> {
    clock: &'a str,
    fraction: Option<&'a str>,
    offset: &'a str,
}

impl<'a> Time<'a> {
    /// `None` when nothing follows the date.
    fn split(rest: &'a str) -> Result<Option<Self>, ParseTimestampError> {
        if rest.is_empty() {
            return Ok(None);
        }
        let time = rest.strip_prefix(['T', 't', ' ']).ok_or(Form)?;
        let (clock, offset) = time
            .find(['Z', 'z', '+', '-'])
            .and_then(|at| time.split_at_checked(at))
            .ok_or(NoOffset)?;
        let (clock, fraction) = match clock.split_once('.') {
            Some((clock, fraction)) => (clock, Some(fraction)),
            None => (clock, None),
        };
        Ok(Some(Self {
            clock,
            fraction,
            offset,
        }))
    }

    fn has_seconds(&self) -> bool {
        self.clock.len() > "hh:mm".len()
    }

    /// Seconds since midnight UTC of the day that the text names.
    fn seconds(&self) -> Result<i64, ParseTimestampError> {
        let [hour, minute, second] = if self.has_seconds() {
            numbers(self.clock, ':', [2, 2, 2])?
        } else {
            let [hour, minute] = numbers(self.clock, ':', [2, 2])?;
            [hour, minute, 0]
        };
        if hour > 23 || minute > 59 || second > 59 {
            return Err(NoSuchMoment);
        }
        Ok(i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second) - self.east()?)
    }

    /// The offset in seconds, positive to the east.
    fn east(&self) -> Result<i64, ParseTimestampError> {
        let (sign, offset) = match self.offset.split_at_checked(1) {
            Some(("Z" | "z", "")) => return Ok(0),
            Some(("+", offset)) => (1, offset),
            Some(("-", offset)) => (-1, offset),
            _ => return Err(Form),
        };
        let [hours, minutes] = if offset.contains(':') {
            numbers(offset, ':', [2, 2])?
        } else {
            let [together] = numbers(offset, ':', [4])?;
            [together / 100, together % 100]
        };
        if hours > 23 || minutes > 59 {
            return Err(NoSuchMoment);
        }
        Ok(sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
    }

    /// The fraction of a second, cut off behind the ninth digit. Only a second has one.
    fn nanoseconds(&self) -> Result<u32, ParseTimestampError> {
        let Some(fraction) = self.fraction else {
            return Ok(0);
        };
        let digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !self.has_seconds() {
            return Err(Form);
        }
        let nine = fraction.chars().chain(std::iter::repeat('0')).take(9);
        nine.collect::<String>().parse().map_err(|_| Form)
    }
}

fn parse_date(date: &str) -> Result<i64, ParseTimestampError> {
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    // Two digits fit into a byte.
    Date::new(year, month as u8, day as u8)?.days()
}

/// The numbers between separators, each of exactly as many digits as `lengths` says.
fn numbers<const N: usize>(
    text: &str,
    separator: char,
    lengths: [usize; N],
) -> Result<[u16; N], ParseTimestampError> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, length) in numbers.iter_mut().zip(lengths) {
        *number = parts
            .next()
            .filter(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|part| part.parse().ok())
            .ok_or(Form)?;
    }
    match parts.next() {
        None => Ok(numbers),
        Some(_) => Err(Form),
    }
}
