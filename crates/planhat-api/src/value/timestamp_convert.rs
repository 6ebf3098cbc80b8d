//! Conversions between [`Timestamp`] and the date crates, each behind its feature.

use super::timestamp::{IntoTimestamp, ParseTimestampError, Timestamp};

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

    into_timestamp!(jiff::Timestamp);
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

    into_timestamp!(time::OffsetDateTime);
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use super::*;

    impl TryFrom<&Timestamp> for chrono::DateTime<chrono::Utc> {
        type Error = ParseTimestampError;

        fn try_from(timestamp: &Timestamp) -> Result<Self, ParseTimestampError> {
            Self::from_timestamp(timestamp.unix_seconds(), timestamp.subsec_nanos())
                .ok_or(ParseTimestampError::Year)
        }
    }

    impl TryFrom<chrono::DateTime<chrono::Utc>> for Timestamp {
        type Error = ParseTimestampError;

        fn try_from(timestamp: chrono::DateTime<chrono::Utc>) -> Result<Self, ParseTimestampError> {
            let seconds = i128::from(timestamp.timestamp()) * BILLION;
            from_nanoseconds(seconds + i128::from(timestamp.timestamp_subsec_nanos()))
        }
    }

    into_timestamp!(chrono::DateTime<chrono::Utc>);
}

const BILLION: i128 = 1_000_000_000;

fn from_nanoseconds(nanoseconds: i128) -> Result<Timestamp, ParseTimestampError> {
    let seconds =
        i64::try_from(nanoseconds.div_euclid(BILLION)).map_err(|_| ParseTimestampError::Year)?;
    let fraction =
        u32::try_from(nanoseconds.rem_euclid(BILLION)).map_err(|_| ParseTimestampError::Form)?;
    Timestamp::from_unix(seconds, fraction)
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
}
