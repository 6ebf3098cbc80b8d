//! What a call has been through.

use std::time::Duration;

use crate::error::Effect;

/// A call so far, over all its attempts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct History {
    /// Attempts made.
    pub(crate) attempts: u32,
    /// Time since the call began, waits included, by the client's clock.
    pub(crate) elapsed: Duration,
    /// The worst that an attempt before the last one may have done.
    pub(crate) earlier: Option<Effect>,
}

impl History {
    /// Whether an attempt before the last one may have been processed.
    pub(crate) fn unclear(&self) -> bool {
        self.earlier == Some(Effect::Unknown)
    }
}
