//! A way to end a run from elsewhere.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::Notify;

/// How far a run is to go.
#[derive(Debug, Clone, Copy)]
enum Asked {
    Nothing,
    ToFinish,
    ToAbandon,
}

struct Shared {
    /// The most that was asked so far, of [`Asked`].
    asked: AtomicU8,
    changed: Notify,
}

/// Ends a [run](super::BulkRun) from elsewhere: another task, or a handler of signals. Clones end the
/// same run.
#[derive(Clone)]
pub struct Canceller(Arc<Shared>);

impl Canceller {
    pub(super) fn new() -> Self {
        Self(Arc::new(Shared {
            asked: AtomicU8::new(Asked::Nothing as u8),
            changed: Notify::new(),
        }))
    }

    /// Ends the run after the chunk in flight, which takes its time to succeed or fail as ever.
    #[inline]
    pub fn finish(&self) {
        self.ask(Asked::ToFinish);
    }

    /// Ends the run at once. What is in flight is let go of, and may be processed all the same: its
    /// items become [unknown](super::Outcome::Unknown).
    #[inline]
    pub fn abandon(&self) {
        self.ask(Asked::ToAbandon);
    }

    /// Nobody takes back what was asked.
    fn ask(&self, asked: Asked) {
        self.0.asked.fetch_max(asked as u8, Ordering::SeqCst);
        self.0.changed.notify_waiters();
    }

    fn is_at_least(&self, least: Asked) -> bool {
        self.0.asked.load(Ordering::SeqCst) >= least as u8
    }

    pub(super) fn is_asked(&self) -> bool {
        self.is_at_least(Asked::ToFinish)
    }

    pub(super) fn is_abandoned(&self) -> bool {
        self.is_at_least(Asked::ToAbandon)
    }

    /// Ends once no further chunk is to be sent.
    pub(super) async fn asked(&self) {
        self.at_least(Asked::ToFinish).await;
    }

    /// Ends once the chunk in flight is to be let go of.
    pub(super) async fn abandoned(&self) {
        self.at_least(Asked::ToAbandon).await;
    }

    async fn at_least(&self, least: Asked) {
        loop {
            // It hears all that is asked from its making on.
            let changed = self.0.changed.notified();
            if self.is_at_least(least) {
                break;
            }
            changed.await;
        }
    }
}

impl fmt::Debug for Canceller {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asked = match (self.is_asked(), self.is_abandoned()) {
            (_, true) => Asked::ToAbandon,
            (true, false) => Asked::ToFinish,
            (false, false) => Asked::Nothing,
        };
        formatter.debug_tuple("Canceller").field(&asked).finish()
    }
}
