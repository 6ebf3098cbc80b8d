//! Conversions between [`Timestamp`] and the date crates, each behind its feature.

use super::{Date, IntoTimestamp, ParseTimestampError, Timestamp};

macro_rules! into_timestamp {
    ($type:ty) => {
        impl IntoTimestamp for $type {
            fn into_timestamp(self) -> Result<Timestamp, ParseTimestampError> {
                Timestamp::try_from(self)
            }
        }
    };
}

#[cfg(feature = "jiff")]
mod with_jiff {
    use super::*;

    impl TryFrom<&Timestamp> for jiff::Timestamp {
        type Error = jiff::Error;

        fn try_from(timestamp: &Timestamp) -> Result<Self, jiff::Error> {
            // Nanoseconds are below 10^9 and fit.
            Self::new(timestamp.unix_seconds(), timestamp.subsec_nanos() as i32)
        }
    }

    impl TryFrom<jiff::Timestamp> for Timestamp {
        type Error = ParseTimestampError;

        fn try_from(timestamp: jiff::Timestamp) -> Result<Self, ParseTimestampError> {
            let nanoseconds = timestamp.as_nanosecond();
            from_nanoseconds(nanoseconds)
        }
    }

    impl TryFrom<jiff::Zoned> for Timestamp {
        type Error = ParseTimestampError;

        fn try_from(zoned: jiff::Zoned) -> Result<Self, ParseTimestampError> {
            zoned.timestamp().try_into()
        }
    }

    impl TryFrom<jiff::civil::Date> for Timestamp {
        type Error = ParseTimestampError;

        fn try_from(date: jiff::civil::Date) -> Result<Self, ParseTimestampError> {
            from_civil(date.year(), date.month(), date.day())
        }
    }

    into_timestamp!(jiff::Timestamp);
    into_timestamp!(jiff::Zoned);
    into_timestamp!(jiff::civil::Date);
}

#[cfg(feature = "time")]
mod with_time {
    use super::*;

    impl TryFrom<&Timestamp> for time::OffsetDateTime {
        type Error = time::error::ComponentRange;

        fn try_from(timestamp: &Timestamp) -> Result<Self, time::error::ComponentRange> {
            let seconds = Self::from_unix_timestamp(timestamp.unix_seconds())?;
            seconds.replace_nanosecond(timestamp.subsec_nanos())
        }
    }

    impl TryFrom<time::OffsetDateTime> for Timestamp {
        type Error = ParseTimestampError;

        fn try_from(timestamp: time::OffsetDateTime) -> Result<Self, ParseTimestampError> {
            from_nanoseconds(timestamp.unix_timestamp_nanos())
        }
    }

    impl TryFrom<time::Date> for Timestamp {
        type Error = ParseTimestampError;

        fn try_from(date: time::Date) -> Result<Self, ParseTimestampError> {
            from_civil(date.year(), u8::from(date.month()), date.day())
        }
    }

    into_timestamp!(time::OffsetDateTime);
    into_timestamp!(time::Date);
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::Datelike as _;

    use super::*;

    impl TryFrom<&Timestamp> for chrono::DateTime<chrono::Utc> {
        type Error = ParseTimestampError;

        fn try_from(timestamp: &Timestamp) -> Result<Self, ParseTimestampError> {
            Self::from_timestamp(timestamp.unix_seconds(), timestamp.subsec_nanos())
                .ok_or(ParseTimestampError::Year)
        }
    }

    impl<Z: chrono::TimeZone> TryFrom<chrono::DateTime<Z>> for Timestamp {
        type Error = ParseTimestampError;

        fn try_from(timestamp: chrono::DateTime<Z>) -> Result<Self, ParseTimestampError> {
            let seconds = i128::from(timestamp.timestamp()) * BILLION;
            from_nanoseconds(seconds + i128::from(timestamp.timestamp_subsec_nanos()))
        }
    }

    impl<Z: chrono::TimeZone> IntoTimestamp for chrono::DateTime<Z> {
        fn into_timestamp(self) -> Result<Timestamp, ParseTimestampError> {
            self.try_into()
        }
    }

    impl TryFrom<chrono::NaiveDate> for Timestamp {
        type Error = ParseTimestampError;

        fn try_from(date: chrono::NaiveDate) -> Result<Self, ParseTimestampError> {
            from_civil(date.year(), date.month(), date.day())
        }
    }

