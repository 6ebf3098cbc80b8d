//! All attempts of one call: when each is made, and what the call has been through.

mod next;

#[cfg(fuzzing)]
pub(crate) use next::asked_by;

use std::time::{Duration, Instant};

use next::{Next, safety};

use super::echo::presentable;
use super::history::History;
use super::outgoing::Outgoing;
use super::reply::Reply;
use super::transport::{Broken, Transport};
use crate::auth::{Authorization, NoToken, Token, TokenNeed};
use crate::error::{Effect, Failure, error_message};
use crate::limits::{self, AcquireError, Permit};
use crate::observe::{self, Attempt, Timing};
use crate::retry::RepeatSafety;

/// How a call ended.
pub(crate) struct Ended {
    pub(crate) result: Result<Reply, Broken>,
    pub(crate) history: History,
    /// How long until it may be made again, where that is known.
    pub(crate) retry_after: Option<Duration>,
    /// Whether the server asked to wait longer than the call could.
    pub(crate) put_off: bool,
    /// The server's words about a failure, where they may be shown.
    pub(crate) said: Option<String>,
    /// The token of the last attempt, if there was one.
    pub(crate) token: Option<Token>,
}

impl Transport {
    /// Makes a call: the one place that sees operation, request and raw reply, whatever its
    /// status.
    pub(crate) async fn execute(&self, outgoing: &Outgoing) -> Ended {
        let mut run = Run::start(self, outgoing);
        let result = run.until_done().await;
        run.history.elapsed = run.since(run.started);
        Ended {
            said: run.said,
            token: run.token,
            result,
            history: run.history,
            retry_after: run.retry_after,
            put_off: run.put_off,
        }
    }
}

/// The server's words in an error body, where they may be shown.
pub(crate) fn said(body: &[u8], outgoing: &Outgoing, token: &Token) -> Option<String> {
    presentable(&error_message(body)?, outgoing, token)
}

/// A wait in which a token can have been replaced.
const LONG: Duration = Duration::from_secs(1);

/// How long a provider may take while a permit is held.
const AT_ONCE: Duration = Duration::from_millis(100);

/// What a lease outlives its attempt by, for what comes before and after.
const SLACK: Duration = Duration::from_secs(5);

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
    /// The server's words about the last failure, where they may be shown.
    said: Option<String>,
    /// The token of the last attempt.
    token: Option<Token>,
}

/// An attempt that was not the last one, as it was meant.
struct Last {
    result: Result<Reply, Broken>,
    /// What those before it may have done.
    earlier: Option<Effect>,
}

impl Last {
    fn reply(self) -> Option<Box<Reply>> {
        self.result
            .map_or_else(|broken| broken.reply, |reply| Some(Box::new(reply)))
    }
}

impl<'a> Run<'a> {
    fn start(transport: &'a Transport, outgoing: &'a Outgoing) -> Self {
        let settings = &transport.settings;
        let started = transport.care.clock.now();
        let deadline = outgoing.options.deadline.or(settings.deadline);
        let timeout = outgoing.options.timeout.unwrap_or(settings.timeout);
        let patience = outgoing.options.patience.unwrap_or(settings.patience);
        let call = outgoing.bulk_of().map(limits::Call::bulk);
        let call = call.unwrap_or_else(limits::Call::single);
        Self {
            transport,
            outgoing,
            started,
            // One beyond the clock's range is none.
            deadline: deadline.and_then(|deadline| started.checked_add(deadline)),
            timeout,
            safety: safety(outgoing, settings),
            history: History::default(),
            counted: 0,
            renewed: false,
            call: call.hold(timeout.saturating_add(SLACK)).patience(patience),
            timing: Timing::default(),
            retry_after: None,
            put_off: false,
            said: None,
            token: None,
        }
    }

    async fn until_done(&mut self) -> Result<Reply, Broken> {
        let mut renewed = None;
        let mut last = None;
        loop {
            let (permit, authorization) = match self.leave(renewed.take()).await {
                Ok(leave) => leave,
                Err(failure) => return self.given_up(last, failure),
            };
            let result = self.attempt(&authorization, permit).await;
            let next = self.next(&result, &authorization).await;
            self.said = self.said_by(&result, &authorization);
            self.token = Some(authorization.token.clone());
            self.report(&result, &next);
            match next {
                Next::End => return result,
                Next::Fail(failure) => {
                    let last = self.leave_behind(result);
                    return self.given_up(Some(last), failure);
                }
                Next::Renewed(fresh) => {
                    renewed = Some(fresh);
                    self.timing = Timing::default();
                    last = Some(self.leave_behind(result));
                }
                Next::Again(delay) => {
                    last = Some(self.leave_behind(result));
                    self.timing = Timing::after(delay);
                    self.transport.care.clock.sleep(delay).await;
                }
            }
        }
    }

