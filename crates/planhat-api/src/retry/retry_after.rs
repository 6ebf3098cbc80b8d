//! When the server wants to be asked again, and what to do when a 429 does not say.

use std::time::{Duration, SystemTime};

use super::random::share;

/// The longest `Retry-After` that a call waits for; past it, failing at once serves better.
pub(crate) const MAX_RETRY_AFTER: Duration = Duration::from_secs(120);

/// How long to wait from now on, by the value of a `Retry-After` header: seconds, or a date in one
/// of HTTP's three forms. None where it is neither.
///
/// A date that has passed means no wait. Seconds beyond counting are [`Duration::MAX`], so add the
/// result to an instant with care.
pub(crate) fn parse_retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim_ascii();
    // `u64::from_str` takes a sign as well, which HTTP does not.
    if !value.is_empty() && value.as_bytes().iter().all(u8::is_ascii_digit) {
        // Nothing but its size is left to be wrong with it.
        return Some(value.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = parse_date(value)?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}

/// A date in one of HTTP's three forms.
pub(crate) fn parse_date(value: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(value.trim_ascii()).ok()
}

/// How long everyone pauses after a 429 that does not say for how long: 60 s up to 90 s. Old pages
/// of the vendor name resets after 60 to 120 s; chance keeps many processes from coming back in the
/// same moment.
pub(crate) fn cool_down(random: f64) -> Duration {
    Duration::from_secs(60) + share(Duration::from_secs(30), random)
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use proptest::prelude::*;

    use super::*;

    /// 1994-11-06 08:49:37, the moment of HTTP's own examples.
    const EXAMPLE: u64 = 784_111_777;

    /// The outlines of HTTP's three forms, with most of it wrong.
    const LIKE_A_DATE: &str = concat!(
        "[A-Z][a-z]{2,8}(, | )([0-9 ]{2}|[A-Z][a-z]{2})[- ]([A-Z][a-z]{2}|[0-9 é]{2})",
        "[- ]?([0-9]{2,4})? [0-9]{2}:[0-9]{2}:[0-9]{2}( GMT| [0-9]{4})",
    );

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn seconds_are_read_with_white_space_around_and_nothing_else() {
        for (value, seconds) in [
            ("0", 0),
            ("120", 120),
            ("007", 7),
            (" 30", 30),
            ("30\t ", 30),
            ("18446744073709551615", u64::MAX),
        ] {
            let wait = Some(Duration::from_secs(seconds));
            assert_eq!(parse_retry_after(value, at(0)), wait, "{value:?}");
        }
    }

    #[test]
    fn seconds_beyond_counting_are_forever() {
        for value in ["18446744073709551616", &"9".repeat(5000)] {
            assert_eq!(parse_retry_after(value, at(0)), Some(Duration::MAX));
        }
    }

    #[test]
    fn a_date_is_read_in_each_of_its_forms() {
        for value in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            " Sun, 06 Nov 1994 08:49:37 GMT\t",
        ] {
            for (now, wait) in [
                (at(EXAMPLE - 90), Duration::from_secs(90)),
                (
                    at(EXAMPLE) - Duration::from_millis(1500),
                    Duration::from_millis(1500),
                ),
                (at(EXAMPLE), Duration::ZERO),
                (at(EXAMPLE + 3600), Duration::ZERO),
            ] {
                assert_eq!(parse_retry_after(value, now), Some(wait), "{value:?}");
            }
        }
    }

    #[test]
    fn a_far_date_is_a_long_wait() {
        let year_9999 = parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", at(EXAMPLE));
        assert_eq!(
            year_9999,
            Some(Duration::from_secs(253_402_300_799 - EXAMPLE))
        );
    }

    #[test]
    fn what_is_neither_is_no_answer() {
        for value in [
            "",
            " ",
            "-1",
            "+1",
            "1.5",
            "1,5",
            "1 2",
            "1s",
            "0x10",
            "1e3",
            "１２",
            "soon",
            "1994-11-06T08:49:37Z",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Wed, 31 Feb 1994 08:49:37 GMT",
            "Thu, 01 Jan 0000 00:00:00 GMT",
            "Sat, 01 Jan 0000 00:00:00 GMT",
        ] {
            assert_eq!(parse_retry_after(value, at(EXAMPLE)), None, "{value:?}");
        }
    }

    #[test]
    fn a_cool_down_takes_from_sixty_to_ninety_seconds() {
        for (random, seconds) in [(0.0, 60), (0.5, 75), (1.0, 90), (f64::NAN, 90)] {
            assert_eq!(cool_down(random), Duration::from_secs(seconds), "{random}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 500,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn no_text_makes_it_panic(value in "\\PC*", now in 0..=u64::from(u32::MAX)) {
            let _ = parse_retry_after(&value, at(now));
        }

        #[test]
        fn no_text_that_looks_like_a_date_makes_it_panic(
            value in LIKE_A_DATE,
            now in 0..=u64::from(u32::MAX),
        ) {
            let _ = parse_retry_after(&value, at(now));
        }

        #[test]
        fn no_moment_of_a_real_form_makes_it_panic(
            day in "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
            month in "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
            (date, year) in (0..100_u8, 0..=9999_u16),
            (hour, minute, second) in (0..100_u8, 0..100_u8, 0..100_u8),
        ) {
            let time = format!("{hour:02}:{minute:02}:{second:02}");
            let value = format!("{day}, {date:02} {month} {year:04} {time} GMT");
            let _ = parse_retry_after(&value, at(0));
        }

        #[test]
        fn a_date_is_waited_for_to_the_second(
            date in 0..253_402_300_800_u64,
            now in 0..253_402_300_800_u64,
        ) {
            let value = httpdate::fmt_http_date(at(date));
            let wait = Duration::from_secs(date.saturating_sub(now));
            prop_assert_eq!(parse_retry_after(&value, at(now)), Some(wait));
        }
    }
}
