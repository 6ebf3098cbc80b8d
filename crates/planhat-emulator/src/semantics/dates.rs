//! Days and instants, as JavaScript reads and writes them. An instant is held as its date and time in UTC: that reaches
//! to the end of 9999, which people write for "never", and a `jiff::Timestamp` does not.

use std::ops::Range;
use std::time::SystemTime;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Span, Timestamp, Unit};

/// What an instant is written as: UTC with milliseconds.
pub(crate) fn written(instant: DateTime) -> String {
    format!("{instant:.3}Z")
}

/// A time of day; the furthest one there is, for a clock beyond it.
pub(crate) fn of_clock(now: SystemTime) -> DateTime {
    Offset::UTC.to_datetime(Timestamp::try_from(now).unwrap_or(Timestamp::MAX))
}

/// The instant that a text means: itself, or midnight UTC of a day.
pub(crate) fn parse(text: &str) -> Option<DateTime> {
    match day(text) {
        Some(day) => Some(day.at(0, 0, 0, 0)),
        None => instant(text),
    }
}

/// `2026-09-30`, and a day that exists.
pub(crate) fn day(text: &str) -> Option<Date> {
    if !has_form(text, "0000-00-00") {
        return None;
    }
    let (year, month, day) = (
        number(text, 0..4)?,
        number(text, 5..7)?,
        number(text, 8..10)?,
    );
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2026-09-30T00:00:00.000Z`, or with an offset; a fraction may be left out. `T` and `Z` may be small (RFC 3339).
pub(crate) fn instant(text: &str) -> Option<DateTime> {
    let day = day(text.get(..10)?)?;
    let rest = text[10..].strip_prefix(['T', 't'])?;
    let (time, rest) = rest.split_at_checked(8)?;
    if !has_form(time, "00:00:00") {
        return None;
    }
    let part = |from| i8::try_from(number(time, from..from + 2)?).ok();
    let (nanoseconds, offset) = match rest.strip_prefix('.') {
        Some(rest) => fraction(rest)?,
        None => (0, rest),
    };
    let time = Time::new(part(0)?, part(3)?, part(6)?, nanoseconds).ok()?;
    day.to_datetime(time).checked_sub(ahead(offset)?).ok()
}

/// Digits behind the point as nanoseconds, and what follows them.
fn fraction(text: &str) -> Option<(i32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = text.split_at(end);
    let missing = 9_u32.checked_sub(u32::try_from(digits.len()).ok()?)?;
    Some((digits.parse::<i32>().ok()? * 10_i32.pow(missing), rest))
}

/// A few digits that are known to be some.
fn number(text: &str, digits: Range<usize>) -> Option<i16> {
    let digits = text.as_bytes().get(digits)?.iter();
    Some(digits.fold(0, |number, digit| number * 10 + i16::from(digit & 15)))
}

/// How far ahead of UTC an offset is.
fn ahead(offset: &str) -> Option<SignedDuration> {
    if matches!(offset, "Z" | "z") {
        return Some(SignedDuration::ZERO);
    }
    if !has_form(offset, "+00:00") && !has_form(offset, "-00:00") {
        return None;
    }
    let (hours, minutes) = (number(offset, 1..3)?, number(offset, 4..6)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let ahead = SignedDuration::from_mins(i64::from(hours) * 60 + i64::from(minutes));
    Some(if offset.starts_with('-') {
        -ahead
    } else {
        ahead
    })
}

/// Whether a text is that form, with some digit for every `0`.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(byte, like)| match like {
                b'0' => byte.is_ascii_digit(),
                like => byte == like,
            })
}

/// Whole days from one instant to another; what is left of a day does not count, to either side.
pub(crate) fn days_between(from: DateTime, to: DateTime) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// Months from one instant to a later one. What is left of a month counts as its share of that month.
pub(crate) fn months_between(from: DateTime, to: DateTime) -> Option<f64> {
    if to < from {
        return None;
    }
    let whole = from.until((Unit::Month, to)).ok()?.get_months();
    let after = |months: i32| from.checked_add(Span::new().try_months(months).ok()?).ok();
    let start = after(whole)?;
    if start == to {
        return Some(f64::from(whole));
    }
    let rest = to.duration_since(start).as_secs_f64();
    let month = after(whole.checked_add(1)?)?.duration_since(start);
    Some(f64::from(whole) + rest / month.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        parse(text).unwrap()
    }

    #[test]
    fn days_and_offsets_become_utc_with_milliseconds() {
        for (sent, stored) in [
            ("2026-09-30", "2026-09-30T00:00:00.000Z"),
            ("2026-09-30T00:00:00+02:00", "2026-09-29T22:00:00.000Z"),
            ("2026-09-30T00:00:00-00:30", "2026-09-30T00:30:00.000Z"),
            ("2026-09-30T01:02:03.456789Z", "2026-09-30T01:02:03.456Z"),
            ("2015-12-22t18:07:49z", "2015-12-22T18:07:49.000Z"),
            ("0001-01-01", "0001-01-01T00:00:00.000Z"),
            ("9999-12-31", "9999-12-31T00:00:00.000Z"),
        ] {
            assert_eq!(written(at(sent)), stored, "{sent}");
        }
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in [
            "",
            "soon",
            "2026-9-30",
            "2026-02-30",
            "20260930",
            "2026-09-30T00:00:00",
            "2026-09-30T00:00Z",
            "2026-09-30 00:00:00Z",
            "2026-09-30T00:00:00.Z",
            "2026-09-30T00:00:00.1234567890Z",
            "2026-09-30T24:00:00Z",
            "2026-09-30T23:59:60Z",
            "2026-09-30T00:00:00.1",
            "2026-09-30T00:00:0é",
            "2026-09-30T00:00:00+0200",
            "2026-09-30T00:00:00+24:00",
            "2026-09-30T00:00:00+00:60",
            "2026-09-30T00:00:00Z[UTC]",
            "2026-09-30T00:00:00-é:00",
            "+002026-09-30",
            "2026-09-3é",
            "T",
            "é",
            "9999-12-31T23:59:59-23:59",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn lengths_are_those_of_the_documented_replies() {
        for (from, to, months) in [
            ("2021-07-27", "2022-07-27", 12.0),
            ("2015-12-22", "2017-12-22", 24.0),
            ("2026-01-31", "2026-02-28", 1.0),
            ("2026-01-01", "2026-01-01", 0.0),
            ("2026-04-01", "2026-04-16", 0.5),
            ("0001-01-01", "9999-12-01", 119_987.0),
        ] {
            assert_eq!(
                months_between(at(from), at(to)),
                Some(months),
                "{from} {to}"
            );
        }
        assert_eq!(months_between(at("2026-02-01"), at("2026-01-01")), None);
    }

    #[test]
    fn days_are_counted_towards_zero_as_the_documented_replies_have_it() {
        let now = at("2021-07-27T20:42:39Z");
        assert_eq!(days_between(now, at("2022-07-27")), 364);
        assert_eq!(days_between(now, at("2017-12-22")), -1313);
        assert_eq!(days_between(at("0001-01-01"), at("9999-12-31")), 3_652_058);
    }
}
