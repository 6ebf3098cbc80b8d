//! The queue.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Mutex as Line, watch};

use super::wait::{Sign, Wait};
use super::{
    AcquireError, Call, InvalidLimits, LimitStore, Limits, LocalStore, Permit, StoreError,
};
use crate::clock::{Clock, SystemClock};

/// Gives leave to make calls, first come, first served, under [`Limits`].
///
/// It is a handle: clones share one queue and one count, and so can clients. See the
/// [module](super) for what it promises.
///
/// ```
/// use planhat_api::limits::{Call, InvalidLimits, Limiter, Limits, Reason};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let limiter = Limiter::new(Limits::default().per_second(1))?;
/// drop(limiter.acquire(&Call::single(), None).await?);
///
/// let permit = limiter.acquire(&Call::single(), None).await?;
/// assert_eq!(permit.waited().main_reason(), Some(Reason::PerSecond));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Limiter {
    shared: Arc<Shared>,
}

pub(super) struct Shared {
    pub(super) limits: Limits,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) store: Arc<dyn LimitStore>,
    /// Who holds it is the first of all, and the only one that asks the store.
    pub(super) front: Line<()>,
    /// What the first waits for, for those behind.
    pub(super) sign: watch::Sender<Sign>,
    /// The bulk upserts of each resource, from their arrival until they are through.
    bulks: Mutex<Vec<BulkLine>>,
}

/// The bulk upserts of one resource.
struct BulkLine {
    resource: Arc<str>,
    line: Arc<Line<()>>,
}

impl Limiter {
    /// A limiter for this process.
    ///
    /// # Errors
    /// When a limit is zero.
    #[inline]
    pub fn new(limits: Limits) -> Result<Self, InvalidLimits> {
        Self::with_clock(limits, SystemClock)
    }

    /// A limiter for this process that waits by this clock.
    ///
    /// On a [`TestClock`](crate::clock::TestClock) a wait for a rate or a cool-down takes no time.
    /// A call with a deadline that waits for others to finish moves that clock to its deadline;
    /// tokio's paused time shows such cases better.
    ///
    /// # Errors
    /// When a limit is zero.
    pub fn with_clock(limits: Limits, clock: impl Clock) -> Result<Self, InvalidLimits> {
        Self::by(limits, Arc::new(clock))
    }

    pub(crate) fn by(limits: Limits, clock: Arc<dyn Clock>) -> Result<Self, InvalidLimits> {
        let store = LocalStore::by(Arc::clone(&clock));
        Self::over(limits, clock, Arc::new(store))
    }

    /// A limiter that counts in this store, and so shares its limits with whoever else does.
    ///
    /// # Errors
    /// When a limit is zero.
    pub fn with_store(
        limits: Limits,
        clock: impl Clock,
        store: impl LimitStore,
    ) -> Result<Self, InvalidLimits> {
        Self::over(limits, Arc::new(clock), Arc::new(store))
    }

    fn over(
        limits: Limits,
        clock: Arc<dyn Clock>,
        store: Arc<dyn LimitStore>,
    ) -> Result<Self, InvalidLimits> {
        limits.check()?;
        Ok(Self {
            shared: Arc::new(Shared {
                limits,
                clock,
                store,
                front: Line::new(()),
                sign: watch::Sender::new(Sign::Open),
                bulks: Mutex::default(),
            }),
        })
    }

    /// The time by its clock.
    pub(crate) fn now(&self) -> Instant {
        self.shared.clock.now()
    }

    /// The limits it keeps.
    #[inline]
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// Waits for leave to make an attempt. The deadline is a time of the limiter's clock; an
    /// attempt that could only start at it or later is refused.
    ///
    /// Dropping the future gives up its place in the queue, and nothing is lost by it. One that is
    /// kept but not polled holds up those behind it: spawn calls, or poll them all.
    ///
    /// # Errors
    /// [`WouldExceed`](super::WouldExceed) when deadline or patience do not allow the wait, as
    /// soon as that is known; or the error of the store.
    pub async fn acquire(
        &self,
        call: &Call,
        deadline: Option<Instant>,
    ) -> Result<Permit, AcquireError> {
        let mut wait = Wait::new(&self.shared, call, deadline);
        let line = match call.lease() {
            Some(resource) => Some(wait.for_line(self.shared.bulk_line(resource)).await?),
            None => None,
        };
        let held = wait.for_leave().await?;
        Ok(Permit::new(held, line, wait.waited()))
    }

    /// Lets nothing start for this long, whoever asks: the cool-down after a 429. Of several
    /// cool-downs the one that ends last counts. What is in flight goes on, and afterwards all
    /// start again under the rates.
    ///
    /// # Errors
    /// That of the store. The store of this process has none.
    pub async fn pause(&self, duration: Duration) -> Result<(), StoreError> {
        self.shared.store.pause(duration).await
    }
}

impl Shared {
    fn bulk_line(&self, resource: &Arc<str>) -> Arc<Line<()>> {
        let mut bulks = self.bulks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bulk) = bulks.iter().find(|bulk| bulk.resource == *resource) {
            return Arc::clone(&bulk.line);
        }
        // Names come from callers, so those that nobody uses do not stay.
        bulks.retain(|bulk| Arc::strong_count(&bulk.line) > 1);
        let line = Arc::default();
        bulks.push(BulkLine {
            resource: Arc::clone(resource),
            line: Arc::clone(&line),
        });
        line
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Limiter")
            .field("limits", &self.shared.limits)
            .field("store", &self.shared.store)
            .finish_non_exhaustive()
    }
}
