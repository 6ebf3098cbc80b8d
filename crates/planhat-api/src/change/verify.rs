//! Whether an update did what it was to do.

use std::fmt;

use super::Changes;
use super::compare::{Comparison, Verdict};
use super::identity::Named;
use super::pairs::pairs;
use super::sealed::Settable;
use crate::call::verb::{Get, Update};
use crate::call::{Request, Response};
use crate::error::Error;
use crate::record::object_id;
use crate::resource::Resource;

impl<R: Resource> Request<Update<R>> {
    /// Sends the update, reads the record again, and tells of each value that was sent whether it
    /// is there.
    ///
    /// The server takes more than it keeps: it drops top-level names that it does not know
    /// (observed), works figures out anew, and what it makes of a `null` is documented nowhere. A
    /// value counts as kept where [`Edit::diff`](crate::Edit::diff) would find no difference; a
    /// cleared one where the record has it no longer, or as `null`.
    ///
    /// The record is read by its object id, as the reply to the update has it; where it has none,
    /// by the reference of the update. It has to have that id, and no other key than the update named it by. Headers, time-outs and the like of this call hold for the read as
    /// well, query parameters do not.
    ///
    /// ```no_run
    /// # async fn run(client: planhat_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use planhat_api::{LicenseUpdate, RecordRef};
    ///
    /// let update = LicenseUpdate::new().mrr(120).clear_to_date();
    /// let verified = client.licenses().update(RecordRef::external("lic-7")?, update).verify().await?;
    /// for change in verified.did_not_take() {
    ///     eprintln!("{} is still {:?}", change.property(), change.before());
    /// }
    /// println!("{:?} a month", verified.record().mrr());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When either call fails, and when the read gives another record; the error tells which. Where an update's
    /// [effect](crate::Error::effect) is unknown, a [`diff`](crate::Edit::diff) against the record
    /// that is read later tells.
    pub async fn verify(self) -> Result<Verified<R>, VerifyError> {
        let (client, update) = (self.client.clone(), self.outgoing.clone());
        let updated = self.send().await.map_err(VerifyError::Update)?;
        let get = update.on_the_same(R::OPERATIONS.get, object_id(&*updated));
        let named = Named {
            by_update: update.record(),
            by_read: get.record(),
        };
        let get: Request<Get<R>> = Request::new(client, get);
        let record = get.send().await.map_err(VerifyError::Read)?;
        let body = update.body.unwrap_or_default();
        let body = std::str::from_utf8(&body).unwrap_or_default();
        if !named.is(&*record, body) {
            return Err(VerifyError::OtherRecord);
        }
        Ok(Verified::new(record, body))
    }
}

/// A record after an update, and which of the values that were sent it has.
///
/// `Debug` shows names only, no values.
#[derive(Clone)]
pub struct Verified<R> {
    record: Response<R>,
    took: Vec<Box<str>>,
    did_not_take: Changes,
}

impl<R: Resource> Verified<R> {
    fn new(record: Response<R>, body: &str) -> Self {
        let mut took = Vec::new();
        let mut did_not_take = Changes::default();
        for pair in pairs(
            body,
            record.as_json(),
            R::Update::SETTABLE,
            Comparison::Instant,
        ) {
            match pair.verdict {
                Verdict::Same => took.push(pair.name.into()),
                Verdict::Different => did_not_take.add(pair),
                Verdict::Undetermined => did_not_take.cannot_tell(pair.name),
            }
        }
        Self {
            record,
            took,
            did_not_take,
        }
    }
}

impl<R> Verified<R> {
    /// Whether the record has all that was sent, as far as can be told.
    pub fn is_complete(&self) -> bool {
        self.did_not_take.is_empty()
    }

    /// The record as it was read after the update.
    pub fn record(&self) -> &Response<R> {
        &self.record
    }

    /// The record alone.
    pub fn into_record(self) -> R {
        self.record.into_inner()
    }

    /// The names of the values that were set or cleared and are so; of a custom field, its label
    /// behind `custom.`.
    pub fn took(&self) -> impl Iterator<Item = &str> {
        self.took.iter().map(|name| &**name)
    }

    /// What was sent and is not there. [`before`](super::Change::before) is what the record has,
    /// [`after`](super::Change::after) what was sent.
    pub fn did_not_take(&self) -> &Changes {
        &self.did_not_take
    }
}

impl<R> fmt::Debug for Verified<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Verified")
            .field("took", &self.took)
            .field("did_not_take", &self.did_not_take)
            .finish_non_exhaustive()
    }
}

/// Why it is not known whether an update did what it was to do.
///
/// What it says of itself is what the call's error says, so its `source` is that of the call.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The update failed, and nothing was read.
    #[error(transparent)]
    Update(Error),
    /// The server took the update; reading the record again failed.
    #[error("the update was taken, and reading the record again failed: {0}")]
    Read(Error),
    /// The server took the update, and answered the read with a record that is not known to be the one that was
    /// updated: it has another id, another `externalId` or `sourceId` than the update named it by, or none of them.
    /// Nothing follows of what took effect.
    #[error(
        "the update was taken, and the server answered the read with what is not known to be the same record: read it again"
    )]
    OtherRecord,
}

impl VerifyError {
    /// The failed call, if one failed.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Update(error) | Self::Read(error) => Some(error),
            Self::OtherRecord => None,
        }
    }
}
