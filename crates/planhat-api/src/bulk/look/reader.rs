//! The reads of a look, and what follows those that fail.

use std::future::Future;
use std::time::Instant;

use super::search::Seen;
use crate::bulk::cancel::Canceller;
use crate::bulk::error::Kind;
use crate::bulk::send::Sender;
use crate::call::Request;
use crate::client::Client;
use crate::error::Error;
use crate::id::RecordRef;
use crate::race::{First, race};
use crate::resource::{Collection, Resource};

/// So many records in a row that cannot be read are no longer those records' own fault.
const IN_A_ROW: u32 = 3;

/// With what a look reads.
pub(in crate::bulk) struct Reader<'a> {
    pub(super) client: &'a Client,
    canceller: &'a Canceller,
    /// Bears a vendor that is down; without it, the client's own patience is all.
    sender: Option<&'a mut Sender>,
    /// How many single reads failed since one was answered.
    in_a_row: u32,
}

/// What a failed read means.
pub(super) enum Failed {
    /// No read is answered now.
    ForNow(Error),
    /// This one is not, whatever others are.
    Alone(Error),
}

impl<'a> Reader<'a> {
    pub(in crate::bulk) fn new(
        client: &'a Client,
        canceller: &'a Canceller,
        sender: Option<&'a mut Sender>,
    ) -> Self {
        Self {
            client,
            canceller,
            sender,
            in_a_row: 0,
        }
    }

    /// A call that bears what the run bears.
    pub(super) fn patiently<V>(&self, request: Request<V>) -> Request<V> {
        match &self.sender {
            Some(sender) => sender.patiently(request),
            None => request,
        }
    }

    /// What comes of a read, unless somebody ends the look meanwhile.
    pub(super) async fn read<T>(&mut self, read: impl Future<Output = T>) -> Result<T, Kind> {
        match race(read, self.canceller.asked()).await {
            First::Left(read) => Ok(read),
            First::Right(()) => Err(Kind::Cancelled),
        }
    }

    /// The record that a reference names.
    pub(super) async fn get<R: Resource>(
        &mut self,
        collection: &Collection<R>,
        reference: &RecordRef,
    ) -> Result<Seen<R>, Kind> {
        let mut failures = 0;
        loop {
            let began = self.now();
            let get = self.patiently(collection.get(reference.clone()));
            let error = match self.read(get.send()).await? {
                Ok(record) => {
                    self.answered();
                    return Ok(Seen::Record(record.into_inner()));
                }
                Err(error) => error,
            };
            match error.refusal() {
                Some(404 | 410) => {
                    self.answered();
                    return Ok(Seen::Nothing);
                }
                Some(401 | 403) => return Err(Kind::Refused(error)),
                _ if error.is_invalid_request() => return Ok(Seen::Unsure),
                _ => {}
            }
            match self.failed(error) {
                Failed::ForNow(error) => {
                    failures += 1;
                    self.bear(error, began, failures).await?;
                }
                Failed::Alone(error) => {
                    self.failed_alone(error)?;
                    return Ok(Seen::Unsure);
                }
            }
        }
    }

    /// Whether single reads are of no more use.
    pub(super) fn gives_up(&self) -> bool {
        self.in_a_row >= IN_A_ROW
    }

    /// A run can send what it cannot look at, and tell what came of it; without one there is nothing to tell.
    fn failed_alone(&mut self, error: Error) -> Result<(), Kind> {
        match error.refusal() {
            Some(300..=499) => self.answered(),
            _ => self.in_a_row += 1,
        }
        match self.gives_up() && self.sender.is_none() {
            true => Err(Kind::Patience(error)),
            false => Ok(()),
        }
    }

    pub(super) fn failed(&self, error: Error) -> Failed {
        let is_out_of_patience = error.is_deadline()
            && self
                .sender
                .as_ref()
                .is_some_and(|sender| sender.is_in_trouble());
        let is_for_now = matches!(error.refusal(), Some(408 | 503))
            || error.is_rate_limited()
            || error.is_connect()
            || error.is_token_provider()
            || error.is_limit_store()
            || is_out_of_patience;
        match is_for_now {
            true => Failed::ForNow(error),
            false => Failed::Alone(error),
        }
    }

    pub(super) fn answered(&mut self) {
        self.in_a_row = 0;
        if let Some(sender) = &mut self.sender {
            sender.is_answered();
        }
    }

    /// Waits before a read that failed is made again, unless the run bears no more.
    pub(super) async fn bear(
        &mut self,
        error: Error,
        began: Instant,
        failures: u32,
    ) -> Result<(), Kind> {
        let Some(sender) = &mut self.sender else {
            return Err(Kind::Patience(error));
        };
        let borne = race(sender.bear(error, began, failures), self.canceller.asked()).await;
        match borne {
            First::Left(borne) => borne,
            First::Right(()) => {
                sender.meter.waited();
                Err(Kind::Cancelled)
            }
        }
    }

    pub(super) fn now(&self) -> Instant {
        self.client.transport().care.clock.now()
    }
}
