//! How one call is made, where it says so itself.

use std::time::Duration;

/// What a call sets in place of its client's settings.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Options {
    /// How long one attempt may take.
    pub(crate) timeout: Option<Duration>,
    /// How long connecting may take.
    pub(crate) connect_timeout: Option<Duration>,
    /// How long the call may take, waits included.
    pub(crate) deadline: Option<Duration>,
    /// How long it bears cool-downs.
    pub(crate) patience: Option<Duration>,
    /// How long to leave the server alone after an attempt that timed out, at the least.
    pub(crate) settle: Duration,
    /// Whether doing it twice is doing it once, by the caller's word.
    pub(crate) idempotent: Option<bool>,
}