    /// The token for the next attempt.
    async fn authorization(&self, need: TokenNeed) -> Result<Authorization, Failure> {
        if let Some(fixed) = self.transport.credentials.fixed() {
            return Ok(fixed.clone());
        }
        let left = self.left().unwrap_or(Duration::MAX);
        let within = left.min(self.timeout);
        let asked = self.transport.credentials.ask(need, within).await;
        asked.map_err(|error| match error {
            NoToken::TimedOut if left < self.timeout => Failure::Deadline { under_way: false },
            error => Failure::Token(error),
        })
    }

    /// Leave to make an attempt, and the token for it. No permit is held while a provider works: a
    /// start that it held up would come too late for its place in the limits.
    async fn leave(
        &mut self,
        renewed: Option<Authorization>,
    ) -> Result<(Permit, Authorization), Failure> {
        let mut authorization = match renewed {
            Some(renewed) => renewed,
            None => self.authorization(TokenNeed::Attempt).await?,
        };
        let permit = self.permit().await?;
        if permit.waited().total() > LONG {
            // One that the provider has at hand is fresher; any other would hold up the start.
            let credentials = &self.transport.credentials;
            if let Ok(fresh) = credentials.ask(TokenNeed::Attempt, AT_ONCE).await {
                authorization = fresh;
            }
        }
        Ok((permit, authorization))
    }

    /// Waits until the limits allow another attempt.
    async fn permit(&mut self) -> Result<Permit, Failure> {
        let limiter = &self.transport.care.limiter;
        // A shared limiter may go by another clock.
        let deadline = self.left().and_then(|left| limiter.now().checked_add(left));
        match limiter.acquire(&self.call, deadline).await {
            Ok(permit) => {
                self.call.add_waited(permit.waited());
                self.timing.permitted(permit.waited());
                // Without a wait it is what it was.
                let has_waited = !permit.waited().total().is_zero();
                match has_waited && self.left() == Some(Duration::ZERO) {
                    true => Err(Failure::Deadline { under_way: false }),
                    false => Ok(permit),
                }
            }
            // Nothing but time is missing.
            Err(AcquireError::WouldExceed(refusal)) if refusal.reason().is_none() => {
                Err(Failure::Deadline { under_way: false })
            }
            Err(AcquireError::WouldExceed(refusal)) => {
                let now = limiter.now();
                let wait = |until: Instant| until.saturating_duration_since(now);
                self.retry_after = refusal.until().map(wait);
                self.put_off = true;
                Err(Failure::Limited(Box::new(refusal)))
            }
            Err(AcquireError::Store(error)) => Err(Failure::LimitStore(error)),
        }
    }

    /// Makes one attempt, for which there is a permit.
    async fn attempt(
        &mut self,
        authorization: &Authorization,
        permit: Permit,
    ) -> Result<Reply, Broken> {
        let began = self.now();
        self.history.attempts += 1;
        self.counted += 1;
        let left = self
            .deadline
            .map(|deadline| deadline.saturating_duration_since(began));
        let timeout = left.map_or(self.timeout, |left| left.min(self.timeout));
        let attempt = self
            .transport
            .attempt(self.outgoing, authorization.header.clone(), timeout);
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

    /// Remembers what an attempt may have done, before another one is made.
    fn leave_behind(&mut self, result: Result<Reply, Broken>) -> Last {
        let endpoint = &self.outgoing.endpoint;
        let effect = match &result {
            Ok(reply) => endpoint.effect_of(reply.status, true),
            Err(Broken {
                reply: Some(reply), ..
            }) => endpoint.effect_of(reply.status, false),
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
        match failure {
            // That is news, and for its reader to mend.
            Failure::Token(_) | Failure::LimitStore(_) => Err(Broken {
                failure,
                reply: last.reply(),
            }),
            _ => {
                self.history.earlier = last.earlier;
                last.result
            }
        }
    }

    fn said_by(&self, result: &Result<Reply, Broken>, by: &Authorization) -> Option<String> {
        let reply = result.as_ref().ok().filter(|reply| !reply.is_success())?;
        said(&reply.body, self.outgoing, &by.token)
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
