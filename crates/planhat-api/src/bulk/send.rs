//! One request of a run, until it is answered or the run cannot wait any longer.

use std::time::{Duration, Instant};

use bytes::Bytes;

use super::cancel::Canceller;
use super::error::Kind;
use super::progress::{Meter, WaitReason};
use super::settings::Settings;
use crate::call::verb::BulkUpsert;
use crate::call::{Outgoing, Request, Response};
use crate::client::Client;
use crate::clock::Clock;
use crate::error::{Effect, Error};
use crate::generated::BulkUpsertResult;
use crate::operation::{Evidence, Operation};
use crate::race::{First, race};

/// What came of a request.
pub(super) enum Sent {
    /// A result.
    Answered(Box<Response<BulkUpsertResult>>),
    /// A success that cannot be read.
    Unreadable,
    /// A refusal that can be the fault of single items. Nothing was done.
    Refused(Error),
    /// It may have been processed, and may not be sent again.
    Unknown,
    /// The run ends with it. Whether it may have been processed is told beside it.
    Ended(Kind),
}

/// What came of a request, and whether an earlier one of the same items may have been processed.
pub(super) struct Told {
    pub(super) sent: Sent,
    pub(super) unclear: bool,
    /// How many requests went out.
    pub(super) requests: u32,
}

/// Sends the requests of a run, one after another.
pub(super) struct Sender {
    client: Client,
    operation: &'static Operation,
    canceller: Canceller,
    pub(super) meter: Meter,
    timeout: Duration,
    settle: Duration,
    patience: Duration,
    /// Since when nothing succeeds.
    trouble: Option<Instant>,
    /// Whether the last attempt timed out, so that the server may still be at it.
    unsettled: bool,
}

/// No wait between two requests is shorter, whatever a backoff says.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

/// What follows a failed request.
enum Next {
    Again,
    Told(Sent),
}

/// Whether a request may have reached the server.
fn went_out<T>(result: &First<Result<T, Error>, ()>) -> bool {
    match result {
        First::Left(Err(error)) => error.effect() != Effect::NotSent,
        First::Left(Ok(_)) | First::Right(()) => true,
    }
}

impl Sender {
    pub(super) fn new(
        client: Client,
        operation: &'static Operation,
        settings: &Settings,
        canceller: Canceller,
        meter: Meter,
    ) -> Self {
        Self {
            client,
            operation,
            canceller,
            meter,
            timeout: settings.timeout,
            settle: settings.settle,
            patience: settings.patience,
            trouble: None,
            unsettled: false,
        }
    }

    /// Whether items may be sent again although they may have been processed.
    pub(super) fn may_repeat(&self, evidence: Option<Evidence>) -> bool {
        self.client.transport().settings.trusts(evidence)
    }

    /// Sends a body. `unclear` is whether its items may have been processed already.
    pub(super) async fn send<R: crate::Resource>(
        &mut self,
        body: Bytes,
        evidence: Option<Evidence>,
        mut unclear: bool,
    ) -> Told {
        let (mut failures, mut requests) = (0, 0_u32);
        let sent = loop {
            if !self.settled().await || self.canceller.is_abandoned() {
                break Sent::Ended(Kind::Cancelled);
            }
            let began = self.now();
            let request = self.request::<R>(body.clone(), evidence);
            let result = race(request.send(), self.canceller.abandoned()).await;
            if went_out(&result) {
                requests = requests.saturating_add(1);
                self.meter.sent(body.len());
            }
            let error = match result {
                First::Left(Ok(response)) => {
                    self.trouble = None;
                    unclear |= response.after_unclear_attempt();
                    break Sent::Answered(Box::new(response));
                }
                First::Left(Err(error)) => error,
                First::Right(()) => {
                    unclear = true;
                    break Sent::Ended(Kind::Cancelled);
                }
            };
            failures += 1;
            unclear |= error.after_unclear_attempt();
            self.unsettled = error.is_timeout() && error.effect() == Effect::Unknown;
            match self
                .next(error, evidence, &mut unclear, began, failures)
                .await
            {
                Next::Again => {}
                Next::Told(sent) => break sent,
            }
        };
        Told {
            sent,
            unclear,
            requests,
        }
    }

    fn request<R: crate::Resource>(
        &self,
        body: Bytes,
        evidence: Option<Evidence>,
    ) -> Request<BulkUpsert<R>> {
        let mut outgoing = Outgoing::new(self.operation).encoded(body, evidence);
        let left = self.left();
        outgoing.options.timeout = Some(self.timeout);
        outgoing.options.deadline = Some(left);
        outgoing.options.patience = Some(left);
        outgoing.options.settle = self.settle;
        Request::new(self.client.clone(), outgoing)
    }

