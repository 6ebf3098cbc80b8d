//! A mock that a server has.

use std::fmt;
use std::sync::Arc;

use crate::log::Log;
use crate::when::Conditions;

/// A mock that a server has, to be asked how often it was called. It stays when this is dropped.
pub struct Mock<'s> {
    /// One for each reply, which take turns.
    replies: Vec<httpmock::Mock<'s>>,
    conditions: Arc<Conditions>,
    log: &'s Log,
    number: usize,
}

impl<'s> Mock<'s> {
    pub(crate) fn new(
        replies: Vec<httpmock::Mock<'s>>,
        conditions: Arc<Conditions>,
        log: &'s Log,
        number: usize,
    ) -> Self {
        Self {
            replies,
            conditions,
            log,
            number,
        }
    }

    /// How often it was called. Each attempt of a call counts.
    pub fn calls(&self) -> usize {
        self.replies.iter().map(httpmock::Mock::calls).sum()
    }

    /// Asserts that it was called once.
    ///
    /// # Panics
    /// When it was not; the message lists what was called.
    #[track_caller]
    pub fn assert(&self) {
        self.assert_calls(1);
    }

    /// Asserts that it was called so often.
    ///
    /// # Panics
    /// When it was not; the message lists what was called.
    #[track_caller]
    pub fn assert_calls(&self, expected: usize) {
        let calls = self.calls();
        assert!(
            calls == expected,
            "planhat-mock: called {calls} times, not {expected}: {}\n{}",
            self.conditions,
            self.log.list()
        );
    }

    /// Takes it from the server.
    pub fn delete(self) {
        for mut reply in self.replies {
            reply.delete();
        }
        self.log.remove(self.number);
    }
}

/// The operation and every condition.
impl fmt::Debug for Mock<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Mock({})", self.conditions)
    }
}
