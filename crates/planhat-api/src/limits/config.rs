//! The limits.

use std::time::Duration;

use super::Reason;

/// How many calls may start, and how many may be under way.
///
/// The defaults are what the vendor documents:
///
/// | limit | default | evidence |
/// |---|---|---|
/// | [`per_minute`](Self::per_minute) | 200 | documented, as a soft quota |
/// | [`per_second`](Self::per_second) | 150 | documented, as a hard limit |
/// | [`in_flight`](Self::in_flight) | 50 | documented, as bursts of up to 50 in parallel |
/// | bulk upserts of a resource in flight | 1, always | documented: one after another, not in parallel |
///
/// What goes beyond is answered with 429 (observed, and in older pages of the vendor). That the
/// windows roll, that bulk upserts of different resources may overlap, and that all clients of a
/// tenant count together is inferred; no page says so.
///
/// ```
/// use planhat_api::limits::Limits;
///
/// // Half of the tenant's quota, and no limit within a second.
/// let limits = Limits::default().per_minute(100).per_second(None);
/// assert!(limits.check().is_ok());
/// assert!(Limits::default().in_flight(0).check().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Limits {
    per_minute: Option<u32>,
    per_second: Option<u32>,
    in_flight: Option<u32>,
}

/// A limit on starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rate {
    /// How many calls may start within the window.
    pub calls: u32,
    /// The window's length. It may begin at any time.
    pub window: Duration,
    /// What a call waits for that this rate holds back.
    pub reason: Reason,
}

/// Why limits are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidLimits {
    /// A limit of zero, under which no call could ever start.
    #[error("the limit {} is 0, so no call could start: use at least 1, or `None` for no limit", .0.as_str())]
    Zero(Reason),
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_minute: Some(200),
            per_second: Some(150),
            in_flight: Some(50),
        }
    }
}

impl Limits {
    /// The longest window of a rate: older starts matter to none.
    pub(super) const LONGEST_WINDOW: Duration = Duration::from_secs(60);

    /// No limits, except that bulk upserts of a resource still go one after another.
    pub fn off() -> Self {
        Self {
            per_minute: None,
            per_second: None,
            in_flight: None,
        }
    }

    /// How many calls may start in any 60 s: 200 unless set; `None` for no limit.
    pub fn per_minute(mut self, calls: impl Into<Option<u32>>) -> Self {
        self.per_minute = calls.into();
        self
    }

    /// How many calls may start in any second: 150 unless set; `None` for no limit.
    pub fn per_second(mut self, calls: impl Into<Option<u32>>) -> Self {
        self.per_second = calls.into();
        self
    }

    /// How many calls may be under way: 50 unless set; `None` for no limit.
    pub fn in_flight(mut self, calls: impl Into<Option<u32>>) -> Self {
        self.in_flight = calls.into();
        self
    }

    /// Whether calls can start under these limits. [`Limiter::new`](super::Limiter::new) asks, too.
    ///
    /// # Errors
    /// When a limit is zero.
    pub fn check(&self) -> Result<(), InvalidLimits> {
        let limits = [
            (self.per_minute, Reason::PerMinute),
            (self.per_second, Reason::PerSecond),
            (self.in_flight, Reason::InFlight),
        ];
        for (calls, reason) in &limits {
            if *calls == Some(0) {
                return Err(InvalidLimits::Zero(*reason));
            }
        }
        Ok(())
    }

    /// The limits on starts, for a [`LimitStore`](super::LimitStore).
    pub fn rates(&self) -> impl Iterator<Item = Rate> + use<> {
        let rate = |calls: Option<u32>, window, reason| {
            Some(Rate {
                calls: calls?,
                window,
                reason,
            })
        };
        let per_minute = rate(self.per_minute, Self::LONGEST_WINDOW, Reason::PerMinute);
        let per_second = rate(self.per_second, Duration::from_secs(1), Reason::PerSecond);
        per_minute.into_iter().chain(per_second)
    }

    /// The limit on calls under way, for a [`LimitStore`](super::LimitStore).
    #[inline]
    pub fn max_in_flight(&self) -> Option<u32> {
        self.in_flight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_documented_limits() {
        let limits = Limits::default();
        let rates: Vec<_> = limits
            .rates()
            .map(|rate| (rate.calls, rate.window.as_secs()))
            .collect();
        assert_eq!(rates, [(200, 60), (150, 1)]);
        assert_eq!(limits.max_in_flight(), Some(50));
    }

    #[test]
    fn off_leaves_no_rate_and_no_bound() {
        let limits = Limits::default()
            .per_minute(None)
            .per_second(None)
            .in_flight(None);
        assert_eq!(limits, Limits::off());
        assert_eq!(limits.rates().count(), 0);
        assert_eq!(limits.max_in_flight(), None);
    }

    #[test]
    fn a_limit_of_zero_is_named() {
        for (limits, reason) in [
            (Limits::default().per_minute(0), Reason::PerMinute),
            (Limits::off().per_second(0), Reason::PerSecond),
            (Limits::off().in_flight(0), Reason::InFlight),
        ] {
            let error = limits.check().unwrap_err();
            assert_eq!(error, InvalidLimits::Zero(reason));
            assert!(error.to_string().contains(reason.as_str()), "{error}");
        }
    }
}
