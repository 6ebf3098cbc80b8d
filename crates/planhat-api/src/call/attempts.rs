//! All attempts of one call: when each is made, what its failure means, and when it is enough.

use std::time::{Duration, Instant};

use reqwest::header::HeaderValue;

use super::history::History;
use super::outgoing::Outgoing;
use super::reply::Reply;
use super::transport::{Broken, Transport};
use crate::auth::TokenNeed;
use crate::error::{Effect, Failure};
use crate::limits::{self, AcquireError, Permit, Waited};
use crate::observe::{self, Attempt, Timing};
use crate::operation::{Evidence, RetrySafety};
use crate::retry::{self, AttemptFailure, Decision, FailureKind, MAX_RETRY_AFTER, RepeatSafety};

/// How a call ended.
pub(crate) struct Ended {
    pub(crate) result: Result<Reply, Broken>,
    pub(crate) history: History,
    /// How long until it may be made again, where that is known.
    pub(crate) retry_after: Option<Duration>,
    /// Whether the server asked to wait longer than the call could.
    pub(crate) put_off: bool,
}

impl Transport {
    /// Makes a call: the one place that sees operation, request and raw reply, whatever its
    /// status.
    pub(crate) async fn execute(&self, outgoing: &Outgoing) -> Ended {
        let mut run = Run::start(self, outgoing);
        let result = run.until_done().await;
        run.history.elapsed = run.since(run.started);
        Ended {
            result,
            history: run.history,
            retry_after: run.retry_after,
            put_off: run.put_off,
        }
    }
}

/// A call under way.
struct Run<'a> {
    transport: &'a Transport,
    outgoing: &'a Outgoing,
    started: Instant,
    deadline: Option<Instant>,
    /// How long one attempt may take.
    timeout: Duration,
    safety: RepeatSafety,
    history: History,
    /// Attempts that the policy is told of: the one after a refused token is not among them.
    counted: u32,
    renewed: bool,
    /// What the limiter is asked for, with what it made the call wait so far.
    call: limits::Call,
    /// The attempt under way, for who observes.
    timing: Timing,
    retry_after: Option<Duration>,
    put_off: bool,
}

/// An attempt that was not the last one, as it was meant.
struct Last {
    result: Result<Reply, Broken>,
    /// What those before it may have done.
    earlier: Option<Effect>,
}

/// What follows an attempt.
enum Next {
    /// The call is over.
    End,
    /// The call is over, by what happened after the attempt.
    Fail(Failure),
    /// Another attempt with another token.
    Renewed(HeaderValue),
    /// Another attempt, after this long.
    Again(Duration),
}

impl<'a> Run<'a> {
    fn start(transport: &'a Transport, outgoing: &'a Outgoing) -> Self {
        let settings = &transport.settings;
        let started = transport.care.clock.now();
        let deadline = outgoing.options.deadline.or(settings.deadline);
        let timeout = outgoing.options.timeout.unwrap_or(settings.timeout);
        let patience = outgoing.options.patience.unwrap_or(settings.patience);
        let call = match outgoing.endpoint.max_items() {
            Some(_) => limits::Call::bulk(outgoing.endpoint.path()),
            None => limits::Call::single(),
        };
        Self {
            transport,
            outgoing,
            started,
            // One beyond the clock's range is none.
            deadline: deadline.and_then(|deadline| started.checked_add(deadline)),
            timeout,
            safety: safety(outgoing, settings.inferred_keys),
            history: History::default(),
            counted: 0,
            renewed: false,
            call: call.hold(timeout).patience(patience),
            timing: Timing::default(),
            retry_after: None,
            put_off: false,
        }
    }

    async fn until_done(&mut self) -> Result<Reply, Broken> {
        let mut authorization = self.authorization(TokenNeed::Attempt).await?;
        let mut last = None;
        loop {
            let permit = match self.permit().await {
                Ok(permit) => permit,
                Err(failure) => return self.given_up(last, failure),
            };
            let result = self.attempt(authorization.clone(), permit).await;
            let next = self.next(&result, &authorization).await;
            self.report(&result, &next);
            match next {
                Next::End => return result,
                Next::Fail(failure) => {
                    let reply =
                        result.map_or_else(|broken| broken.reply, |reply| Some(Box::new(reply)));
                    return Err(Broken { failure, reply });
                }
                Next::Renewed(fresh) => {
                    authorization = fresh;
                    self.timing = Timing::default();
                    last = Some(self.leave_behind(result));
                }
                Next::Again(delay) => {
                    last = Some(self.leave_behind(result));
                    self.timing = Timing::after(delay);
                    self.transport.care.clock.sleep(delay).await;
                    authorization = self.authorization(TokenNeed::Attempt).await?;
                }
            }
        }
    }

    /// The header for the next attempt.
    async fn authorization(&self, need: TokenNeed) -> Result<HeaderValue, Broken> {
        let within = self.left().unwrap_or(self.timeout).min(self.timeout);
        let header = self.transport.credentials.header(need, within).await;
        header.map_err(|error| Failure::Token(error).into())
    }

    /// Waits until the limits allow another attempt.
    async fn permit(&mut self) -> Result<Permit, Failure> {
        let limiter = &self.transport.care.limiter;
        match limiter.acquire(&self.call, self.deadline).await {
            Ok(permit) => {
                self.call.add_waited(permit.waited());
                match self.left() {
                    Some(Duration::ZERO) => Err(Failure::Deadline { under_way: false }),
                    _ => Ok(permit),
                }
            }
            // Nothing but time is missing.
            Err(AcquireError::WouldExceed(refusal)) if refusal.reason().is_none() => {
                Err(Failure::Deadline { under_way: false })
            }
            Err(AcquireError::WouldExceed(refusal)) => {
                let now = self.now();
                let wait = |until: Instant| until.saturating_duration_since(now);
                self.retry_after = refusal.until().map(wait);
                Err(Failure::Limited(Box::new(refusal)))
            }
            Err(AcquireError::Store(error)) => Err(Failure::LimitStore(error)),
        }
    }

