//! A way to end a run from elsewhere.

use std::fmt;
use std::future::pending;
use std::sync::Arc;

use tokio::sync::watch;

/// How far a run is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Nothing,
    ToFinish,
    ToAbandon,
}

/// Ends a [run](super::BulkRun) from elsewhere: another task, or a handler of signals. Clones end the
/// same run.
#[derive(Clone)]
pub struct Canceller(Arc<watch::Sender<Asked>>);

impl Canceller {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Asked::Nothing)))
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
        self.0.send_if_modified(|so_far| {
            let is_more = asked > *so_far;
            *so_far = asked.max(*so_far);
            is_more
        });
    }

    pub(super) fn is_asked(&self) -> bool {
        *self.0.borrow() >= Asked::ToFinish
    }

    pub(super) fn is_abandoned(&self) -> bool {
        *self.0.borrow() >= Asked::ToAbandon
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
        let mut receiver = self.0.subscribe();
        if receiver.wait_for(|asked| *asked >= least).await.is_err() {
            // The sender is this handle's own, so that cannot be.
            pending().await
        }
    }
}

impl fmt::Debug for Canceller {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Canceller")
            .field(&*self.0.borrow())
            .finish()
    }
}
