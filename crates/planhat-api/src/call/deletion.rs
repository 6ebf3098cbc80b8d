//! What a delete did.

use super::Response;
use crate::generated::DeleteResult;

/// What a delete did, as far as its reply says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deletion {
    /// So many records were deleted: 1, as a delete names one. With more, the server did what nobody asked for.
    Deleted(u64),
    /// There was nothing to delete.
    Nothing,
    /// There was nothing left to delete, but an earlier attempt of the same call may have been
    /// processed: most likely it is what deleted the record.
    NothingLeft,
    /// The reply is a success and has no count (observed), or one below zero.
    Untold,
}

impl Response<DeleteResult> {
    /// What the delete did.
    ///
    /// ```no_run
    /// # async fn run(client: planhat_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use planhat_api::Deletion;
    ///
    /// let reply = client.deals().delete("610091916d643a7c418aef42".parse()?).send().await?;
    /// if reply.deletion() == Deletion::Nothing {
    ///     println!("somebody else was faster");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn deletion(&self) -> Deletion {
        match self.deleted_count() {
            Some(count) if count > 0 => Deletion::Deleted(count.unsigned_abs()),
            None | Some(..0) => Deletion::Untold,
            Some(_) if self.after_unclear_attempt() => Deletion::NothingLeft,
            Some(_) => Deletion::Nothing,
        }
    }
}