    /// Makes one attempt, for which there is a permit.
    async fn attempt(
        &mut self,
        authorization: HeaderValue,
        permit: Permit,
    ) -> Result<Reply, Broken> {
        self.timing.permitted(permit.waited());
        let left = self.left();
        self.history.attempts += 1;
        self.counted += 1;
        let timeout = left.map_or(self.timeout, |left| left.min(self.timeout));
        let began = self.now();
        let attempt = self
            .transport
            .attempt(self.outgoing, authorization, timeout);
        let result = attempt.await;
        drop(permit);
        self.timing.took = self.since(began);
        match result {
            Err(Broken {
                failure: Failure::Timeout,
                reply,
            }) if timeout < self.timeout => Err(Broken {
                failure: Failure::Deadline { under_way: true },
                reply,
            }),
            result => result,
        }
    }

    /// What follows the attempt that gave this.
    async fn next(&mut self, result: &Result<Reply, Broken>, used: &HeaderValue) -> Next {
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
    async fn renew(&mut self, used: &HeaderValue) -> Next {
        self.renewed = true;
        match self.authorization(TokenNeed::Rejected).await {
            Ok(fresh) if fresh == used => Next::End,
            Ok(fresh) => {
                self.counted -= 1;
                Next::Renewed(fresh)
            }
            Err(broken) => Next::Fail(broken.failure),
        }
    }

    /// After too many calls everyone waits, this call among them.
    async fn after_429(&mut self, failure: &AttemptFailure, asked: Option<Duration>) -> Next {
        let care = &self.transport.care;
        let pause = asked.unwrap_or_else(|| retry::cool_down(care.random.draw()));
        self.retry_after = Some(pause);
        // A store that fails here fails the next attempt as well, and is told of there.
        let _ = care.limiter.pause(pause.min(MAX_RETRY_AFTER)).await;
        if pause.is_zero() {
            return self.after(failure, asked);
        }
        let bears = self.call.bears(Waited::default(), pause);
        if bears && self.may_repeat(failure, pause, asked) {
            // The limiter makes it wait.
            Next::Again(Duration::ZERO)
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
        let too_long = asked.is_some_and(|asked| asked > MAX_RETRY_AFTER);
        if too_long || self.left().is_some_and(|left| left <= wait) {
            self.put_off = asked.is_some();
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
        let value = reply?.headers.get("retry-after")?;
        retry::parse_retry_after(value, self.transport.care.clock.wall())
    }

    /// Remembers what an attempt may have done, before another one is made.
    fn leave_behind(&mut self, result: Result<Reply, Broken>) -> Last {
        let effect = match &result {
            Ok(reply) => Effect::of_status(reply.status),
            Err(Broken {
                reply: Some(reply), ..
            }) => Effect::of_status(reply.status),
            Err(broken) => broken.failure.effect(),
        };
        let earlier = self.history.earlier;
        self.history.earlier = earlier.max(Some(effect));
        Last { result, earlier }
    }

    /// Ends the call when no further attempt can be made. What the last one failed with says more
    /// than what kept it from being repeated.
    fn given_up(&mut self, last: Option<Last>, failure: Failure) -> Result<Reply, Broken> {
        let Some(last) = last else {
            return Err(failure.into());
        };
        self.history.earlier = last.earlier;
        last.result
    }

    fn report(&self, result: &Result<Reply, Broken>, next: &Next) {
        let (reply, failure) = match result {
            Ok(reply) => (Some(reply), None),
            Err(broken) => (broken.reply.as_deref(), Some(&broken.failure)),
        };
        let attempt = Attempt {
            endpoint: &self.outgoing.endpoint,
            label: self.transport.settings.label.as_deref(),
            number: self.history.attempts,
            status: reply.map(|reply| reply.status),
            failure,
            timing: &self.timing,
            repeated: matches!(next, Next::Renewed(_) | Next::Again(_)),
        };
        observe::event(&attempt);
        if let Some(observer) = &self.transport.care.observer {
            observer.attempt(&attempt);
        }
    }

    fn now(&self) -> Instant {
        self.transport.care.clock.now()
    }

    fn since(&self, then: Instant) -> Duration {
        self.now().saturating_duration_since(then)
    }

    /// How long until the deadline, if there is one.
    fn left(&self) -> Option<Duration> {
        let deadline = self.deadline?;
        Some(deadline.saturating_duration_since(self.now()))
    }
}

/// Whether a call may be sent again although it may have been processed.
fn safety(outgoing: &Outgoing, inferred_keys: bool) -> RepeatSafety {
    let always = match (outgoing.options.idempotent, outgoing.endpoint.retry()) {
        (Some(idempotent), _) => idempotent,
        (None, RetrySafety::Always) => true,
        (None, RetrySafety::Keyed) => match outgoing.keyed {
            Some(Evidence::Inferred) => inferred_keys,
            keyed => keyed.is_some(),
        },
        (None, RetrySafety::Unprocessed) => false,
    };
    match always {
        true => RepeatSafety::Always,
        false => RepeatSafety::OnlyIfUnprocessed,
    }
}
