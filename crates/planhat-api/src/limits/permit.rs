//! Leave to make one attempt.

use std::fmt;

use tokio::sync::OwnedMutexGuard;

use super::{Held, Waited};

/// Leave to make one attempt, now. Dropping it frees what it holds: a place among those in flight,
/// and the lease of a bulk upsert. Keep it until the reply is read.
///
/// Its start stays counted against the rates, whether the attempt is made or not.
#[must_use = "a dropped permit is given back"]
pub struct Permit {
    // Fields drop in this order: the lease is free before the next of the resource moves up.
    _held: Held,
    _line: Option<OwnedMutexGuard<()>>,
    waited: Waited,
}

impl Permit {
    pub(super) fn new(held: Held, line: Option<OwnedMutexGuard<()>>, waited: Waited) -> Self {
        Self {
            _held: held,
            _line: line,
            waited,
        }
    }

    /// How long the attempt waited for it.
    #[inline]
    pub fn waited(&self) -> Waited {
        self.waited
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Permit")
            .field("waited", &self.waited)
            .finish_non_exhaustive()
    }
}
