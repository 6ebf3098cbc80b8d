use super::calendar::days_from_civil;
use super::*;

fn parse(text: &str) -> Timestamp {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn known_instants_are_read_from_every_form() {
    for (text, millis) in [
        ("1970-01-01", 0),
        ("2026-09-30", 1_790_726_400_000),
        ("2026-09-30T00:00:00.000Z", 1_790_726_400_000),
        ("2026-09-30T00:00:00z", 1_790_726_400_000),
        ("2026-09-30 02:00:00+0200", 1_790_726_400_000),
        ("2026-09-30T02:00+02:00", 1_790_726_400_000),
        ("2026-09-29T19:30:00.5-04:30", 1_790_726_400_500),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2000-02-29T12:00:00.123456789Z", 951_825_600_123),
        ("9999-12-31T23:59:59Z", 253_402_300_799_000),
    ] {
        assert_eq!(parse(text).unix_millis(), millis, "{text}");
        assert_eq!(parse(text).as_str(), text);
    }
}

#[test]
fn what_is_no_timestamp_is_refused_with_its_reason() {
    use ParseTimestampError::{Form, NoOffset, NoSuchMoment};
    for (text, reason) in [
        ("", Form),
        ("soon", Form),
        ("2026-9-30", Form),
        ("2026/09/30", Form),
        ("2026-09-30T", NoOffset),
        ("2026-09-30T12:00:00", NoOffset),
        ("2026-09-30T12:00:00.5", NoOffset),
        ("2026-09-30T12Z", Form),
        ("2026-09-30T12:00:00.Z", Form),
        ("2026-09-30T12:00:00:00Z", Form),
        ("2026-09-30T12:00:00+2", Form),
        ("2026-09-30T12:00:00+:0200", Form),
        ("2026-09-30T12:00:00+0:200", Form),
        ("2026-09-30T12:00:00+020:0", Form),
        ("2026-09-30T12:00:00+0200:", Form),
        ("2026-09-30T12:00:00+02:00:00", Form),
        ("2026-09-30T12:00:00+02:0", Form),
        ("2026-09-30T12:00:00+02", Form),
        ("2026-09-30T12:00:00+", Form),
        ("2026-09-30T12:00:00ZZ", Form),
        ("2026-09-30T12:00:00Z+02:00", Form),
        ("2026-09-30T12:00.5Z", Form),
        ("2026-09-30T12:00:00.5.5Z", Form),
        ("2026-09-30T12:00:00.+5Z", Form),
        ("2026-09-30T1:200:00Z", Form),
        ("2026-09-30T12:00:0Z", Form),
        ("2026-09-30X12:00:00Z", Form),
        ("2026-09-30T12:00:00+02:60", NoSuchMoment),
        ("2026-09-30T12:00:60Z", NoSuchMoment),
        ("2026-02-29", NoSuchMoment),
        ("2026-13-01", NoSuchMoment),
        ("2026-00-01", NoSuchMoment),
        ("2026-09-31", NoSuchMoment),
        ("2026-09-30T24:00:00Z", NoSuchMoment),
        ("2026-09-30T12:60:00Z", NoSuchMoment),
        ("2026-09-30T12:00:00+25:00", NoSuchMoment),
        ("２026-09-30", Form),
    ] {
        assert_eq!(text.parse::<Timestamp>().err(), Some(reason), "{text}");
    }
}

#[test]
fn what_is_sent_is_what_was_given_with_milliseconds() {
    for (given, sent) in [
        ("2026-09-30", "2026-09-30"),
        ("2026-09-30T12:00:00Z", "2026-09-30T12:00:00.000Z"),
        ("2026-09-30T12:00+02:00", "2026-09-30T12:00:00.000+02:00"),
        (
            "2026-09-30T12:00:00.5-04:30",
            "2026-09-30T12:00:00.500-04:30",
        ),
        ("2026-09-30T12:00:00.123456Z", "2026-09-30T12:00:00.123456Z"),
        ("2026-09-30 12:00:00Z", "2026-09-30T12:00:00.000Z"),
        ("2026-09-30t12:00z", "2026-09-30T12:00:00.000Z"),
        (
            "2026-09-30 12:00:00.5+0200",
            "2026-09-30T12:00:00.500+02:00",
        ),
        ("2026-09-30t12:00:00-0430", "2026-09-30T12:00:00.000-04:30"),
    ] {
        assert_eq!(parse(given).to_wire(), sent);
    }
}

#[test]
fn every_day_of_four_centuries_survives_the_calendar() {
    for day in days_from_civil(1800, 1, 1)..days_from_civil(2200, 1, 1) {
        let stamp = Timestamp::from_unix(day * DAY, 0).unwrap();
        assert_eq!(parse(stamp.as_str()).unix_seconds(), day * DAY);
        let Date {
            year,
            month,
            day: of_month,
        } = stamp.utc_date();
        assert_eq!(
            days_from_civil(year.into(), month.into(), of_month.into()),
            day
        );
    }
}

#[test]
fn instants_are_ordered_and_equal_by_time_not_by_text() {
    assert_eq!(parse("2026-09-30"), parse("2026-09-30T00:00:00.000Z"));
    assert!(parse("2026-09-30T00:00:00+02:00") < parse("2026-09-30T00:00:00Z"));
}

#[test]
fn the_standard_librarys_clock_agrees() {
    for (text, millis) in [
        ("1969-12-31T23:59:59.500Z", -500),
        ("1970-01-01T00:00:01.500Z", 1500),
    ] {
        let expected = if millis < 0 {
            SystemTime::UNIX_EPOCH - Duration::from_millis(500)
        } else {
            SystemTime::UNIX_EPOCH + Duration::from_millis(1500)
        };
        assert_eq!(parse(text).to_system_time(), Some(expected));
        assert_eq!(expected.into_timestamp().unwrap().as_str(), text);
        assert_eq!(Timestamp::from_unix_millis(millis).unwrap().as_str(), text);
    }
}

#[test]
fn a_year_beyond_four_digits_is_refused() {
    assert_eq!(
        Timestamp::from_unix_millis(i64::MAX).err(),
        Some(ParseTimestampError::Year)
    );
    assert_eq!(
        Timestamp::from_unix_millis(i64::MIN).err(),
        Some(ParseTimestampError::Year)
    );
}

#[test]
fn a_date_is_made_of_a_day_that_the_calendar_has_and_sent_as_one() {
    let leap_day = Date::new(2024, 2, 29).unwrap();
    assert_eq!(leap_day.to_string(), "2024-02-29");
    let stamp = leap_day.into_timestamp().unwrap();
    assert_eq!(stamp.to_wire(), "2024-02-29");
    assert_eq!(stamp, parse("2024-02-29T00:00:00Z"));
    assert_eq!(
        Date::new(2026, 2, 29),
        Err(ParseTimestampError::NoSuchMoment)
    );
    assert_eq!(
        Date::new(2026, 9, 0),
        Err(ParseTimestampError::NoSuchMoment)
    );
    assert_eq!(Date::new(10_000, 1, 1), Err(ParseTimestampError::Year));
    assert_eq!(
        Timestamp::date(10_000, 1, 1).err(),
        Some(ParseTimestampError::Year)
    );
}

#[test]
fn a_date_altered_into_none_is_refused() {
    let mut date = Date::new(2026, 9, 30).unwrap();
    date.month = 2;
    assert_eq!(
        date.into_timestamp().err(),
        Some(ParseTimestampError::NoSuchMoment)
    );
}

#[test]
fn the_standard_librarys_clock_is_read_to_the_nanosecond_on_both_sides_of_1970() {
    for (nanoseconds, text) in [
        (1, "1969-12-31T23:59:59.999999999Z"),
        (1_000_000_000, "1969-12-31T23:59:59.000Z"),
        (1_000_000_001, "1969-12-31T23:59:58.999999999Z"),
    ] {
        let before = SystemTime::UNIX_EPOCH - Duration::from_nanos(nanoseconds);
        assert_eq!(before.into_timestamp().unwrap().as_str(), text);
    }
    let distant = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_800);
    assert_eq!(
        distant.into_timestamp().err(),
        Some(ParseTimestampError::Year)
    );
}
