//! Why there is no permit.

use std::fmt;
use std::time::Instant;

use super::{Reason, StoreError, Waited};

/// Why there is no permit. Nothing is held then, and nothing counts against the rates.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AcquireError {
    /// The call would have to wait longer than it can.
    #[error(transparent)]
    WouldExceed(#[from] WouldExceed),
    /// The store failed. That of this process never does.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A wait that a call cannot bear.
///
/// It comes at once where the end of the wait is known, as with rates and cool-downs, and
/// otherwise when the deadline comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WouldExceed {
    pub(super) bound: Bound,
    pub(super) until: Option<Instant>,
    pub(super) reason: Option<Reason>,
    pub(super) waited: Waited,
}

/// What a wait would exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Bound {
    /// The deadline of the call.
    Deadline,
    /// The call's [patience](super::Call::patience) with cool-downs.
    Patience,
}

impl WouldExceed {
    /// What would be exceeded.
    #[inline]
    pub fn bound(&self) -> Bound {
        self.bound
    }

    /// Before when it is not possible, where that is known. It is a time of the limiter's clock.
    #[inline]
    pub fn until(&self) -> Option<Instant> {
        self.until
    }

    /// What is waited for; `None` when the deadline had come before that was known.
    #[inline]
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// How long this attempt waited in vain.
    #[inline]
    pub fn waited(&self) -> Waited {
        self.waited
    }
}

impl fmt::Display for WouldExceed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.bound {
            Bound::Deadline => "the deadline leaves no time for the limits",
            Bound::Patience => "the cool-down is longer than the call's patience",
        })?;
        match self.reason {
            Some(reason) if self.bound == Bound::Deadline => {
                write!(formatter, " ({})", reason.as_str())
            }
            _ => Ok(()),
        }
    }
}

impl std::error::Error for WouldExceed {}
