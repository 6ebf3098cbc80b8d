//! How long to wait before the next attempt.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::random::share;

/// How long a call waits after a failed attempt when the server does not say.
pub trait Backoff: fmt::Debug + Send + Sync + 'static {
    /// The wait after this attempt of a call, counted from 1.
    ///
    /// `random` is drawn anew for each wait, evenly from 0 up to, but not including, 1. Spread the
    /// wait by it: calls that failed together must not come back together.
    fn delay(&self, failed_attempt: u32, random: f64) -> Duration;
}

/// A backoff that several clients share.
impl<B: Backoff + ?Sized> Backoff for Arc<B> {
    fn delay(&self, failed_attempt: u32, random: f64) -> Duration {
        (**self).delay(failed_attempt, random)
    }
}

/// Waits anything from nothing to a bound, each as likely; the bound doubles with each attempt up
/// to a cap. By default it is 0.5 s after the first attempt and 20 s at most.
///
/// Waits that are spread over the whole range make the least calls for the same progress when many
/// callers compete, which is why none has a fixed part.
///
/// ```
/// use std::time::Duration;
/// use planhat_api::retry::{Backoff, FullJitter};
///
/// let backoff = FullJitter::default();
/// // Halfway of 0.5 s, of 4 s, and of 20 s.
/// assert_eq!(backoff.delay(1, 0.5), Duration::from_millis(250));
/// assert_eq!(backoff.delay(4, 0.5), Duration::from_secs(2));
/// assert_eq!(backoff.delay(90, 0.5), Duration::from_secs(10));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FullJitter {
    base: Duration,
    cap: Duration,
}

impl FullJitter {
    /// Waits of up to `base` after the first attempt, up to twice that after the second, and so
    /// on, but never more than `cap`. Any two durations will do.
    #[inline]
    pub fn new(base: Duration, cap: Duration) -> Self {
        Self { base, cap }
    }

    /// The longest wait after this attempt.
    fn bound(self, failed_attempt: u32) -> Duration {
        let mut bound = self.base;
        for _ in 1..failed_attempt {
            // Each turn doubles, so any cap is reached within 94 turns.
            if bound.is_zero() || bound >= self.cap {
                break;
            }
            bound = bound.saturating_mul(2);
        }
        bound.min(self.cap)
    }
}

impl Default for FullJitter {
    fn default() -> Self {
        Self::new(Duration::from_millis(500), Duration::from_secs(20))
    }
}

impl Backoff for FullJitter {
    fn delay(&self, failed_attempt: u32, random: f64) -> Duration {
        share(self.bound(failed_attempt), random)
    }
}

/// Does not wait. For tests: a server in trouble gets the next attempt at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NoBackoff;

impl Backoff for NoBackoff {
    fn delay(&self, _failed_attempt: u32, _random: f64) -> Duration {
        Duration::ZERO
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Durations as people set them, and those that break arithmetic.
    fn duration() -> impl Strategy<Value = Duration> {
        prop_oneof![
            3 => (0..100_000_u64).prop_map(Duration::from_millis),
            1 => (0..100_u64).prop_map(Duration::from_nanos),
            1 => any::<Duration>(),
            1 => Just(Duration::MAX),
        ]
    }

    fn attempt() -> impl Strategy<Value = u32> {
        prop_oneof![3 => 0..12_u32, 2 => 0..200_u32, 1 => any::<u32>(), 1 => Just(u32::MAX)]
    }

    /// `min(cap, base * 2^(attempt - 1))`, in nanoseconds.
    fn bound(base: Duration, cap: Duration, attempt: u32) -> u128 {
        let (base, cap) = (base.as_nanos(), cap.as_nanos());
        let doublings = attempt.saturating_sub(1);
        // What does not fit is more than any cap, unless the base is nothing.
        let factor = 1_u128.checked_shl(doublings).unwrap_or(u128::MAX);
        base.saturating_mul(factor).min(cap)
    }

    #[test]
    fn the_bound_doubles_from_half_a_second_to_twenty() {
        let longest: Vec<u128> = (0..=8)
            .map(|attempt| FullJitter::default().delay(attempt, 1.0).as_millis())
            .collect();
        assert_eq!(
            longest,
            [500, 500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]
        );
    }

    #[test]
    fn a_base_above_the_cap_is_the_cap() {
        let backoff = FullJitter::new(Duration::from_secs(9), Duration::from_secs(3));
        assert_eq!(backoff.delay(1, 1.0), Duration::from_secs(3));
    }

    #[test]
    fn no_backoff_does_not_wait() {
        assert_eq!(NoBackoff.delay(u32::MAX, 1.0), Duration::ZERO);
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 1000,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn no_wait_is_longer_than_its_bound(
            base in duration(),
            cap in duration(),
            attempt in attempt(),
            random in proptest::num::f64::ANY,
        ) {
            let delay = FullJitter::new(base, cap).delay(attempt, random);
            prop_assert!(delay.as_nanos() <= bound(base, cap, attempt));
        }

        #[test]
        fn waits_are_spread_evenly_from_nothing_to_the_bound(
            base in duration(),
            cap in duration(),
            attempt in attempt(),
            random in 0.0..1.0_f64,
        ) {
            let delay = FullJitter::new(base, cap).delay(attempt, random).as_secs_f64();
            let bound = bound(base, cap, attempt) as f64 / 1e9;
            let allowed = bound * 1e-9 + 1e-9;
            prop_assert!((delay - bound * random).abs() <= allowed, "{delay} of {bound}");
        }
    }
}
