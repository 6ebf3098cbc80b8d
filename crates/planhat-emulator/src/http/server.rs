//! What all requests share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::auth::Tokens;
use crate::tenant::Tenant;

/// What answers requests.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) tokens: Tokens,
    /// For each resource the status with which it answers everything, if the tenant does not have it.
    pub(crate) absent: Vec<Option<u16>>,
    /// Whether the paths under `/_emulator` are there.
    pub(crate) is_controlled: bool,
    tenant: Mutex<Tenant>,
    /// The tenant as it started.
    start: Tenant,
}

impl Server {
    pub(crate) fn new(
        tenant: Tenant,
        tokens: Tokens,
        absent: Vec<Option<u16>>,
        is_controlled: bool,
    ) -> Self {
        Self {
            tokens,
            absent,
            is_controlled,
            start: tenant.clone(),
            tenant: Mutex::new(tenant),
        }
    }

    /// The tenant, for one call. Calls take turns, so that each finds what the one before it left.
    pub(crate) fn tenant(&self) -> MutexGuard<'_, Tenant> {
        self.tenant.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts everything back as it started.
    pub(crate) fn reset(&self) {
        *self.tenant() = self.start.clone();
    }
}
