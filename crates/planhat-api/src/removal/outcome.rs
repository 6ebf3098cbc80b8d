//! What became of each record.

use std::fmt;

use super::JournalError;
use crate::call::Deletion;
use crate::error::Error;
use crate::id::ObjectId;

/// What became of one record.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The server says that it deleted it.
    Deleted,
    /// The server says that it deleted so many records, though it was asked for this one. Which others are gone is not
    /// known, and the run ends here.
    DeletedMore(u64),
    /// The record was there, and the reply to the delete is a success that does not count it:
    /// [`NothingLeft`](Deletion::NothingLeft), most likely as an earlier attempt of the same call
    /// deleted it, or [`Untold`](Deletion::Untold).
    Presumed(Deletion),
    /// There was none, or none any more.
    NotFound,
    /// The predicate spared it.
    Kept,
    /// It would have been deleted; this is a dry run.
    WouldDelete,
    /// The server answered the read with another record, so nothing was deleted.
    OtherRecord,
    /// A call failed: the read, and nothing was deleted, or the delete, of which [`Error::effect`] tells whether it may
    /// have been done. [`Error::operation`] tells which.
    Failed(Error),
    /// The run ended before.
    NotTried,
}

impl Outcome {
    /// One or two words for a count.
    const WORDS: [&'static str; 9] = [
        "deleted",
        "deleted with others",
        "presumed deleted",
        "not found",
        "kept",
        "would be deleted",
        "answered with another record",
        "failed",
        "not tried",
    ];

    fn place(&self) -> usize {
        match self {
            Self::Deleted => 0,
            Self::DeletedMore(_) => 1,
            Self::Presumed(_) => 2,
            Self::NotFound => 3,
            Self::Kept => 4,
            Self::WouldDelete => 5,
            Self::OtherRecord => 6,
            Self::Failed(_) => 7,
            Self::NotTried => 8,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::WORDS.get(self.place()).copied().unwrap_or_default();
        formatter.write_str(word)?;
        match self {
            Self::DeletedMore(count) => write!(formatter, ": the server counts {count}"),
            Self::Failed(error) => write!(formatter, ": {error}"),
            _ => Ok(()),
        }
    }
}

/// What became of all records.
///
/// `Display` and `Debug` show counts, no ids.
#[derive(Default)]
#[must_use = "deletes can fail one by one"]
pub struct Removal {
    outcomes: Vec<(ObjectId, Outcome)>,
    journal: Option<JournalError>,
}

impl Removal {
    pub(super) fn add(&mut self, id: ObjectId, outcome: Outcome) {
        self.outcomes.push((id, outcome));
    }

    pub(super) fn broken_off(&mut self, error: JournalError) {
        self.journal = Some(error);
    }

    /// Each id once, in the order in which they came, and what became of its record.
    pub fn outcomes(&self) -> impl Iterator<Item = (ObjectId, &Outcome)> {
        self.outcomes.iter().map(|(id, outcome)| (*id, outcome))
    }

    /// How many of the records were deleted, those presumed to be among them. What went with one of them is not counted.
    pub fn deleted(&self) -> usize {
        self.count(&|outcome| {
            matches!(
                outcome,
                Outcome::Deleted | Outcome::DeletedMore(_) | Outcome::Presumed(_)
            )
        })
    }

    fn count(&self, is_it: &dyn Fn(&Outcome) -> bool) -> usize {
        let mut count = 0;
        for (_, outcome) in &self.outcomes {
            count += usize::from(is_it(outcome));
        }
        count
    }

    /// Whether no record failed, was deleted with others, was answered with another one, or was left untried, and the
    /// journal did not fail.
    pub fn is_complete(&self) -> bool {
        let left = |outcome: &Outcome| {
            matches!(
                outcome,
                Outcome::Failed(_)
                    | Outcome::DeletedMore(_)
                    | Outcome::OtherRecord
                    | Outcome::NotTried
            )
        };
        self.journal.is_none() && !self.outcomes.iter().any(|(_, outcome)| left(outcome))
    }

    /// What the journal failed with, where that ended the run.
    #[inline]
    pub fn journal_error(&self) -> Option<&JournalError> {
        self.journal.as_ref()
    }
}

/// How many of each outcome there are, such as `3 deleted, 1 kept`.
impl fmt::Display for Removal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for (place, word) in Outcome::WORDS.iter().enumerate() {
            let count = self.count(&|outcome| outcome.place() == place);
            if count > 0 {
                let comma = if first { "" } else { ", " };
                write!(formatter, "{comma}{count} {word}")?;
                first = false;
            }
        }
        if first {
            formatter.write_str("nothing to delete")?;
        }
        match &self.journal {
            Some(_) => formatter.write_str("; the journal failed"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Removal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Removal({self})")
    }
}
