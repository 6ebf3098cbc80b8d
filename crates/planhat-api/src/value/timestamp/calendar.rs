//! Days of the calendar, counted from 1970.

use std::fmt;

use super::parse::ParseTimestampError;

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

impl Date {
    /// A day that the calendar has.
    ///
    /// # Errors
    /// When it has none such, or the year has more than four digits.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, ParseTimestampError> {
        let date = Self { year, month, day };
        date.days().map(|_| date)
    }

    /// Days since 1970-01-01. The fields are public, so that they are checked here, too.
    pub(super) fn days(self) -> Result<i64, ParseTimestampError> {
        let Self { year, month, day } = self;
        if year > 9999 {
            return Err(ParseTimestampError::Year);
        }
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
        Ok(days_from_civil(year.into(), month.into(), day.into()))
    }
}

/// As the API writes a bare date: `2026-09-30`.
impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

/// Days since 1970-01-01, by shifting the year to start in March so that the leap day comes last.
pub(super) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The day that is this many days after 1970-01-01.
pub(super) fn civil_from_days(days: i64) -> Result<Date, ParseTimestampError> {
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