    /// What follows a request that failed with this. Before another one there is a wait.
    async fn next(
        &mut self,
        error: Error,
        evidence: Option<Evidence>,
        unclear: &mut bool,
        began: Instant,
        failures: u32,
    ) -> Next {
        if error.is_invalid_request() {
            return Next::Told(Sent::Ended(Kind::Refused(error)));
        }
        // A 400 or 403 that broke off is none, as it can be a result of which part was done (documented).
        match error.refusal() {
            Some(400 | 413 | 422) => {
                self.trouble = None;
                return Next::Told(Sent::Refused(error));
            }
            // See `Effect`: 408 and 429 pass.
            Some(status @ 300..=499) if status != 408 && status != 429 => {
                *unclear |= error.effect() == Effect::Unknown;
                return Next::Told(Sent::Ended(Kind::Refused(error)));
            }
            _ => {}
        }
        let is_below = |bound| error.status().is_some_and(|status| status < bound);
        let is_unread = is_below(300) && error.is_decode() || is_below(500) && error.is_too_large();
        if is_unread {
            self.trouble = None;
            return Next::Told(Sent::Unreadable);
        }
        self.trouble.get_or_insert(began);
        if error.effect() == Effect::Unknown {
            *unclear = true;
            if !self.may_repeat(evidence) {
                // A vendor that is down is down for what comes next as well.
                return match self.wait_after(error, failures).await {
                    Next::Again => Next::Told(Sent::Unknown),
                    ended => ended,
                };
            }
        }
        self.wait_after(error, failures).await
    }

    /// Waits before another request, unless the run bears no more.
    async fn wait_after(&mut self, error: Error, failures: u32) -> Next {
        let care = &self.client.transport().care;
        let wait = error
            .retry_after()
            .unwrap_or_else(|| {
                care.backoff
                    .delay(failures.saturating_add(3), care.random.draw())
            })
            .max(SHORTEST_WAIT);
        let (reason, wait) = match std::mem::take(&mut self.unsettled) {
            true if self.settle > wait => (WaitReason::Settling, self.settle),
            _ => (WaitReason::Down, wait),
        };
        if wait >= self.left() {
            return Next::Told(Sent::Ended(Kind::Patience(error)));
        }
        match self.wait(reason, wait).await {
            true => Next::Again,
            false => Next::Told(Sent::Ended(Kind::Cancelled)),
        }
    }

    /// A read with the patience that is left. Until something fails it has its own deadline: a record that
    /// is never read is not a vendor that is down.
    pub(super) fn patiently<V>(&self, request: Request<V>) -> Request<V> {
        let left = self.left();
        let request = request.patience(left);
        match self.is_in_trouble() {
            true => request.deadline(left),
            false => request,
        }
    }

    /// Waits before a read that began then, and failed, is made again; unless the run bears no more.
    pub(super) async fn bear(
        &mut self,
        error: Error,
        began: Instant,
        failures: u32,
    ) -> Result<(), Kind> {
        self.trouble.get_or_insert(began);
        match self.wait_after(error, failures).await {
            Next::Told(Sent::Ended(end)) => Err(end),
            _ => Ok(()),
        }
    }

    /// Whether nothing succeeds for a while now.
    pub(super) fn is_in_trouble(&self) -> bool {
        self.trouble.is_some()
    }

    /// The vendor has answered a read.
    pub(super) fn is_answered(&mut self) {
        self.trouble = None;
    }

    /// Another process may have left a request under way.
    pub(super) async fn settle(&mut self) -> bool {
        self.unsettled = true;
        self.settled().await
    }

    /// Leaves the server alone after an attempt that timed out; false if the run is to be abandoned.
    async fn settled(&mut self) -> bool {
        match std::mem::take(&mut self.unsettled) {
            true => self.wait(WaitReason::Settling, self.settle).await,
            false => true,
        }
    }

    /// False if the run is to be abandoned meanwhile.
    async fn wait(&mut self, why: WaitReason, wait: Duration) -> bool {
        self.meter.waits(why, wait);
        let sleep = self.client.transport().care.clock.sleep(wait);
        let ended = race(sleep, self.canceller.abandoned()).await;
        self.meter.waited();
        matches!(ended, First::Left(()))
    }

    /// How much patience is left.
    fn left(&self) -> Duration {
        let since = self.trouble.unwrap_or_else(|| self.now());
        let passed = self.now().saturating_duration_since(since);
        // A request has a moment in any case; without one it would not be sent, and fail for that.
        self.patience
            .saturating_sub(passed)
            .max(Duration::from_millis(1))
    }

    fn now(&self) -> Instant {
        self.client.transport().care.clock.now()
    }
}
