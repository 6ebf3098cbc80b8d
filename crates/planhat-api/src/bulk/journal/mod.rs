//! What a run has sent, kept where it outlives the process.
//!
//! A [`Journal`] is told of each chunk before it is sent, and of what became of it. A run that is given
//! the journal of one that was killed goes on where that one was, by the items' keyables and whatever
//! order they come in:
//!
//! | what the journal has of an item | what the run does |
//! |---|---|
//! | nothing, or that it failed or was not done | sends it |
//! | that it was stored, with the same content | [passes over it](super::Outcome::DoneBefore) |
//! | that it was stored, with another content | sends it |
//! | that it was in flight, or what became of it is unclear | reads its record; passes over it if all that it sets is so, else sends it if it cannot be created twice |
//!
//! ```no_run
//! use planhat_api::bulk::BulkItem;
//! use planhat_api::bulk::journal::FileJournal;
//! use planhat_api::{Client, License};
//!
//! # async fn run(client: Client, items: Vec<BulkItem<License>>) -> Result<(), Box<dyn std::error::Error>> {
//! let journal = FileJournal::open("licenses.journal")?;
//! let mut run = client.licenses().bulk_upsert_all(items).journal(journal);
//! while let Some(chunk) = run.next().await {
//!     println!("{:?}", chunk?.tally());
//! }
//! // All is done, so the next run is to begin anew.
//! drop(run);
//! std::fs::remove_file("licenses.journal")?;
//! # Ok(())
//! # }
//! ```
//!
//! An item that could be created twice, since it fits no rule of [`keyed_by`](crate::Operation::keyed_by), is
//! not sent again: it is [unknown](super::Outcome::Unknown) to every run with this journal until its record
//! shows all that it sets. To settle it, look whether its record is there, and if not, give the item to a run
//! with another journal. Items with a `sourceId` never come to that. A record that names its company in
//! another way than its item cannot show that, so object ids of companies spare requests as well.
//!
//! A record that cannot be read shows nothing, whatever the reason; after three in a row no more are
//! read. While the vendor is down, reads wait for as [long](super::BulkRun::patience) as requests do.
//!
//! A journal is for one run, resumed as often as it takes: what it says is stored, somebody may have
//! changed since. Items of several resources may share one, those of several tenants may not.
//!
//! A request that was in flight when its process ended may still be processed when the next one begins,
//! so that one waits for as long as after a [time-out](super::BulkRun::settle) before it reads. Up to 16 records
//! are read one by one; for more the list is, as long as that takes fewer calls. A list counts as being as
//! fresh as a single read.

mod error;
mod file;
mod frame;
mod index;

pub use super::fingerprint::Fingerprint;
pub use error::JournalError;
pub use file::FileJournal;

use super::outcome::{ItemOutcome, Outcome};

/// Keeps what a run has sent. Calls come from the run's own step, one at a time; they are to be quick.
pub trait Journal: Send {
    /// What was last told of the item with this key, by this run or an earlier one.
    ///
    /// # Errors
    /// When that cannot be read; the run ends then.
    fn look_up(&mut self, entry: &Entry) -> Result<Option<Left>, JournalError>;

    /// These are about to be sent. Once this returns, it is to be kept even if the machine fails.
    ///
    /// # Errors
    /// When that cannot be kept; nothing is sent then, and the run ends.
    fn begin(&mut self, chunk: &[Entry]) -> Result<(), JournalError>;

    /// What became of those that were last begun: a mark for each, in the same order.
    ///
    /// # Errors
    /// When that cannot be kept; the outcomes are told, and the run ends.
    fn done(&mut self, marks: &[Mark]) -> Result<(), JournalError>;
}

/// An item, as a journal knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Entry {
    /// Stands for the resource and the keyable that decides.
    pub key: Fingerprint,
    /// Stands for what is sent.
    pub content: Fingerprint,
}

impl Entry {
    /// An entry, for tests of a journal.
    #[inline]
    pub fn new(key: Fingerprint, content: Fingerprint) -> Self {
        Self { key, content }
    }
}

/// What a journal has of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Left {
    /// Whether the content was the same.
    pub same_content: bool,
    /// What became of it.
    pub mark: Mark,
}

impl Left {
    /// What is left of an item.
    #[inline]
    pub fn new(same_content: bool, mark: Mark) -> Self {
        Self { same_content, mark }
    }

    /// Whether nothing is to be done any more.
    pub(super) fn is_done(self) -> bool {
        self.same_content && self.mark == Mark::Stored
    }

    /// Whether its record is to be read before it is sent.
    pub(super) fn is_unclear(self) -> bool {
        matches!(self.mark, Mark::InFlight | Mark::Unclear)
    }
}

/// What became of an item, as far as a later run has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mark {
    /// It was about to be sent, and nothing was told of it since.
    InFlight,
    /// It was created, updated or unchanged.
    Stored,
    /// The server refused it.
    Failed,
    /// It was sent, and what came of it is unknown or undetermined.
    Unclear,
    /// Nothing was done.
    NotDone,
}

impl Mark {
    /// In the order of their bytes.
    const ALL: [Self; 5] = [
        Self::InFlight,
        Self::Stored,
        Self::Failed,
        Self::Unclear,
        Self::NotDone,
    ];

    /// A byte that stands for it, the same in every release.
    pub fn to_byte(self) -> u8 {
        match self {
            Self::InFlight => 0,
            Self::Stored => 1,
            Self::Failed => 2,
            Self::Unclear => 3,
            Self::NotDone => 4,
        }
    }

    /// The mark that a byte stands for, if it is one.
    #[inline]
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.get(usize::from(byte)).copied()
    }

    pub(super) fn of(item: &ItemOutcome) -> Self {
        match &item.outcome {
            Outcome::Created(_)
            | Outcome::Updated(_)
            | Outcome::Unchanged
            | Outcome::DoneBefore => Self::Stored,
            // A refusal says nothing of what an earlier request may have done.
            Outcome::Failed(_) if item.after_retry => Self::Unclear,
            Outcome::Failed(_) => Self::Failed,
            Outcome::Unknown | Outcome::Undetermined => Self::Unclear,
            Outcome::NotDone | Outcome::SetAside(_) => Self::NotDone,
        }
    }
}

#[cfg(test)]
mod tests;
