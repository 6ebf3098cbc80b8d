//! What all requests share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::auth::Tokens;
use crate::clock::Clock;
use crate::faults::{Checked, FaultId, Faults};
use crate::limits::Counters;
use crate::requests::Log;
use crate::state::{Snapshot, StateError, StateFile};
use crate::tenant::Tenant;

/// What answers requests.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) tokens: Tokens,
    /// For each resource the status with which it answers everything, if the tenant does not have it.
    pub(crate) absent: Vec<Option<u16>>,
    /// Whether the paths under `/_emulator` are there.
    pub(crate) is_controlled: bool,
    /// Whether it listens for this machine alone.
    pub(crate) is_loopback: bool,
    pub(crate) limits: Option<Counters>,
    pub(crate) log: Log,
    pub(crate) faults: Faults,
    pub(crate) state: Option<StateFile>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) tenant: Mutex<Tenant>,
    /// The tenant as it started.
    pub(crate) start: Tenant,
}

impl Server {
    /// The tenant, for one call. Calls take turns, so that each finds what the one before it left.
    pub(crate) fn tenant(&self) -> MutexGuard<'_, Tenant> {
        self.tenant.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes something go wrong from now on.
    pub(crate) fn inject(&self, fault: Checked) -> FaultId {
        self.faults.inject(fault, || self.tenant().clone())
    }

    /// Makes several things go wrong from now on.
    pub(crate) fn inject_all(&self, faults: Vec<Checked>) -> Vec<FaultId> {
        self.faults.inject_all(faults, || self.tenant().clone())
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// Puts everything back as it started; no call is performed meanwhile.
    pub(crate) fn reset(&self) {
        let mut tenant = self.tenant();
        *tenant = self.start.clone();
        self.faults.put_back();
        self.log.clear();
        if let Some(limits) = &self.limits {
            limits.clear();
        }
    }

    /// Writes the state to its file.
    pub(crate) fn save(&self) -> Result<(), StateError> {
        let file = self.state.as_ref().ok_or(StateError::NoFile)?;
        file.save(|| Snapshot::of(&self.tenant()))
    }
}
