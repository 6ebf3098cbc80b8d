//! Why a run ended before its items did.

use std::error::Error as StdError;
use std::fmt;

use super::check::Finding;
use super::journal::JournalError;
use crate::draft::InvalidValue;
use crate::error::Error;

/// Why a [run](super::BulkRun) ended before its items did. The outcomes that came before it stand.
pub struct BulkError(Box<Inner>);

struct Inner {
    kind: Kind,
    /// The journal's failure, where the run ended for another reason at the same time.
    journal_too: Option<JournalError>,
    not_sent_from: u64,
}

/// Why a run ends.
pub(super) enum Kind {
    /// A setting cannot work.
    Setting(InvalidValue),
    /// A check stops the run.
    Finding(u64, Finding),
    /// The server refuses every request like this one, or the client does.
    Refused(Error),
    /// The vendor was down for longer than the run bears.
    Patience(Error),
    /// The journal does not work.
    Journal(JournalError),
    /// Somebody ended it.
    Cancelled,
}

impl BulkError {
    pub(super) fn new(kind: Kind, not_sent_from: u64) -> Self {
        Self(Box::new(Inner {
            kind,
            journal_too: None,
            not_sent_from,
        }))
    }

    /// The journal failed as well.
    pub(super) fn and_journal(mut self, error: Option<JournalError>) -> Self {
        self.0.journal_too = error;
        self
    }

    /// The first index that no outcome tells of. Neither this item nor any behind it was sent.
    #[inline]
    pub fn not_sent_from(&self) -> u64 {
        self.0.not_sent_from
    }

    /// The item that a check stopped the run for, and what it found.
    pub fn finding(&self) -> Option<(u64, &Finding)> {
        match &self.0.kind {
            Kind::Finding(index, finding) => Some((*index, finding)),
            _ => None,
        }
    }

    /// The failed call that ended the run.
    pub fn call(&self) -> Option<&Error> {
        match &self.0.kind {
            Kind::Refused(error) | Kind::Patience(error) => Some(error),
            _ => None,
        }
    }

    /// The server refused a request for a reason that all others would meet, too: a 401, a 403 that
    /// is no result, or another status of 300 to 499 that is no item's; or the client may not
    /// write.
    ///
    /// Troubleshooting: a token that was revoked, or that may not write; a resource that the tenant
    /// does not have.
    #[inline]
    pub fn is_refused(&self) -> bool {
        matches!(self.0.kind, Kind::Refused(_))
    }

    /// The vendor was down, or put the run off, for longer than its
    /// [patience](super::BulkRun::patience).
    #[inline]
    pub fn is_out_of_patience(&self) -> bool {
        matches!(self.0.kind, Kind::Patience(_))
    }

    /// A [`Canceller`](super::Canceller) ended the run.
    #[inline]
    pub fn is_cancelled(&self) -> bool {
        matches!(self.0.kind, Kind::Cancelled)
    }

    /// The run's [journal](super::journal) cannot be read or written. What became of what was sent last
    /// may be missing in it.
    ///
    /// The run may have ended for another reason at the same time; this is so, too, then.
    #[inline]
    pub fn is_journal(&self) -> bool {
        self.journal_error().is_some()
    }

    /// What the journal failed with.
    pub fn journal_error(&self) -> Option<&JournalError> {
        match &self.0.kind {
            Kind::Journal(error) => Some(error),
            _ => self.0.journal_too.as_ref(),
        }
    }

    /// A setting of the run cannot work, and nothing was sent.
    #[inline]
    pub fn is_configuration(&self) -> bool {
        matches!(self.0.kind, Kind::Setting(_))
    }
}

impl fmt::Display for BulkError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            Kind::Setting(problem) => write!(formatter, "the run cannot begin: {problem}"),
            Kind::Finding(index, finding) => {
                write!(formatter, "item {index} stopped the run: {finding}")
            }
            Kind::Refused(_) => formatter.write_str("the run was refused"),
            Kind::Patience(_) => formatter.write_str("the run is out of patience"),
            Kind::Journal(_) => formatter.write_str("the run's journal failed"),
            Kind::Cancelled => formatter.write_str("the run was cancelled"),
        }?;
        if self.0.journal_too.is_some() {
            formatter.write_str(", and its journal failed")?;
        }
        write!(
            formatter,
            "; nothing from item {} on was sent",
            self.not_sent_from()
        )
    }
}

impl fmt::Debug for BulkError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "BulkError({self}")?;
        match self.call() {
            Some(error) => write!(formatter, "; {error:?})"),
            None => formatter.write_str(")"),
        }
    }
}

impl StdError for BulkError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            Kind::Refused(error) | Kind::Patience(error) => Some(error),
            Kind::Finding(_, finding) => Some(finding),
            Kind::Journal(error) => Some(error),
            Kind::Setting(_) | Kind::Cancelled => {
                let journal = self.0.journal_too.as_ref();
                journal.map(|error| error as &(dyn StdError + 'static))
            }
        }
    }
}
