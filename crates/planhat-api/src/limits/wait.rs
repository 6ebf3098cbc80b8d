//! The way of one attempt through the queue.

use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex as Line, OwnedMutexGuard};

use super::limiter::Shared;
use super::local::later;
use super::{AcquireError, Bound, Call, Held, Reason, Taken, Waited, WouldExceed};
use crate::race::{First, at_once, race};

/// What the first in the queue waits for. It stays up when the first is through: a time before
/// which nothing starts remains true, and whoever is next puts up a new one if it has to wait.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Nothing, as yet.
    Open,
    /// A time, which is known.
    NotBefore(Instant, Reason),
    /// Others, which may take any time.
    Busy(Reason),
    /// The store's answer, having waited for this before.
    Asking(Option<Reason>),
}

impl Sign {
    fn reason(self) -> Option<Reason> {
        match self {
            Self::NotBefore(_, reason) | Self::Busy(reason) => Some(reason),
            Self::Asking(reason) => reason,
            Self::Open => None,
        }
    }

    fn until(self) -> Option<Instant> {
        match self {
            Self::NotBefore(until, _) => Some(until),
            Self::Open | Self::Busy(_) | Self::Asking(_) => None,
        }
    }

    /// The time that is shown, unless it is past.
    fn ahead_of(self, now: Instant) -> Option<Instant> {
        self.until().filter(|until| *until > now)
    }

    /// Whether it tells those behind nothing new. A store tells waits, not times, so the end of the
    /// same wait varies a little.
    fn repeats(self, shown: Self) -> bool {
        const LITTLE: Duration = Duration::from_millis(1);
        match (self, shown) {
            (Self::NotBefore(until, reason), Self::NotBefore(earlier, other)) => {
                reason == other && until.max(earlier) < later(until.min(earlier), LITTLE)
            }
            _ => self == shown,
        }
    }
}

/// How often one behind looks whether its deadline has come, once the time shown is past. By then
/// the first should have moved; it does not if its future is kept and not polled. The deadline
/// itself is no time to wait for here: a clock for tests would jump to it.
const LOOK: Duration = Duration::from_millis(100);

/// One attempt on its way to a permit.
pub(super) struct Wait<'a> {
    shared: &'a Shared,
    call: &'a Call,
    deadline: Option<Instant>,
    waited: Waited,
}

impl<'a> Wait<'a> {
    pub(super) fn new(shared: &'a Shared, call: &'a Call, deadline: Option<Instant>) -> Self {
        Self {
            shared,
            call,
            deadline,
            waited: Waited::default(),
        }
    }

    pub(super) fn waited(&self) -> Waited {
        self.waited
    }

    /// Waits to be the first of its resource.
    pub(super) async fn for_line(
        &mut self,
        line: Arc<Line<()>>,
    ) -> Result<OwnedMutexGuard<()>, WouldExceed> {
        self.for_turn(line.lock_owned(), Some(Reason::Bulk)).await
    }

    /// Waits to be the first of all, and then for the store to grant what the call needs.
    pub(super) async fn for_leave(&mut self) -> Result<Held, AcquireError> {
        let mut front = None;
        let mut reason = None;
        loop {
            if front.is_none() {
                front = Some(self.for_turn(self.shared.front.lock(), None).await?);
            }
            if self.deadline.is_some() {
                self.check(Sign::Open, self.shared.clock.now())?;
            }
            // Made before the store is asked, or what comes free in between would go unheard.
            let changed = self.shared.store.changed();
            let sign = match self.ask(reason).await? {
                Taken::Granted(held) => return Ok(held),
                Taken::NotBefore { wait, reason } => {
                    Sign::NotBefore(later(self.shared.clock.now(), wait), reason)
                }
                Taken::Busy(reason) => Sign::Busy(reason),
            };
            let began = self.shared.clock.now();
            reason = sign.reason();
            if reason == Some(Reason::Bulk) {
                // Another holder of the store has the lease. That is nothing to those behind.
                front = None;
            } else {
                self.show(sign);
            }
            self.check(sign, began)?;
            race(changed, self.until(sign.until().or(self.deadline))).await;
            self.count(reason, began);
        }
    }

