//! Chance, and a way for tests to do without it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Where numbers from 0 up to, but not including, 1 come from.
#[derive(Clone)]
pub(crate) struct Random(Arc<dyn Fn() -> f64 + Send + Sync>);

impl Random {
    /// Numbers from this function.
    pub(crate) fn new(draw: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(draw))
    }

    /// Different numbers in each thread and process: good to spread load, not to guard a secret.
    pub(crate) fn system() -> Self {
        Self::new(fastrand::f64)
    }

    /// The next number.
    pub(crate) fn draw(&self) -> f64 {
        (self.0)()
    }
}

impl Default for Random {
    fn default() -> Self {
        Self::system()
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Random")
    }
}

/// So much of a duration, and never more than the whole, whatever the number: anyone may hand any
/// to a [`Backoff`](super::Backoff).
pub(crate) fn share(whole: Duration, random: f64) -> Duration {
    let seconds = whole.as_secs_f64() * random.clamp(0.0, 1.0);
    // Rounding may lead past the whole; what is no number at all ends there, too.
    Duration::try_from_secs_f64(seconds).map_or(whole, |share| share.min(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_draws_different_numbers_below_one() {
        let random = Random::default();
        let drawn: Vec<f64> = (0..1000).map(|_| random.draw()).collect();
        assert!(drawn.iter().all(|number| (0.0..1.0).contains(number)));
        assert!(drawn.iter().any(|number| *number < 0.5));
        assert!(drawn.iter().any(|number| *number >= 0.5));
    }

    #[test]
    fn a_number_that_is_no_share_is_taken_for_the_nearest_that_is() {
        let whole = Duration::from_secs(8);
        for (random, seconds) in [
            (0.0, 0),
            (0.25, 2),
            (1.0, 8),
            (7.5, 8),
            (f64::INFINITY, 8),
            (-1.0, 0),
            (f64::NEG_INFINITY, 0),
            (f64::NAN, 8),
        ] {
            assert_eq!(
                share(whole, random),
                Duration::from_secs(seconds),
                "{random}"
            );
        }
    }
}
