//! Why a journal does not work.

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why a journal cannot be opened, read or written.
pub struct JournalError(Box<Inner>);

struct Inner {
    kind: Kind,
    path: Option<PathBuf>,
}

pub(super) enum Kind {
    Io(&'static str, std::io::Error),
    InUse,
    NoJournal,
    Version(u8),
    Corrupt(u64),
    Broken,
    Marks,
    Other(Box<dyn StdError + Send + Sync>),
}

impl JournalError {
    /// An error of a journal of your own.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(Box::new(Inner {
            kind: Kind::Other(source.into()),
            path: None,
        }))
    }

    pub(super) fn at(path: &Path, kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            path: Some(path.to_owned()),
        }))
    }

    /// Another run has the file open.
    #[inline]
    pub fn is_in_use(&self) -> bool {
        matches!(self.0.kind, Kind::InUse)
    }

    /// Something in the midst of the file has changed since it was written. What a killed run left
    /// unfinished at its end is no corruption: it is cut off.
    #[inline]
    pub fn is_corrupt(&self) -> bool {
        matches!(self.0.kind, Kind::Corrupt(_))
    }

    /// The file is something else, or of another release's format.
    #[inline]
    pub fn is_no_journal(&self) -> bool {
        matches!(self.0.kind, Kind::NoJournal | Kind::Version(_))
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the journal ")?;
        if let Some(path) = &self.0.path {
            write!(formatter, "{} ", path.display())?;
        }
        match &self.0.kind {
            Kind::Io(what, _) => write!(formatter, "cannot be {what}"),
            Kind::InUse => formatter.write_str("is open in another run: wait for its end"),
            Kind::NoJournal => formatter.write_str("is another file than one of ours"),
            Kind::Version(version) => write!(
                formatter,
                "has version {version}, and this release reads 1: finish the run with the release that began it"
            ),
            Kind::Corrupt(at) => write!(
                formatter,
                "is damaged at byte {at}: restore it, or begin anew without it, which sends every item again"
            ),
            Kind::Broken => formatter.write_str("failed before, so nothing more goes into it"),
            Kind::Marks => formatter.write_str("was told of other items than were begun"),
            Kind::Other(_) => formatter.write_str("failed"),
        }
    }
}

impl fmt::Debug for JournalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "JournalError({self}")?;
        match self.source() {
            Some(source) => write!(formatter, ": {source})"),
            None => formatter.write_str(")"),
        }
    }
}

impl StdError for JournalError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            Kind::Io(_, error) => Some(error),
            Kind::Other(error) => Some(&**error),
            _ => None,
        }
    }
}
