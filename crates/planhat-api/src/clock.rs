//! Time, so that whoever tests need not wait.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// A wait.
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// What time it is, and how to wait. All waiting between attempts and for limits goes through it;
/// time-outs of an attempt are the network's and do not.
///
/// ```
/// use std::time::Duration;
/// use planhat_api::clock::{Clock, TestClock};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let clock = TestClock::new();
/// let before = clock.now();
/// clock.sleep(Duration::from_secs(3600)).await;
/// assert_eq!(clock.now() - before, Duration::from_secs(3600));
/// # }
/// ```
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The time to measure with.
    fn now(&self) -> Instant;

    /// The time of day, which a `Retry-After` with a date is held against.
    fn wall(&self) -> SystemTime;

    /// Ends after this long.
    fn sleep(&self, duration: Duration) -> Sleep<'_>;
}

/// A clock that several share.
impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Instant {
        (**self).now()
    }

    fn wall(&self) -> SystemTime {
        (**self).wall()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        (**self).sleep(duration)
    }
}

/// The machine's clock. It waits by tokio's timer.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A clock for tests, on which time passes only by waiting: a wait ends at once and moves the
/// clock on, by 100 years at most.
///
/// A call with a deadline that waits for other calls to finish waits for that deadline, too, and so
/// moves the clock there. Tests of that do better with tokio's paused time.
#[derive(Debug)]
pub struct TestClock {
    started: (Instant, SystemTime),
    passed: Mutex<Duration>,
}

/// As far as a test clock goes. Every platform's clocks count that far.
const FAR: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl TestClock {
    /// A clock that shows the present time and stands still.
    #[inline]
    pub fn new() -> Self {
        Self::at(SystemTime::now())
    }

    /// A clock that shows this time of day and stands still.
    pub fn at(wall: SystemTime) -> Self {
        Self {
            started: (Instant::now(), wall),
            passed: Mutex::default(),
        }
    }

    /// How long was waited on it so far.
    #[inline]
    pub fn passed(&self) -> Duration {
        *self.passed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves the clock on.
    pub fn advance(&self, duration: Duration) {
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        *passed = passed.saturating_add(duration).min(FAR);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        let passed = self.started.0.checked_add(self.passed());
        passed.unwrap_or(self.started.0)
    }

    fn wall(&self) -> SystemTime {
        let passed = self.started.1.checked_add(self.passed());
        passed.unwrap_or(self.started.1)
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(async move {
            self.advance(duration);
            // Whoever else is ready goes first, as with a real wait.
            tokio::task::yield_now().await;
        })
    }
}
