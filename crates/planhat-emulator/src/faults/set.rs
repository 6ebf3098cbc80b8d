//! The faults of an emulator.

use std::cell::LazyCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::effect::Effect;
use super::{Checked, FaultId, InjectedFault, Strike};
use crate::spec::Verb;
use crate::tenant::{Index, Tenant};

/// The faults of an emulator. Where there are none, a call costs one look.
#[derive(Debug)]
pub(crate) struct Faults {
    /// Whether any may strike.
    are_there: AtomicBool,
    set: Mutex<Set>,
    /// Those that are there when the emulator starts.
    start: Vec<Checked>,
}

#[derive(Debug, Default)]
struct Set {
    last_id: u64,
    epoch: u64,
    active: Vec<Injected>,
    /// Those that strike no more, kept to be told.
    spent: Vec<Injected>,
}

#[derive(Debug)]
struct Injected {
    id: FaultId,
    checked: Checked,
    struck: u64,
}

impl Faults {
    /// Those that an emulator starts with, and the state in which it does.
    pub(crate) fn new(mut start: Vec<Checked>, tenant: &Tenant) -> Self {
        remember(&mut start, || tenant.clone());
        let faults = Self {
            are_there: AtomicBool::new(false),
            set: Mutex::default(),
            start,
        };
        faults.put_back();
        faults
    }

    /// Adds a fault behind those that are there. A read that is stale sees the tenant that is told.
    pub(crate) fn inject(&self, mut fault: Checked, tenant: impl FnOnce() -> Tenant) -> FaultId {
        remember(std::slice::from_mut(&mut fault), tenant);
        self.change(|set| set.add(fault))
    }

    /// Adds several, as one step; stale reads of them see one state.
    pub(crate) fn inject_all(
        &self,
        mut faults: Vec<Checked>,
        tenant: impl FnOnce() -> Tenant,
    ) -> Vec<FaultId> {
        remember(&mut faults, tenant);
        self.change(|set| faults.into_iter().map(|fault| set.add(fault)).collect())
    }

    /// All that were injected, in that order.
    pub(crate) fn all(&self) -> Vec<InjectedFault> {
        let set = self.set();
        let all = set.active.iter().chain(&set.spent);
        let mut all: Vec<_> = all.map(Injected::told).collect();
        all.sort_unstable_by_key(|fault| fault.id);
        all
    }

    /// Removes a fault, and tells whether it was there.
    pub(crate) fn remove(&self, id: FaultId) -> bool {
        self.change(|set| {
            let count = set.active.len() + set.spent.len();
            set.active.retain(|fault| fault.id != id);
            set.spent.retain(|fault| fault.id != id);
            set.active.len() + set.spent.len() < count
        })
    }

    pub(crate) fn clear(&self) {
        self.change(Set::clear);
    }

    /// Those of the start, as they were. Calls that wait since before are not performed.
    pub(crate) fn put_back(&self) {
        self.change(|set| {
            set.epoch += 1;
            set.clear();
            for checked in &self.start {
                set.add(checked.clone());
            }
        });
    }

    /// What becomes of a call; `None` where nothing is different about it.
    pub(crate) fn strike(&self, resource: Index, verb: Verb) -> Option<Strike> {
        if !self.are_there.load(Ordering::Acquire) {
            return None;
        }
        self.change(|set| set.strike(resource, verb))
    }

    /// Whether the emulator was reset since.
    pub(crate) fn were_put_back_since(&self, strike: &Strike) -> bool {
        self.set().epoch != strike.epoch
    }

    fn change<T>(&self, change: impl FnOnce(&mut Set) -> T) -> T {
        let mut set = self.set();
        let changed = change(&mut set);
        self.are_there
            .store(!set.active.is_empty(), Ordering::Release);
        changed
    }

    fn set(&self) -> MutexGuard<'_, Set> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives all stale reads the state that they see, which is made once, and if there are any.
fn remember(faults: &mut [Checked], tenant: impl FnOnce() -> Tenant) {
    let seen = LazyCell::new(|| Arc::new(Mutex::new(tenant())));
    for fault in faults {
        fault.effect.remember(|| Arc::clone(&seen));
    }
}

impl Set {
    fn add(&mut self, checked: Checked) -> FaultId {
        self.last_id += 1;
        let id = FaultId(self.last_id);
        self.active.push(Injected {
            id,
            checked,
            struck: 0,
        });
        id
    }

    fn clear(&mut self) {
        self.active.clear();
        self.spent.clear();
    }

    fn strike(&mut self, resource: Index, verb: Verb) -> Option<Strike> {
        let mut strike = Strike {
            epoch: self.epoch,
            ..Strike::default()
        };
        let due = self.active.iter_mut().filter_map(|fault| {
            let checked = &mut fault.checked;
            let is_due = checked.scope.has(resource, verb) && checked.turns.is_due();
            is_due.then_some(fault)
        });
        // What answers comes first: whether the call is performed at all decides about the others.
        let (answers, others): (Vec<_>, Vec<_>) =
            due.partition(|fault| matches!(fault.checked.effect, Effect::Answer(..)));
        for fault in answers {
            fault.hit(&mut strike);
        }
        let performs = strike.performs();
        for fault in others {
            if performs || matches!(fault.checked.effect, Effect::Delay(..)) {
                fault.hit(&mut strike);
            }
        }
        let (mut spent, active): (Vec<_>, _) = std::mem::take(&mut self.active)
            .into_iter()
            .partition(|fault| fault.checked.turns.are_over());
        for fault in &mut spent {
            fault.checked.effect.forget();
        }
        self.active = active;
        self.spent.append(&mut spent);
        strike.faults.sort_unstable();
        (!strike.faults.is_empty()).then_some(strike)
    }
}

impl Injected {
    fn hit(&mut self, strike: &mut Strike) {
        if strike.take(&mut self.checked.effect) {
            self.checked.turns.take();
            self.struck += 1;
            strike.faults.push(self.id);
        }
    }

    fn told(&self) -> InjectedFault {
        InjectedFault {
            id: self.id,
            fault: self.checked.fault.clone(),
            struck: self.struck,
            left: self.checked.turns.left(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::clock::FixedClock;
    use crate::faults::Fault;
    use crate::identity::Ids;
    use crate::spec::Spec;

    #[test]
    fn stale_reads_share_a_state_and_let_go_of_it_once_they_are_spent() {
        let spec = Spec::load().unwrap();
        let clock = Arc::new(FixedClock::at(SystemTime::UNIX_EPOCH));
        let tenant = Tenant::new(spec, clock, Ids::new(Some(1), []));
        let faults = Faults::new(Vec::new(), &tenant);
        let stale = [Fault::stale_list(), Fault::stale_list().times(2)];
        let stale = stale.map(|fault| Checked::new(fault, spec).unwrap());
        faults.inject_all(stale.into(), || tenant.clone());
        let mut held = Vec::new();
        for _ in 0..3 {
            let strike = faults.strike(Index(0), Verb::List);
            let stale = strike.and_then(|strike| strike.twist.stale);
            held.push(stale.map(|state| Arc::strong_count(&state)));
        }
        // This one's and, for as long as it is not spent, that of each fault.
        assert_eq!(held, [Some(2), Some(2), Some(1)]);
    }
}