    into_timestamp!(chrono::NaiveDate);
}

const BILLION: i128 = 1_000_000_000;

fn from_nanoseconds(nanoseconds: i128) -> Result<Timestamp, ParseTimestampError> {
    let seconds =
        i64::try_from(nanoseconds.div_euclid(BILLION)).map_err(|_| ParseTimestampError::Year)?;
    let fraction =
        u32::try_from(nanoseconds.rem_euclid(BILLION)).map_err(|_| ParseTimestampError::Form)?;
    Timestamp::from_unix(seconds, fraction)
}

/// A bare date.
fn from_civil<Y, P>(year: Y, month: P, day: P) -> Result<Timestamp, ParseTimestampError>
where
    u16: TryFrom<Y>,
    u8: TryFrom<P>,
{
    let year = u16::try_from(year).map_err(|_| ParseTimestampError::Year)?;
    let part = |part: P| u8::try_from(part).map_err(|_| ParseTimestampError::NoSuchMoment);
    Date::new(year, part(month)?, part(day)?)?.try_into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTANTS: [&str; 4] = [
        "2026-09-30T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "2000-02-29T12:00:00.123456789Z",
        "0001-01-01T00:00:00.000Z",
    ];

    macro_rules! there_and_back {
        ($name:ident, $feature:literal, $type:ty) => {
            #[cfg(feature = $feature)]
            #[test]
            fn $name() {
                for text in INSTANTS {
                    let timestamp: Timestamp = text.parse().unwrap();
                    let other = <$type>::try_from(&timestamp).unwrap();
                    assert_eq!(other.into_timestamp().unwrap().as_str(), text);
                }
            }
        };
    }

    there_and_back!(jiff_keeps_every_instant, "jiff", jiff::Timestamp);
    there_and_back!(time_keeps_every_instant, "time", time::OffsetDateTime);
    there_and_back!(
        chrono_keeps_every_instant,
        "chrono",
        chrono::DateTime<chrono::Utc>
    );

    macro_rules! as_sent {
        ($name:ident, $feature:literal, $($from:expr => $sent:expr;)*) => {
            #[cfg(feature = $feature)]
            #[test]
            fn $name() {
                $(
                    let sent = $from.into_timestamp().map(|timestamp| timestamp.to_wire().into_owned());
                    assert_eq!(sent, $sent.map(str::to_owned));
                )*
            }
        };
    }

    const DAY: Result<&str, ParseTimestampError> = Ok("2026-09-30");
    const INSTANT: Result<&str, ParseTimestampError> = Ok("2026-09-29T22:30:00.000Z");
    const YEAR: Result<&str, ParseTimestampError> = Err(ParseTimestampError::Year);

    as_sent! {
        jiff_civil_dates_stay_dates_and_zoned_ones_are_sent_as_utc, "jiff",
        jiff::civil::date(2026, 9, 30) => DAY;
        jiff::civil::date(-1, 9, 30) => YEAR;
        jiff::civil::datetime(2026, 9, 30, 0, 30, 0, 0)
            .to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(2)))
            .unwrap() => INSTANT;
    }

    as_sent! {
        time_dates_stay_dates_and_offsets_are_sent_as_utc, "time",
        time::Date::from_calendar_date(2026, time::Month::September, 30).unwrap() => DAY;
        time::Date::from_calendar_date(-1, time::Month::September, 30).unwrap() => YEAR;
        time::Date::from_calendar_date(2026, time::Month::September, 30)
            .unwrap()
            .with_hms(0, 30, 0)
            .unwrap()
            .assume_offset(time::UtcOffset::from_hms(2, 0, 0).unwrap()) => INSTANT;
    }

    as_sent! {
        chrono_dates_stay_dates_and_offsets_are_sent_as_utc, "chrono",
        chrono::NaiveDate::from_ymd_opt(2026, 9, 30).unwrap() => DAY;
        chrono::NaiveDate::from_ymd_opt(12026, 9, 30).unwrap() => YEAR;
        chrono::NaiveDate::from_ymd_opt(2026, 9, 30)
            .unwrap()
            .and_hms_opt(0, 30, 0)
            .unwrap()
            .and_local_timezone(chrono::FixedOffset::east_opt(7200).unwrap())
            .unwrap() => INSTANT;
    }
}
