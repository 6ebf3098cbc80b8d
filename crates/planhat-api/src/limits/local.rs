//! The count of one process.

use std::collections::VecDeque;
use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::{Call, Changed, Held, LimitStore, Limits, Rate, Reason, StoreFuture, Taken};
use crate::clock::Clock;

/// The count of one process. It keeps the time of each start of the last minute, so its windows are
/// exact. Limiters can share one; clones of a limiter do anyway.
pub struct LocalStore {
    shared: Arc<Shared>,
}

struct Shared {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    /// When calls started, the earliest first.
    starts: VecDeque<Instant>,
    in_flight: usize,
    /// The resources with a bulk upsert in flight.
    leases: Vec<Arc<str>>,
    paused_until: Option<Instant>,
}

impl LocalStore {
    /// A store in which nothing is used. Limiters over it should go by the same clock.
    pub fn new(clock: impl Clock) -> Self {
        Self::by(Arc::new(clock))
    }

    pub(super) fn by(clock: Arc<dyn Clock>) -> Self {
        Self {
            shared: Arc::new(Shared {
                clock,
                state: Mutex::default(),
                changed: Notify::new(),
            }),
        }
    }

    fn try_take(&self, limits: &Limits, call: &Call) -> Taken {
        let mut state = self.shared.state();
        // Read under the lock, or starts could be noted out of order.
        let now = self.shared.clock.now();
        if let Some(obstacle) = state.obstacle(limits, call, now) {
            return obstacle;
        }
        state.start(limits, call, now);
        drop(state);
        Taken::Granted(Held::new(InFlight {
            shared: Arc::clone(&self.shared),
            lease: call.lease().cloned(),
        }))
    }
}

impl LimitStore for LocalStore {
    fn take<'a>(&'a self, limits: &'a Limits, call: &'a Call) -> StoreFuture<'a, Taken> {
        Box::pin(ready(Ok(self.try_take(limits, call))))
    }

    fn pause(&self, duration: Duration) -> StoreFuture<'_, ()> {
        let mut state = self.shared.state();
        let end = later(self.shared.clock.now(), duration);
        state.paused_until = state.paused_until.max(Some(end));
        drop(state);
        self.shared.changed.notify_waiters();
        Box::pin(ready(Ok(())))
    }

    fn changed(&self) -> Changed<'_> {
        // It hears all that happens from its making on, polled or not.
        Box::pin(self.shared.changed.notified())
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// What keeps a call from starting. A bulk upsert without its lease does not wait for rates:
    /// it would do so at the front of the queue, and for nothing.
    fn obstacle(&self, limits: &Limits, call: &Call, now: Instant) -> Option<Taken> {
        let mut longest = (Duration::ZERO, Reason::CoolDown);
        for rate in limits.rates() {
            let wait = self.wait_for(rate, now);
            if wait >= longest.0 {
                longest = (wait, rate.reason);
            }
        }
        if let Some(end) = self.paused_until {
            let wait = end.saturating_duration_since(now);
            if wait >= longest.0 {
                longest = (wait, Reason::CoolDown);
            }
        }
        let leased = call
            .lease()
            .is_some_and(|lease| self.leases.contains(lease));
        let full = |most| self.in_flight >= index(most);
        match longest {
            (wait, reason) if !wait.is_zero() && (!leased || reason == Reason::CoolDown) => {
                Some(Taken::NotBefore { wait, reason })
            }
            _ if leased => Some(Taken::Busy(Reason::Bulk)),
            _ if limits.max_in_flight().is_some_and(full) => Some(Taken::Busy(Reason::InFlight)),
            _ => None,
        }
    }

    /// How long until the earliest start that fills a window is out of it.
    fn wait_for(&self, rate: Rate, now: Instant) -> Duration {
        let earliest = self.starts.len().checked_sub(index(rate.calls));
        let earliest = earliest.and_then(|earliest| self.starts.get(earliest));
        earliest.map_or(Duration::ZERO, |start| {
            rate.window
                .saturating_sub(now.saturating_duration_since(*start))
        })
    }

    fn start(&mut self, limits: &Limits, call: &Call, now: Instant) {
        while self
            .starts
            .front()
            .is_some_and(|start| now.saturating_duration_since(*start) >= Limits::LONGEST_WINDOW)
        {
            self.starts.pop_front();
        }
        if limits.rates().next().is_some() {
            self.starts.push_back(now);
        }
        self.in_flight = self.in_flight.saturating_add(1);
        if let Some(lease) = call.lease() {
            self.leases.push(Arc::clone(lease));
        }
    }
}

/// A call in flight.
struct InFlight {
    shared: Arc<Shared>,
    lease: Option<Arc<str>>,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.in_flight = state.in_flight.saturating_sub(1);
        if let Some(lease) = &self.lease {
            let held = state.leases.iter().position(|other| other == lease);
            if let Some(held) = held {
                state.leases.swap_remove(held);
            }
        }
        drop(state);
        self.shared.changed.notify_waiters();
    }
}

impl fmt::Debug for LocalStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.shared.state();
        formatter
            .debug_struct("LocalStore")
            .field("starts", &state.starts.len())
            .field("in_flight", &state.in_flight)
            .field("leases", &state.leases)
            .field("paused_until", &state.paused_until)
            .finish_non_exhaustive()
    }
}

/// A time this much later, or so far off that it makes no difference.
pub(super) fn later(time: Instant, duration: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    time.checked_add(duration.min(FAR)).unwrap_or(time)
}

fn index(calls: u32) -> usize {
    usize::try_from(calls).unwrap_or(usize::MAX)
}
