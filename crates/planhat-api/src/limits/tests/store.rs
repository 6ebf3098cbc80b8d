//! A store that processes share: it is polled, answers late, and takes back what the dead held.

use std::collections::HashMap;

use super::*;

/// What a server or a file would hold.
#[derive(Debug, Default)]
struct Table {
    starts: Vec<Instant>,
    paused_until: Option<Instant>,
    /// What is held by whom: the resource of a bulk upsert, and the expiry.
    held: HashMap<u64, (Option<String>, Instant)>,
    next: u64,
}

/// One process's access to it.
#[derive(Debug, Clone)]
pub(super) struct PolledStore {
    table: Arc<Mutex<Table>>,
    latency: Duration,
}

impl PolledStore {
    pub(super) fn new(latency: Duration) -> Self {
        Self {
            table: Arc::default(),
            latency,
        }
    }
}

impl Table {
    fn take(&mut self, limits: &Limits, call: &Call) -> Result<u64, Taken> {
        let now = now();
        self.held.retain(|_, (_, expiry)| *expiry > now);
        let cool_down = self.paused_until.map(|end| (end, Reason::CoolDown));
        let rates = limits.rates().filter_map(|rate| {
            let within = self
                .starts
                .iter()
                .filter(|start| **start + rate.window > now);
            let within: Vec<_> = within.collect();
            let free = (within.len() >= rate.calls as usize).then(|| *within[0] + rate.window);
            free.map(|end| (end, rate.reason))
        });
        let longest = rates
            .chain(cool_down)
            .filter(|(end, _)| *end > now)
            .max_by_key(|end| end.0);
        let lease = call.resource();
        if lease.is_some() && self.held.values().any(|(held, _)| held.as_deref() == lease) {
            return Err(Taken::Busy(Reason::Bulk));
        }
        if let Some((end, reason)) = longest {
            return Err(Taken::NotBefore {
                wait: end - now,
                reason,
            });
        }
        if limits
            .max_in_flight()
            .is_some_and(|most| self.held.len() >= most as usize)
        {
            return Err(Taken::Busy(Reason::InFlight));
        }
        self.starts.push(now);
        self.next += 1;
        let held = (lease.map(str::to_owned), now + call.longest_hold());
        self.held.insert(self.next, held);
        Ok(self.next)
    }
}

struct Guard(PolledStore, u64);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.table.lock().unwrap().held.remove(&self.1);
    }
}

impl LimitStore for PolledStore {
    fn take<'a>(&'a self, limits: &'a Limits, call: &'a Call) -> StoreFuture<'a, Taken> {
        Box::pin(async move {
            tokio::time::sleep(self.latency).await;
            let taken = self.table.lock().unwrap().take(limits, call);
            Ok(taken.map_or_else(
                |refused| refused,
                |id| Taken::Granted(Held::new(Guard(self.clone(), id))),
            ))
        })
    }

    fn pause(&self, duration: Duration) -> StoreFuture<'_, ()> {
        Box::pin(async move {
            let mut table = self.table.lock().unwrap();
            table.paused_until = table.paused_until.max(Some(now() + duration));
            Ok(())
        })
    }

    fn changed(&self) -> Changed<'_> {
        Box::pin(tokio::time::sleep(ms(25)))
    }
}

/// A store that is down, or that hangs.
#[derive(Debug)]
pub(super) struct BrokenStore {
    pub(super) hangs: bool,
}

impl LimitStore for BrokenStore {
    fn take<'a>(&'a self, _: &'a Limits, _: &'a Call) -> StoreFuture<'a, Taken> {
        Box::pin(async move {
            if self.hangs {
                std::future::pending::<()>().await;
            }
            Err(StoreError::new("the store is down"))
        })
    }

    fn pause(&self, _: Duration) -> StoreFuture<'_, ()> {
        Box::pin(std::future::ready(Err(StoreError::new(
            "the store is down",
        ))))
    }

    fn changed(&self) -> Changed<'_> {
        Box::pin(std::future::pending())
    }
}

/// A store whose answers are on their way for a while.
#[derive(Debug)]
pub(super) struct LateStore(pub(super) LocalStore);

impl LateStore {
    pub(super) const LATENCY: Duration = Duration::from_millis(10);
}

impl LimitStore for LateStore {
    fn take<'a>(&'a self, limits: &'a Limits, call: &'a Call) -> StoreFuture<'a, Taken> {
        let answer = self.0.take(limits, call);
        Box::pin(async move {
            tokio::time::sleep(Self::LATENCY).await;
            answer.await
        })
    }

    fn pause(&self, duration: Duration) -> StoreFuture<'_, ()> {
        self.0.pause(duration)
    }

    fn changed(&self) -> Changed<'_> {
        self.0.changed()
    }
}
