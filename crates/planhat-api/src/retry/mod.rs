//! Whether a failed attempt is made again, and after how long.
//!
//! These are three questions, and whoever answers one can be replaced without the others:
//!
//! | question | who answers | unless replaced |
//! |---|---|---|
//! | Can another attempt help? | [`RetryPolicy`] | [`StandardRetryPolicy`]: 4 attempts in all |
//! | How long to wait for it? | [`Backoff`] | [`FullJitter`]: up to 0.5 s, doubling to 20 s |
//! | Do calls fail everywhere? | [`RetryBudget`] | 100 retries in reserve, 10 % of the successes |
//!
//! May it be repeated at all? That is nobody's to replace. A call that would do its work twice
//! ends with the first attempt that the server may have processed, and the policy is not even
//! asked; see [`RepeatSafety`].
//!
//! ```
//! use std::time::Duration;
//! use planhat_api::retry::{
//!     AttemptFailure, Backoff, Decision, FailureKind, FullJitter, RepeatSafety, RetryBudget,
//!     RetryPolicy, StandardRetryPolicy,
//! };
//!
//! /// The standard, but for a proxy of ours that answers 502 when it does not know the host.
//! #[derive(Debug, Default)]
//! struct BehindOurProxy(StandardRetryPolicy);
//!
//! impl RetryPolicy for BehindOurProxy {
//!     fn decide(&self, failure: &AttemptFailure) -> Decision {
//!         match failure.status() {
//!             Some(502) => Decision::GiveUp,
//!             _ => self.0.decide(failure),
//!         }
//!     }
//! }
//!
//! let answered = |status, attempt| {
//!     AttemptFailure::new(FailureKind::Status, Some(status), RepeatSafety::Always, attempt)
//! };
//! let policy = BehindOurProxy(StandardRetryPolicy::default().max_attempts(3));
//! assert_eq!(policy.decide(&answered(502, 1)), Decision::GiveUp);
//! assert_eq!(policy.decide(&answered(503, 2)), Decision::Retry);
//! assert_eq!(policy.decide(&answered(503, 3)), Decision::GiveUp);
//!
//! // A number from 0 up to 1 stands for chance, so that a test can say what comes out.
//! let backoff = FullJitter::new(Duration::from_secs(1), Duration::from_secs(10));
//! assert_eq!(backoff.delay(3, 0.5), Duration::from_secs(2));
//!
//! // Handed to several clients, clones make them share one budget.
//! let budget = RetryBudget::new(1, 50);
//! let shared = budget.clone();
//! assert!(budget.withdraw());
//! assert!(!shared.withdraw());
//! ```

mod backoff;
mod budget;
mod failure;
mod policy;
mod random;
mod retry_after;
#[cfg(test)]
mod tests;

pub use backoff::{Backoff, FullJitter, NoBackoff};
pub use budget::RetryBudget;
pub use failure::{AttemptFailure, FailureKind, RepeatSafety};
pub(crate) use policy::decide;
pub use policy::{Decision, NeverRetry, RetryPolicy, StandardRetryPolicy};
pub(crate) use random::Random;
pub(crate) use retry_after::{MAX_RETRY_AFTER, cool_down, parse_date, parse_retry_after};
