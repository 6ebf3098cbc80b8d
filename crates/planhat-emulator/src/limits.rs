//! How many calls there may be.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::refusal::Refusal;

/// Limits on calls; beyond them there is 429. They go by the emulator's [`Clock`](crate::Clock), and count for the tenant
/// as a whole.
///
/// ```
/// use planhat_emulator::{Emulator, RateLimits};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), planhat_emulator::StartError> {
/// let emulator = Emulator::builder().rate_limits(RateLimits::documented()).start().await?;
/// # let _ = emulator;
/// # Ok(())
/// # }
/// ```
///
/// While there are limits, every reply but a fault's has the headers `X-Rate-Limit-Limit` and `X-Rate-Limit-Remaining` of the
/// minute.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RateLimits {
    per_minute: u64,
    per_second: u64,
    at_once: u64,
    tells_when: bool,
}

impl RateLimits {
    /// Those that the vendor documents: 200 calls a minute, 150 a second, 50 at once.
    pub fn documented() -> Self {
        Self {
            per_minute: 200,
            per_second: 150,
            at_once: 50,
            tells_when: false,
        }
    }

    /// So many calls a minute.
    pub fn per_minute(mut self, calls: u64) -> Self {
        self.per_minute = calls;
        self
    }

    /// So many calls a second.
    pub fn per_second(mut self, calls: u64) -> Self {
        self.per_second = calls;
        self
    }

    /// So many calls at once.
    pub fn at_once(mut self, calls: u64) -> Self {
        self.at_once = calls;
        self
    }

    /// Whether a 429 has `Retry-After`. It is documented nowhere, so it has none unless this is set.
    pub fn retry_after(mut self, is_told: bool) -> Self {
        self.tells_when = is_told;
        self
    }
}

/// What is left of the limits.
#[derive(Debug)]
pub(crate) struct Counters {
    limits: RateLimits,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    minute: Window,
    second: Window,
    at_once: u64,
}

/// Calls since the first one of a span.
#[derive(Debug, Default)]
struct Window {
    start: Option<SystemTime>,
    calls: u64,
}

/// Whether a call is let through, and what its reply tells of the limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) limit: u64,
    pub(crate) remaining: u64,
    /// Why the call is one too many, if it is.
    pub(crate) refused: Option<String>,
    /// Whole seconds to wait, if they are told.
    pub(crate) retry_after: Option<u64>,
}

impl Standing {
    /// What a call that is one too many gets.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        let message = self.refused.as_ref()?;
        Some(Refusal::new(429, message.clone()))
    }
}

/// A call under way; it counts until it is dropped.
#[derive(Debug)]
pub(crate) struct UnderWay<'c>(&'c Counters);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut counts = self.0.counts();
        counts.at_once = counts.at_once.saturating_sub(1);
    }
}

impl Counters {
    pub(crate) fn new(limits: RateLimits) -> Self {
        Self {
            limits,
            counts: Mutex::default(),
        }
    }

    /// Counts a call. One that is refused counts as well, except against those at once.
    pub(crate) fn call(&self, now: SystemTime) -> (Standing, UnderWay<'_>) {
        let mut counts = self.counts();
        counts.at_once += 1;
        let limits = &self.limits;
        let minute = counts
            .minute
            .call(now, Duration::from_secs(60), limits.per_minute);
        let second = counts
            .second
            .call(now, Duration::from_secs(1), limits.per_second);
        let wait = [
            (minute, limits.per_minute, "minute"),
            (second, limits.per_second, "second"),
        ]
        .into_iter()
        .filter_map(|(wait, most, span)| {
            Some((wait?, format!("{most} calls a {span} are the most")))
        })
        .max_by_key(|(wait, _)| *wait);
        let refused = match wait {
            Some(refused) => Some(refused),
            None if counts.at_once > limits.at_once => {
                let message = format!("{} calls at once are the most", limits.at_once);
                Some((Duration::from_secs(1), message))
            }
            None => None,
        };
        let (wait, refused) = refused.unzip();
        let standing = Standing {
            limit: limits.per_minute,
            remaining: limits.per_minute.saturating_sub(counts.minute.calls),
            refused,
            retry_after: wait.filter(|_| limits.tells_when).map(whole_seconds),
        };
        drop(counts);
        (standing, UnderWay(self))
    }

    /// Forgets all calls but those under way.
    pub(crate) fn clear(&self) {
        let mut counts = self.counts();
        counts.minute = Window::default();
        counts.second = Window::default();
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    /// Counts a call; gives how long the window lasts yet if it is one too many.
    fn call(&mut self, now: SystemTime, span: Duration, most: u64) -> Option<Duration> {
        let since = self.start.and_then(|start| now.duration_since(start).ok());
        let since = match since.filter(|since| *since < span) {
            Some(since) => since,
            None => {
                *self = Self {
                    start: Some(now),
                    calls: 0,
                };
                Duration::ZERO
            }
        };
        self.calls += 1;
        (self.calls > most).then(|| span.saturating_sub(since))
    }
}

/// What `Retry-After` tells: whole seconds that are not less.
pub(crate) fn whole_seconds(wait: Duration) -> u64 {
    let begun = u64::from(wait.subsec_nanos() > 0);
    wait.as_secs().saturating_add(begun)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: SystemTime = SystemTime::UNIX_EPOCH;

    fn at(milliseconds: u64) -> SystemTime {
        START + Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_window_opens_with_a_call_and_closes_after_its_span() {
        let limits = RateLimits::documented().per_minute(2).retry_after(true);
        let counters = Counters::new(limits);
        for (milliseconds, remaining, retry_after) in [
            (0, 1, None),
            (1, 0, None),
            (2, 0, Some(60)),
            (59_001, 0, Some(1)),
            (60_000, 1, None),
            (59_000, 1, None), // a clock that was set back opens another
        ] {
            let (standing, _) = counters.call(at(milliseconds));
            assert_eq!(
                (standing.remaining, standing.retry_after),
                (remaining, retry_after),
                "{milliseconds}"
            );
        }
    }

    #[test]
    fn calls_of_a_second_and_calls_at_once_have_limits_of_their_own() {
        let refused = |limits: RateLimits, ends: bool| {
            let counters = Counters::new(limits);
            let (_, first) = counters.call(START);
            if ends {
                drop(first);
                return counters.call(START).0.refused.is_some();
            }
            counters.call(START).0.refused.is_some()
        };
        let limits = RateLimits::documented();
        assert!(!refused(limits.clone(), false));
        assert!(refused(limits.clone().per_second(1), true));
        assert!(refused(limits.clone().at_once(1), false));
        assert!(!refused(limits.at_once(1), true));
    }
}
