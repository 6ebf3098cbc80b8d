//! How long a call waited, and for what.

use std::time::Duration;

/// What a call waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// [`Limits::per_minute`](super::Limits::per_minute) calls started within the last 60 s.
    PerMinute,
    /// [`Limits::per_second`](super::Limits::per_second) calls started within the last second.
    PerSecond,
    /// [`Limits::in_flight`](super::Limits::in_flight) calls are under way.
    InFlight,
    /// A bulk upsert of the same resource is under way or waits before this one.
    Bulk,
    /// All calls pause after a 429.
    CoolDown,
}

impl Reason {
    const ALL: [Self; 5] = [
        Self::PerMinute,
        Self::PerSecond,
        Self::InFlight,
        Self::Bulk,
        Self::CoolDown,
    ];

    /// The reason's name, as it stands in events and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PerMinute => "per_minute",
            Self::PerSecond => "per_second",
            Self::InFlight => "in_flight",
            Self::Bulk => "bulk",
            Self::CoolDown => "cool_down",
        }
    }
}

/// How long one attempt waited for its permit, by reason.
///
/// Who stands in the queue waits for what the first in it waits for. The time a store takes to
/// answer counts for what was waited for before, and for nothing if that is the first answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waited([Duration; Reason::ALL.len()]);

impl Waited {
    /// All of it.
    pub fn total(&self) -> Duration {
        let mut total = Duration::ZERO;
        for waited in &self.0 {
            total = total.saturating_add(*waited);
        }
        total
    }

    /// How long it waited for this.
    #[inline]
    pub fn for_reason(&self, reason: Reason) -> Duration {
        self.0[reason as usize]
    }

    /// What it waited for longest, if it waited.
    pub fn main_reason(&self) -> Option<Reason> {
        let mut main = None;
        let mut longest = Duration::ZERO;
        for reason in &Reason::ALL {
            let waited = self.for_reason(*reason);
            if !waited.is_zero() && waited >= longest {
                (main, longest) = (Some(*reason), waited);
            }
        }
        main
    }

    pub(super) fn add(&mut self, reason: Reason, duration: Duration) {
        let waited = &mut self.0[reason as usize];
        *waited = waited.saturating_add(duration);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_add_up_and_never_overflow() {
        let mut waited = Waited::default();
        assert_eq!(waited.main_reason(), None);
        waited.add(Reason::Bulk, Duration::from_secs(2));
        waited.add(Reason::CoolDown, Duration::from_secs(1));
        waited.add(Reason::CoolDown, Duration::from_secs(2));
        assert_eq!(waited.total(), Duration::from_secs(5));
        assert_eq!(waited.for_reason(Reason::CoolDown), Duration::from_secs(3));
        assert_eq!(waited.main_reason(), Some(Reason::CoolDown));
        waited.add(Reason::Bulk, Duration::MAX);
        assert_eq!(waited.total(), Duration::MAX);
    }

    #[test]
    fn every_reason_has_its_own_place_and_name() {
        for (index, reason) in Reason::ALL.into_iter().enumerate() {
            assert_eq!(reason as usize, index);
        }
        let names: std::collections::HashSet<_> = Reason::ALL.map(Reason::as_str).into();
        assert_eq!(names.len(), Reason::ALL.len());
    }
}
