//! Who hears of each delete.

use super::Outcome;
use crate::id::ObjectId;

/// What a journal fails with.
pub type JournalError = Box<dyn std::error::Error + Send + Sync>;

/// Hears of each delete before and after it, to keep what was deleted, or to show how far it is.
///
/// ```
/// use std::io::Write;
///
/// use planhat_api::License;
/// use planhat_api::removal::{Journal, JournalError};
///
/// /// Keeps what is deleted, one record a line.
/// struct Kept(std::fs::File);
///
/// impl Journal<License> for Kept {
///     fn before(&mut self, license: &License) -> Result<(), JournalError> {
///         writeln!(self.0, "{}", license.as_json())?;
///         Ok(self.0.sync_data()?)
///     }
/// }
/// ```
pub trait Journal<R>: Send {
    /// Hears of a record that is deleted next, as it was read just now. A dry run deletes nothing,
    /// and calls this for nothing.
    ///
    /// # Errors
    /// Any error ends the run with this record as it is.
    fn before(&mut self, record: &R) -> Result<(), JournalError>;

    /// Hears of what became of one id, in a dry run as well.
    ///
    /// # Errors
    /// Any error ends the run.
    fn after(&mut self, id: ObjectId, outcome: &Outcome) -> Result<(), JournalError> {
        let _ = (id, outcome);
        Ok(())
    }
}

impl<R, J: Journal<R> + ?Sized> Journal<R> for &mut J {
    fn before(&mut self, record: &R) -> Result<(), JournalError> {
        (**self).before(record)
    }

    fn after(&mut self, id: ObjectId, outcome: &Outcome) -> Result<(), JournalError> {
        (**self).after(id, outcome)
    }
}
