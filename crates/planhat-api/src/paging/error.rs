//! Why reading a list stopped.

use std::fmt;

use super::report::ListReport;
use crate::error::Error;

/// Why reading a list stopped, where it would go on, and what is known of it so far.
///
/// `Display` and `Debug` show no id and no value, as those of [`Error`] do not.
pub struct PagingError(Box<Inner>);

struct Inner {
    stop: Stop,
    report: ListReport,
}

/// What kept a list from being read on.
#[derive(Debug)]
pub(super) enum Stop {
    /// The call for a page failed.
    Call(Error),
    /// A record is of another company than the filter asks for.
    OtherCompany { offset: u64 },
    /// A page holds nothing new.
    NothingNew { offset: u64 },
    /// A record has no `_id`.
    NoId { offset: u64 },
    /// The task that read a page is gone.
    TaskLost,
    /// The list was read to its end and is not known to be complete.
    Incomplete,
}

impl PagingError {
    pub(super) fn new(stop: Stop, report: ListReport) -> Self {
        Self(Box::new(Inner { stop, report }))
    }

    /// The offset to resume from: all records in front of it have been handed over. See
    /// [`start_at`](super::Records::start_at) and [`start_after`](super::Records::start_after).
    #[inline]
    pub fn offset(&self) -> u64 {
        self.0.report.offset()
    }

    /// What is known of the list so far.
    #[inline]
    pub fn report(&self) -> &ListReport {
        &self.0.report
    }

    /// The call that failed, if it is that: with its status, headers, body and attempts.
    pub fn call_error(&self) -> Option<&Error> {
        match &self.0.stop {
            Stop::Call(error) => Some(error),
            _ => None,
        }
    }

    pub(crate) fn into_call_error(self) -> Option<Error> {
        match self.0.stop {
            Stop::Call(error) => Some(error),
            _ => None,
        }
    }

    /// Whether a record came that is not of the company the list was filtered by.
    ///
    /// # Troubleshooting
    /// The server ignored the filter, as it does with filters it does not know (observed), or the
    /// record came without its `companyId`. None of the page's records was handed over.
    #[inline]
    pub fn is_other_company(&self) -> bool {
        matches!(self.0.stop, Stop::OtherCompany { .. })
    }

    /// Whether a page held nothing that is known to be new, so that reading on could go on for ever.
    ///
    /// # Troubleshooting
    /// The server ignored the offset or the sort, or many records were created in front of this
    /// place meanwhile. Who resumes meets the same page: read the list again from its start. A few that were created
    /// there while the end was looked for are no error: reading goes on behind them, up to three times in a row, and
    /// the list is not complete.
    #[inline]
    pub fn is_nothing_new(&self) -> bool {
        matches!(self.0.stop, Stop::NothingNew { .. })
    }

    /// Whether the list was read to its end, and may lack records all the same;
    /// [`ListReport::incomplete`] says why.
    ///
    /// # Troubleshooting
    /// The list changed while it was read. Read it again at a quieter time.
    #[inline]
    pub fn is_incomplete(&self) -> bool {
        matches!(self.0.stop, Stop::Incomplete)
    }
}

impl fmt::Display for PagingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { stop, report } = &*self.0;
        let resource = report.resource();
        match stop {
            Stop::Call(error) => write!(formatter, "{error}")?,
            Stop::OtherCompany { offset } => write!(
                formatter,
                "the {resource} at offset {offset} is not known to be of the company that the list is \
                 filtered by: the server ignored the filter, or left the company out"
            )?,
            Stop::NothingNew { offset } => write!(
                formatter,
                "the page of {resource} records at offset {offset} holds nothing that is known to be new"
            )?,
            Stop::NoId { offset } => write!(
                formatter,
                "the {resource} at offset {offset} has no `_id` of 24 hexadecimal digits"
            )?,
            Stop::TaskLost => write!(
                formatter,
                "the runtime that read a page of {resource} records was shut down"
            )?,
            Stop::Incomplete => {
                write!(
                    formatter,
                    "the list of {resource} records is not known to be complete"
                )?;
                return match report.incomplete().next() {
                    Some(sign) => write!(formatter, ": {sign}"),
                    None => Ok(()),
                };
            }
        }
        match stop {
            Stop::NothingNew { .. } => write!(formatter, "; read the list again"),
            _ => write!(formatter, "; resume from offset {}", report.offset()),
        }
    }
}

impl fmt::Debug for PagingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PagingError({self})")
    }
}

/// `Display` tells the call's error, so `source` is that of the call; the error itself is
/// [`call_error`](PagingError::call_error).
impl std::error::Error for PagingError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.call_error().and_then(std::error::Error::source)
    }
}
