//! What follows an attempt: the end, or another one.

use std::time::Duration;

use super::Run;
use crate::auth::{Authorization, TokenNeed};
use crate::call::outgoing::Outgoing;
use crate::call::reply::{Headers, Reply};
use crate::call::transport::{Broken, Settings};
use crate::clock::Clock;
use crate::error::{Effect, Failure};
use crate::limits::Waited;
use crate::operation::RetrySafety;
use crate::race::in_time;
use crate::retry::{self, AttemptFailure, Decision, FailureKind, MAX_RETRY_AFTER, RepeatSafety};

/// What follows an attempt.
pub(super) enum Next {
    /// The call is over.
    End,
    /// The call is over, by what happened after the attempt.
    Fail(Failure),
    /// Another attempt with another token.
    Renewed(Authorization),
    /// Another attempt, after this long.
    Again(Duration),
}

impl Run<'_> {
    /// What follows the attempt that gave this.
    pub(super) async fn next(
        &mut self,
        result: &Result<Reply, Broken>,
        used: &Authorization,
    ) -> Next {
        self.retry_after = None;
        let Some(failure) = self.failure(result) else {
            self.transport.care.budget.deposit();
            return Next::End;
        };
        let can_renew = self.transport.credentials.can_renew() && !self.renewed;
        if failure.status() == Some(401) && can_renew {
            return self.renew(used).await;
        }
        let asked = self.asked(result);
        if failure.status() == Some(429) {
            self.after_429(&failure, asked).await
        } else {
            self.after(&failure, asked)
        }
    }

    /// Asks once in a call for another token than the one that was refused.
    async fn renew(&mut self, used: &Authorization) -> Next {
        self.renewed = true;
        let need = TokenNeed::Rejected(used.token.clone());
        match self.authorization(need).await {
            Ok(fresh) if fresh == *used => Next::End,
            Ok(fresh) => {
                self.counted -= 1;
                Next::Renewed(fresh)
            }
            Err(failure) => Next::Fail(failure),
        }
    }

    /// After too many calls everyone waits, this call among them.
    async fn after_429(&mut self, failure: &AttemptFailure, asked: Option<Duration>) -> Next {
        let care = &self.transport.care;
        let pause = asked.unwrap_or_else(|| retry::cool_down(care.random.draw()));
        self.retry_after = Some(pause);
        let paused = care.limiter.pause(pause.min(MAX_RETRY_AFTER));
        let within = self.left().unwrap_or(self.timeout).min(self.timeout);
        // Where the store does not take it, this call at least waits.
        let wait = match in_time(within, paused).await {
            Some(Ok(())) => Duration::ZERO,
            _ => pause,
        };
        if pause.is_zero() {
            return self.after(failure, asked);
        }
        let bears = self.call.bears(Waited::default(), pause);
        if bears && self.may_repeat(failure, pause, asked) {
            Next::Again(wait)
        } else {
            Next::End
        }
    }

    fn after(&mut self, failure: &AttemptFailure, asked: Option<Duration>) -> Next {
        let care = &self.transport.care;
        self.retry_after = asked;
        let wait = asked
            .filter(|wait| !wait.is_zero())
            .unwrap_or_else(|| care.backoff.delay(failure.attempt(), care.random.draw()));
        let wait = match failure.kind() {
            // The server may still be at it.
            FailureKind::Timeout => wait.max(self.outgoing.options.settle),
            _ => wait,
        };
        if self.may_repeat(failure, wait, asked) {
            Next::Again(wait)
        } else {
            Next::End
        }
    }

    /// Whether another attempt can help, may be made, and comes in time.
    fn may_repeat(
        &mut self,
        failure: &AttemptFailure,
        wait: Duration,
        asked: Option<Duration>,
    ) -> bool {
        let care = &self.transport.care;
        if retry::decide(&*care.policy, failure) == Decision::GiveUp {
            return false;
        }
        let left = self.left().unwrap_or(Duration::MAX);
        let bearable = left.min(MAX_RETRY_AFTER.saturating_add(Duration::from_nanos(1)));
        self.put_off = asked.is_some_and(|asked| asked >= bearable);
        if self.put_off || wait >= left {
            return false;
        }
        care.budget.withdraw()
    }

    /// What the policy is asked about; none when the attempt succeeded.
    fn failure(&self, result: &Result<Reply, Broken>) -> Option<AttemptFailure> {
        let new = |kind, status| AttemptFailure::new(kind, status, self.safety, self.counted);
        match result {
            Ok(reply) if reply.is_success() => None,
            Ok(reply) => Some(new(FailureKind::Status, Some(reply.status))),
            Err(broken) => {
                let status = broken.reply.as_ref().map(|reply| reply.status);
                let failure = new(broken.failure.kind(), status);
                Some(match broken.failure.effect() {
                    Effect::NotSent => failure.with_nothing_sent(),
                    _ => failure,
                })
            }
        }
    }

    /// How long the server asks to be left alone.
    fn asked(&self, result: &Result<Reply, Broken>) -> Option<Duration> {
        let reply = match result {
            Ok(reply) => Some(reply),
            Err(broken) => broken.reply.as_deref(),
        };
        asked_by(&reply?.headers, &*self.transport.care.clock)
    }
}

/// How long these headers ask for. A date is held against that of the reply, as clocks differ.
pub(crate) fn asked_by(headers: &Headers, clock: &dyn Clock) -> Option<Duration> {
    let date = headers.get("date").and_then(retry::parse_date);
    let now = date.unwrap_or_else(|| clock.wall());
    retry::parse_retry_after(headers.get("retry-after")?, now)
}

/// Whether a call may be sent again although it may have been processed.
pub(super) fn safety(outgoing: &Outgoing, settings: &Settings) -> RepeatSafety {
    let always = match (outgoing.options.idempotent, outgoing.endpoint.retry()) {
        (Some(idempotent), _) => idempotent,
        (None, RetrySafety::Always) => true,
        (None, RetrySafety::Keyed) => settings.trusts(outgoing.keyed),
        (None, RetrySafety::Unprocessed) => false,
    };
    match always {
        true => RepeatSafety::Always,
        false => RepeatSafety::OnlyIfUnprocessed,
    }
}
