//! What a permit is asked for.

use std::sync::Arc;
use std::time::Duration;

use super::{Reason, Waited};

/// A call, as far as limits go. All attempts of a call use the same value, so that its patience
/// counts over all of them.
///
/// ```
/// use std::time::Duration;
/// use planhat_api::limits::Call;
///
/// let call = Call::bulk("deals")
///     .hold(Duration::from_secs(90))
///     .patience(Duration::from_secs(300));
/// assert_eq!(call.resource(), Some("deals"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Call {
    resource: Option<Arc<str>>,
    hold: Duration,
    patience: Option<Duration>,
    cooled: Duration,
}

impl Call {
    /// Any call but a bulk upsert.
    pub fn single() -> Self {
        Self {
            resource: None,
            hold: Duration::from_secs(600),
            patience: None,
            cooled: Duration::ZERO,
        }
    }

    /// A bulk upsert of this resource, such as `deals`: no other of the same name is in flight
    /// with it.
    pub fn bulk(resource: &str) -> Self {
        Self {
            resource: Some(resource.into()),
            ..Self::single()
        }
    }

    /// How long an attempt can take at most: 10 minutes unless set.
    ///
    /// A shared store takes back what a permit held after this time, because the process may have
    /// died. Too short, and a bulk upsert may overlap the next; too long, and a crash blocks the
    /// resource longer. The store of this process frees on drop and does not look at it.
    pub fn hold(mut self, longest: Duration) -> Self {
        self.hold = longest;
        self
    }

    /// How long this call bears waiting for cool-downs, over all its attempts: without end unless
    /// set. Waits for other reasons do not count.
    pub fn patience(mut self, longest: Duration) -> Self {
        self.patience = Some(longest);
        self
    }

    /// Counts what an attempt has waited, so that the next has only the rest of the patience.
    pub fn add_waited(&mut self, waited: Waited) {
        let cooled = waited.for_reason(Reason::CoolDown);
        self.cooled = self.cooled.saturating_add(cooled);
    }

    /// The resource of a bulk upsert, whose lease it needs.
    #[inline]
    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// After how long a shared store takes back what the call holds.
    #[inline]
    pub fn longest_hold(&self) -> Duration {
        self.hold
    }

    /// Whether it bears to wait this long for a cool-down, after all it has waited before.
    pub(crate) fn bears(&self, waited: Waited, further: Duration) -> bool {
        let cooled = self
            .cooled
            .saturating_add(waited.for_reason(Reason::CoolDown))
            .saturating_add(further);
        self.patience.is_none_or(|patience| cooled <= patience)
    }

    pub(super) fn lease(&self) -> Option<&Arc<str>> {
        self.resource.as_ref()
    }
}