    /// Waits for its turn in a line, for what the first of all waits for or for what the line is
    /// for.
    async fn for_turn<T>(
        &mut self,
        turn: impl Future<Output = T>,
        line: Option<Reason>,
    ) -> Result<T, WouldExceed> {
        let mut turn = pin!(turn);
        match at_once(&mut turn).await {
            Some(turn) => Ok(turn),
            // Rare and large: in a box, or each call would be as large.
            None => Box::pin(self.for_others(turn, line)).await,
        }
    }

    /// Waits for those that are ahead.
    async fn for_others<T>(
        &mut self,
        mut turn: Pin<&mut impl Future<Output = T>>,
        line: Option<Reason>,
    ) -> Result<T, WouldExceed> {
        let mut board = self.shared.sign.subscribe();
        let mut looks = 0;
        loop {
            let shown = *board.borrow_and_update();
            let began = self.shared.clock.now();
            let sign = match line {
                Some(reason) if shown.ahead_of(began).is_none() => Sign::Busy(reason),
                _ => shown,
            };
            self.check(sign, began)?;
            let look = sign
                .until()
                .map(|until| later(until, LOOK.saturating_mul(looks)));
            let timer = self.until(
                self.deadline
                    .map(|deadline| look.map_or(deadline, |look| deadline.min(look))),
            );
            let news = race(turn.as_mut(), race(board.changed(), timer)).await;
            self.count(line.or(sign.reason()), began);
            match news {
                First::Left(turn) => return Ok(turn),
                First::Right(First::Left(_)) => looks = 0,
                First::Right(First::Right(())) => looks = looks.saturating_add(1),
            }
        }
    }

    /// Asks the store, having waited for this before. Those behind are told if it takes time, for
    /// then their deadlines can come.
    async fn ask(&mut self, reason: Option<Reason>) -> Result<Taken, AcquireError> {
        let mut taken = self.shared.store.take(&self.shared.limits, self.call);
        if let Some(taken) = at_once(&mut taken).await {
            return taken.map_err(AcquireError::Store);
        }
        let asked = self.shared.clock.now();
        self.show(Sign::Asking(reason));
        let taken = race(taken, self.until(self.deadline)).await;
        self.count(reason, asked);
        match taken {
            First::Left(taken) => taken.map_err(AcquireError::Store),
            First::Right(()) => Err(self.refusal(Bound::Deadline, reason, None).into()),
        }
    }

    /// Whether waiting for this is within deadline and patience.
    fn check(&self, sign: Sign, now: Instant) -> Result<(), WouldExceed> {
        let until = sign.ahead_of(now);
        let start = until.unwrap_or(now);
        let cool_down = until.filter(|_| sign.reason() == Some(Reason::CoolDown));
        let bears = |until: Instant| {
            self.call
                .bears(self.waited, until.saturating_duration_since(now))
        };
        if self.deadline.is_some_and(|deadline| start >= deadline) {
            Err(self.refusal(Bound::Deadline, sign.reason(), until))
        } else if !cool_down.is_none_or(bears) {
            Err(self.refusal(Bound::Patience, sign.reason(), until))
        } else {
            Ok(())
        }
    }

    fn refusal(&self, bound: Bound, reason: Option<Reason>, until: Option<Instant>) -> WouldExceed {
        WouldExceed {
            bound,
            until,
            reason: reason.or(self.waited.main_reason()),
            waited: self.waited,
        }
    }

    /// Tells those behind what is waited for.
    fn show(&self, sign: Sign) {
        self.shared.sign.send_if_modified(|shown| {
            let news = !sign.repeats(*shown);
            if news {
                *shown = sign;
            }
            news
        });
    }

    fn count(&mut self, reason: Option<Reason>, began: Instant) {
        if let Some(reason) = reason {
            let now = self.shared.clock.now();
            self.waited
                .add(reason, now.saturating_duration_since(began));
        }
    }

    /// Waits for a time, or without end.
    async fn until(&self, time: Option<Instant>) {
        match time {
            Some(time) => {
                let clock = &self.shared.clock;
                clock
                    .sleep(time.saturating_duration_since(clock.now()))
                    .await;
            }
            None => pending().await,
        }
    }
}
