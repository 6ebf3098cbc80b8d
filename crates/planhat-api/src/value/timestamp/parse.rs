//! The forms of text that are dates or instants.

use std::borrow::Cow;
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
        let (seconds, nanoseconds) = instant(text)?;
        Ok(Self {
            seconds,
            nanoseconds,
            text: text.into(),
        })
    }
}

impl Timestamp {
    /// As from a borrowed text, without a copy.
    pub(super) fn from_string(text: String) -> Result<Self, ParseTimestampError> {
        let (seconds, nanoseconds) = instant(&text)?;
        Ok(Self {
            seconds,
            nanoseconds,
            text: text.into(),
        })
    }
}

/// Seconds since 1970, and nanoseconds since the last of them.
fn instant(text: &str) -> Result<(i64, u32), ParseTimestampError> {
    if let Some(instant) = documented(text) {
        return instant;
    }
    let (date, rest) = text.split_at_checked(DATE).ok_or(Form)?;
    let midnight = parse_date(date)? * DAY;
    let (seconds, nanoseconds) = match Time::split(rest)? {
        None => (midnight, 0),
        Some(time) => (midnight + time.seconds()?, time.nanoseconds()?),
    };
    civil_from_days(seconds.div_euclid(DAY))?;
    Ok((seconds, nanoseconds))
}

/// Whether a timestamp's text has the form in which the API answers, `YYYY-MM-DDThh:mm:ss.000Z`.
fn has_documented_form(text: &[u8; 24]) -> bool {
    text[10] == b'T' && text[19] == b'.' && text[23] == b'Z'
}

/// The digits of a text in the form in which the API answers, at their places. All at once, without a
/// way out in between, which is quicker.
fn digits(text: &[u8; 24]) -> Option<[u8; 24]> {
    const ZERO: &[u8; 24] = b"0000-00-00T00:00:00.000Z";
    const HIGH: u8 = 0x80;
    let mut digits = *text;
    let mut wrong = 0;
    for (digit, zero) in digits.iter_mut().zip(ZERO) {
        *digit ^= zero;
        // What takes the most that may stand at a place to the highest that has no high bit.
        let room = if *zero == b'0' { 0x7f - 9 } else { 0x7f };
        wrong |= digit.wrapping_add(room) | *digit;
    }
    (wrong & HIGH == 0).then_some(digits)
}

/// The instant of a text in the form in which the API answers: a short way to what is most often there.
fn documented(text: &str) -> Option<Result<(i64, u32), ParseTimestampError>> {
    let text: &[u8; 24] = text.as_bytes().try_into().ok()?;
    let digits = digits(text)?;
    let pair = |at: usize| digits[at] * 10 + digits[at + 1];
    let (hour, minute, second) = (pair(11), pair(14), pair(17));
    if hour > 23 || minute > 59 || second > 59 {
        return Some(Err(NoSuchMoment));
    }
    let year = u16::from(pair(0)) * 100 + u16::from(pair(2));
    let days = Date {
        year,
        month: pair(5),
        day: pair(8),
    }
    .days();
    let of_day = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    let milliseconds = u32::from(pair(20)) * 10 + u32::from(digits[22]);
    Some(days.map(|days| (days * DAY + of_day, milliseconds * 1_000_000)))
}

/// The text of a timestamp, with what RFC 3339 wants and what others leave out: `T`, seconds, three
/// digits behind them, `Z` and the colon of an offset. A bare date stays one.
pub(super) fn normalized(text: &str) -> Option<Cow<'_, str>> {
    if text.as_bytes().try_into().is_ok_and(has_documented_form) {
        return Some(text.into());
    }
    let (date, rest) = text.split_at_checked(DATE)?;
    let Some(time) = Time::split(rest).ok()? else {
        return Some(text.into());
    };
    let clock = time.clock;
    let fraction = time.fraction.unwrap_or_default();
    let seconds = if time.has_seconds() { "" } else { ":00" };
    let offset = match time.offset.split_at_checked("+hh".len()) {
        None => "Z".to_owned(),
        Some((hours, minutes)) => format!("{hours}:{}", minutes.trim_start_matches(':')),
    };
    Some(format!("{date}T{clock}{seconds}.{fraction:0<3}{offset}").into())
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
        let Some(("T" | "t" | " ", time)) = rest.split_at_checked(1) else {
            return Err(Form);
        };
        let is_offset = |byte| matches!(byte, b'Z' | b'z' | b'+' | b'-');
        let (clock, offset) = split_before(time, is_offset).ok_or(NoOffset)?;
        let (clock, fraction) = match split_before(clock, |byte| byte == b'.') {
            Some((clock, fraction)) => (clock, fraction.get(1..)),
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
            numbers(self.clock, b':', [2, 2, 2])?
        } else {
            let [hour, minute] = numbers(self.clock, b':', [2, 2])?;
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
            numbers(offset, b':', [2, 2])?
        } else {
            let [together] = numbers(offset, b':', [4])?;
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
        if fraction.is_empty() || !self.has_seconds() {
            return Err(Form);
        }
        let mut nanoseconds = 0;
        let mut unit = 100_000_000;
        for digit in fraction.bytes() {
            if !digit.is_ascii_digit() {
                return Err(Form);
            }
            nanoseconds += u32::from(digit - b'0') * unit;
            unit /= 10;
        }
        Ok(nanoseconds)
    }
}

/// The text before and from the first of some bytes, all of them ASCII. Quicker than a search for characters.
fn split_before(text: &str, is_it: fn(u8) -> bool) -> Option<(&str, &str)> {
    let at = text.bytes().position(is_it)?;
    text.split_at_checked(at)
}

fn parse_date(date: &str) -> Result<i64, ParseTimestampError> {
    let [year, month, day] = numbers(date, b'-', [4, 2, 2])?;
    // Two digits fit into a byte.
    Date::new(year, month as u8, day as u8)?.days()
}

/// The numbers between separators, each of exactly as many digits as `lengths` says.
fn numbers<const N: usize>(
    text: &str,
    separator: u8,
    lengths: [usize; N],
) -> Result<[u16; N], ParseTimestampError> {
    let mut numbers = [0; N];
    read_numbers(text, separator, &lengths, &mut numbers)?;
    Ok(numbers)
}

fn read_numbers(
    text: &str,
    separator: u8,
    lengths: &[usize],
    numbers: &mut [u16],
) -> Result<(), ParseTimestampError> {
    let mut rest = text.as_bytes();
    for (place, (number, &length)) in numbers.iter_mut().zip(lengths).enumerate() {
        if place > 0 {
            rest = rest.strip_prefix(&[separator]).ok_or(Form)?;
        }
        let (digits, behind) = rest.split_at_checked(length).ok_or(Form)?;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return Err(Form);
            }
            *number = *number * 10 + u16::from(digit - b'0');
        }
        rest = behind;
    }
    match rest {
        [] => Ok(()),
        _ => Err(Form),
    }
}
