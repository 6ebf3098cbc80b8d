//! Whether another attempt can help.

use std::fmt;
use std::sync::Arc;

use super::failure::{AttemptFailure, FailureKind, RepeatSafety};

/// What becomes of a call after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Decision {
    /// Another attempt is made, if budget and deadline allow it.
    Retry,
    /// The call fails with what the attempt failed with.
    GiveUp,
}

/// Decides whether a failed attempt is worth another one.
///
/// It cannot do harm: it is not asked where another attempt might do the work twice. Attempts
/// without end are its own to prevent, though; the budget and the deadline of the call only end
/// them late.
pub trait RetryPolicy: fmt::Debug + Send + Sync + 'static {
    /// What to do after this failure.
    fn decide(&self, failure: &AttemptFailure) -> Decision;
}

/// Asks the policy, but only about what may be repeated.
///
/// It looks at the last attempt alone. That is enough: each one before it went through here, too.
pub(crate) fn decide(policy: &dyn RetryPolicy, failure: &AttemptFailure) -> Decision {
    let may_be_repeated = match failure.safety() {
        RepeatSafety::Always => true,
        RepeatSafety::OnlyIfUnprocessed => failure.unprocessed(),
    };
    if may_be_repeated {
        policy.decide(failure)
    } else {
        Decision::GiveUp
    }
}

/// A policy that several clients share.
impl<P: RetryPolicy + ?Sized> RetryPolicy for Arc<P> {
    fn decide(&self, failure: &AttemptFailure) -> Decision {
        (**self).decide(failure)
    }
}

/// The policy of a client unless it is given another one: up to 4 attempts in all, for what time
/// tends to mend.
///
/// That is: the statuses 408, 429, 500, 502, 503 and 504, no connection, a reply that was cut off,
/// and an attempt that timed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandardRetryPolicy {
    max_attempts: u32,
}

impl Default for StandardRetryPolicy {
    fn default() -> Self {
        Self { max_attempts: 4 }
    }
}

impl StandardRetryPolicy {
    /// How often a call is sent at most, the first attempt included: 4 unless set. 0 is taken for
    /// 1, since there always is a first attempt.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }
}

impl RetryPolicy for StandardRetryPolicy {
    fn decide(&self, failure: &AttemptFailure) -> Decision {
        let passes = match failure.kind() {
            FailureKind::Status => {
                matches!(failure.status(), Some(408 | 429 | 500 | 502 | 503 | 504))
            }
            FailureKind::Connect | FailureKind::CutOff | FailureKind::Timeout => true,
            FailureKind::Other => false,
        };
        if passes && failure.attempt() < self.max_attempts {
            Decision::Retry
        } else {
            Decision::GiveUp
        }
    }
}

/// Makes one attempt a call, whatever comes of it. Only a token provider whose token was refused
/// gets another one: that is no repetition of something that might pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NeverRetry;

impl RetryPolicy for NeverRetry {
    fn decide(&self, _failure: &AttemptFailure) -> Decision {
        Decision::GiveUp
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(kind: FailureKind, status: Option<u16>, attempt: u32) -> AttemptFailure {
        AttemptFailure::new(kind, status, RepeatSafety::Always, attempt)
    }

    /// How often a call is sent that never succeeds.
    fn attempts(policy: &dyn RetryPolicy) -> u32 {
        let retried = |attempt: &u32| {
            policy.decide(&failure(FailureKind::Connect, None, *attempt)) == Decision::Retry
        };
        (1..).find(|attempt| !retried(attempt)).unwrap()
    }

    #[test]
    fn of_all_statuses_six_are_retried() {
        let policy = StandardRetryPolicy::default();
        let retried: Vec<u16> = (100..=999)
            .filter(|status| {
                let failure = failure(FailureKind::Status, Some(*status), 1);
                policy.decide(&failure) == Decision::Retry
            })
            .collect();
        assert_eq!(retried, [408, 429, 500, 502, 503, 504]);
    }

    #[test]
    fn a_reply_that_does_not_come_whole_is_asked_for_again() {
        let policy = StandardRetryPolicy::default();
        for (kind, status, decision) in [
            (FailureKind::Connect, None, Decision::Retry),
            (FailureKind::CutOff, None, Decision::Retry),
            (FailureKind::CutOff, Some(200), Decision::Retry),
            (FailureKind::Timeout, None, Decision::Retry),
            (FailureKind::Timeout, Some(200), Decision::Retry),
            (FailureKind::Other, None, Decision::GiveUp),
            (FailureKind::Other, Some(503), Decision::GiveUp),
            (FailureKind::Status, None, Decision::GiveUp),
        ] {
            let failure = failure(kind, status, 1);
            assert_eq!(policy.decide(&failure), decision, "{failure:?}");
        }
    }

    #[test]
    fn a_call_is_sent_as_often_as_its_policy_says_and_at_least_once() {
        let standard = StandardRetryPolicy::default();
        assert_eq!(attempts(&standard), 4);
        assert_eq!(attempts(&standard.max_attempts(7)), 7);
        assert_eq!(attempts(&standard.max_attempts(1)), 1);
        assert_eq!(attempts(&standard.max_attempts(0)), 1);
        assert_eq!(standard.max_attempts(0), standard.max_attempts(1));
        assert_eq!(attempts(&NeverRetry), 1);
    }

    #[test]
    fn attempts_beyond_counting_are_given_up() {
        let policy = StandardRetryPolicy::default().max_attempts(u32::MAX);
        let last = failure(FailureKind::Connect, None, u32::MAX);
        assert_eq!(policy.decide(&last), Decision::GiveUp);
    }
}
