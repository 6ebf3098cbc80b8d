//! The run over all ids.

use std::collections::HashSet;
use std::fmt;

use super::guard::Guard;
use super::{Journal, JournalError, Outcome, Refused, Removal};
use crate::call::Deletion;
use crate::error::Error;
use crate::id::ObjectId;
use crate::paging::ListReport;
use crate::record::has_id;
use crate::resource::{Collection, Resource};

impl<R: Resource> Collection<R> {
    /// Deletes many records, with care: see [`removal`](crate::removal). `list` is the report on the
    /// list that the ids come from.
    pub fn delete_many<'a>(
        &self,
        ids: impl IntoIterator<Item = ObjectId>,
        list: &ListReport,
    ) -> DeleteMany<'a, R> {
        let mut known = HashSet::new();
        DeleteMany {
            collection: self.clone(),
            ids: ids
                .into_iter()
                .filter(|id| known.insert(id.to_bytes()))
                .collect(),
            list: list.clone(),
            guard: Guard::default(),
            predicate: None,
            journal: None,
            dry_run: false,
        }
    }
}

/// Whether a record is to go.
type Predicate<'a, R> = Box<dyn FnMut(&R) -> bool + Send + 'a>;

/// Many deletes, not yet sent: see [`removal`](crate::removal).
#[must_use = "nothing is deleted before `run`"]
pub struct DeleteMany<'a, R> {
    collection: Collection<R>,
    /// Each once.
    ids: Vec<ObjectId>,
    list: ListReport,
    guard: Guard,
    predicate: Option<Predicate<'a, R>>,
    journal: Option<Box<dyn Journal<R> + 'a>>,
    dry_run: bool,
}

impl<'a, R: Resource> DeleteMany<'a, R> {
    /// How many records may be deleted: 100 unless set. With more ids nothing is deleted at all.
    pub fn at_most(mut self, records: usize) -> Self {
        self.guard.most = records;
        self
    }

    /// Which share of the listed records may be deleted, from 0 to 1, which is all: a tenth unless set.
    /// With more ids, or with what is no share, nothing is deleted at all.
    pub fn at_most_share(mut self, share: f64) -> Self {
        self.guard.share = share;
        self
    }

    /// Deletes a record only if this says so of what is read right before.
    pub fn only_if(mut self, predicate: impl FnMut(&R) -> bool + Send + 'a) -> Self {
        self.predicate = Some(Box::new(predicate));
        self
    }

    /// Hears of each delete, before and after it.
    pub fn journal(mut self, journal: impl Journal<R> + 'a) -> Self {
        self.journal = Some(Box::new(journal));
        self
    }

    /// Does all but the deletes: checks bounds, reads each record and asks the predicate.
    pub fn dry_run(mut self) -> Self {
        self.dry_run = true;
        self
    }

    /// Deletes the records one after another.
    ///
    /// Dropping the future ends the run; a delete that is under way may be done all the same.
    ///
    /// # Errors
    /// When a guard refuses the run as a whole; nothing was sent then. What fails later is told of
    /// each record by its [`Outcome`].
    pub async fn run(mut self) -> Result<Removal, Refused> {
        self.guard.check(self.ids.len(), R::NAME, &self.list)?;
        let mut removal = Removal::default();
        let mut ids = std::mem::take(&mut self.ids).into_iter();
        for id in ids.by_ref() {
            let outcome = match self.delete(id).await {
                Ok(outcome) => outcome,
                Err(error) => {
                    removal.add(id, Outcome::NotTried);
                    removal.broken_off(error);
                    break;
                }
            };
            let heard = self.after(id, &outcome);
            let ends = ends_the_run(&outcome);
            removal.add(id, outcome);
            if let Err(error) = heard {
                removal.broken_off(error);
                break;
            }
            if ends {
                break;
            }
        }
        for id in ids {
            removal.add(id, Outcome::NotTried);
        }
        Ok(removal)
    }

    async fn delete(&mut self, id: ObjectId) -> Result<Outcome, JournalError> {
        let record = match self.collection.get(id).send().await {
            Ok(record) => record.into_inner(),
            Err(error) if error.is_not_found() => return Ok(Outcome::NotFound),
            Err(error) => return Ok(Outcome::Failed(error)),
        };
        if !has_id(&record, id) {
            return Ok(Outcome::OtherRecord);
        }
        if self
            .predicate
            .as_mut()
            .is_some_and(|deletes| !deletes(&record))
        {
            return Ok(Outcome::Kept);
        }
        if self.dry_run {
            return Ok(Outcome::WouldDelete);
        }
        if let Some(journal) = &mut self.journal {
            journal.before(&record)?;
        }
        Ok(match self.collection.delete(id).send().await {
            Ok(reply) => match reply.deletion() {
                Deletion::Deleted(1) => Outcome::Deleted,
                Deletion::Deleted(count) => Outcome::DeletedMore(count),
                Deletion::Nothing => Outcome::NotFound,
                deletion => Outcome::Presumed(deletion),
            },
            Err(error) if error.is_not_found() && error.after_unclear_attempt() => {
                Outcome::Presumed(Deletion::NothingLeft)
            }
            Err(error) if error.is_not_found() => Outcome::NotFound,
            Err(error) => Outcome::Failed(error),
        })
    }

    fn after(&mut self, id: ObjectId, outcome: &Outcome) -> Result<(), JournalError> {
        match &mut self.journal {
            Some(journal) => journal.after(id, outcome),
            None => Ok(()),
        }
    }
}

/// Whether the next record would meet the same, or worse: a server that deletes more than it is told to is told nothing
/// more.
fn ends_the_run(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::DeletedMore(_) => true,
        Outcome::Failed(error) => is_of_all(error),
        _ => false,
    }
}

/// Whether a failure is about more than one record: anything but a status that is about that one.
fn is_of_all(error: &Error) -> bool {
    const OF_ALL: [u16; 4] = [401, 403, 408, 429];
    let of_one = |status| (400..500).contains(&status) && !OF_ALL.contains(&status);
    !error.status().is_some_and(of_one)
}

/// How much is to be done, and no ids.
impl<R: Resource> fmt::Debug for DeleteMany<'_, R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DeleteMany")
            .field("records", &R::NAME)
            .field("ids", &self.ids.len())
            .field("guard", &self.guard)
            .field("dry_run", &self.dry_run)
            .finish_non_exhaustive()
    }
}
