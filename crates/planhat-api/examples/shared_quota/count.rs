//! What is counted, and what it allows.

use std::time::{Duration, SystemTime};

use planhat_api::limits::{Call, Limits, Rate, Reason, Taken};
use serde::{Deserialize, Serialize};

/// What all processes have used, as it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Count {
    /// When calls started, the earliest first.
    starts: Vec<SystemTime>,
    in_flight: Vec<InFlight>,
    cool_down: Option<Span>,
    /// The number of the next call.
    next: u64,
}

/// A call under way, or one whose process died: then it counts until its time is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct InFlight {
    number: u64,
    /// The resource of a bulk upsert.
    lease: Option<String>,
    longest: Span,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Span {
    since: SystemTime,
    lasts: Duration,
}

impl Count {
    /// Takes all that a call needs, and gives its number; or nothing, and says why.
    pub(crate) fn take(
        &mut self,
        limits: &Limits,
        call: &Call,
        now: SystemTime,
    ) -> Result<u64, Taken> {
        self.tidy(limits, now);
        self.check(limits, call, now)?;
        let number = self.next;
        self.next = number.wrapping_add(1);
        self.starts.push(now);
        self.in_flight.push(InFlight {
            number,
            lease: call.resource().map(str::to_owned),
            longest: Span {
                since: now,
                lasts: call.longest_hold(),
            },
        });
        Ok(number)
    }

    /// Frees what a call holds. Its start stays counted.
    pub(crate) fn free(&mut self, number: u64) {
        self.in_flight.retain(|call| call.number != number);
    }

    /// Begins a cool-down, unless one is on that ends later.
    pub(crate) fn pause(&mut self, lasts: Duration, now: SystemTime) {
        if lasts > self.cool_down_left(now) {
            self.cool_down = Some(Span { since: now, lasts });
        }
    }

    /// Forgets what is over.
    fn tidy(&mut self, limits: &Limits, now: SystemTime) {
        // A time that has not come yet is from before the clock was set back. Taken for now, it
        // counts at most twice as long as it should, and not until that time comes again.
        let spans = self.in_flight.iter_mut().map(|call| &mut call.longest);
        let since = spans.chain(&mut self.cool_down).map(|span| &mut span.since);
        for time in self.starts.iter_mut().chain(since) {
            *time = now.min(*time);
        }
        let longest = limits.rates().map(|rate| rate.window).max();
        let longest = longest.unwrap_or_default();
        self.starts.retain(|start| age(*start, now) < longest);
        self.in_flight
            .retain(|call| !call.longest.left(now).is_zero());
        self.cool_down.take_if(|span| span.left(now).is_zero());
    }

    fn check(&self, limits: &Limits, call: &Call, now: SystemTime) -> Result<(), Taken> {
        let rates = limits.rates();
        let longest = rates
            .map(|rate| (self.wait_for(rate, now), rate.reason))
            .chain([(self.cool_down_left(now), Reason::CoolDown)])
            .filter(|(wait, _)| !wait.is_zero())
            .max_by_key(|(wait, _)| *wait);
        let leased = call.resource().is_some_and(|lease| {
            let mut leases = self.in_flight.iter().map(|call| call.lease.as_deref());
            leases.any(|held| held == Some(lease))
        });
        let full = |most| self.in_flight.len() >= index(most);
        match longest {
            // A bulk upsert without its lease need not wait for a rate at the head of the queue.
            Some((wait, reason)) if !leased || reason == Reason::CoolDown => {
                Err(Taken::NotBefore { wait, reason })
            }
            _ if leased => Err(Taken::Busy(Reason::Bulk)),
            _ if limits.max_in_flight().is_some_and(full) => Err(Taken::Busy(Reason::InFlight)),
            _ => Ok(()),
        }
    }

    /// How long until the earliest start that fills a window is out of it.
    fn wait_for(&self, rate: Rate, now: SystemTime) -> Duration {
        let earliest = self.starts.len().checked_sub(index(rate.calls));
        let earliest = earliest.and_then(|earliest| self.starts.get(earliest));
        earliest.map_or(Duration::ZERO, |start| {
            rate.window.saturating_sub(age(*start, now))
        })
    }

    fn cool_down_left(&self, now: SystemTime) -> Duration {
        let cool_down = self.cool_down.as_ref();
        cool_down.map_or(Duration::ZERO, |span| span.left(now))
    }
}

impl Span {
    fn left(&self, now: SystemTime) -> Duration {
        self.lasts.saturating_sub(age(self.since, now))
    }
}

/// How long ago that was; nothing if it has not come yet.
fn age(time: SystemTime, now: SystemTime) -> Duration {
    now.duration_since(time).unwrap_or_default()
}

fn index(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
