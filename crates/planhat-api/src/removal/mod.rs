//! Many deletes with guards: bounds, a look at each record, a dry run.
//!
//! A prune deletes what a list of records shows to be superfluous. When that list is short, or the
//! records it is compared with are, it deletes too much. So [`delete_many`](crate::Collection::delete_many)
//! takes the report on the list that the ids come from, and refuses before anything is sent when
//!
//! - the list was not read from its start to its end, or is not known to be complete;
//! - there are more ids than [`at_most`](DeleteMany::at_most) allows, 100 unless set;
//! - they are a larger share of the list than [`at_most_share`](DeleteMany::at_most_share) allows, a
//!   tenth unless set. Of a list that was filtered it is the share of what the filter left.
//!
//! Then each record is read once more, shown to the predicate, shown to the journal and deleted, one
//! after another. Between its read and its delete a record can still change: the server knows no
//! conditional delete.
//!
//! ```no_run
//! # async fn run(client: planhat_api::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use planhat_api::{License, LicenseRenewalStatus};
//!
//! fn is_lost(license: &License) -> bool {
//!     license.renewal_status() == Some(LicenseRenewalStatus::Lost)
//! }
//!
//! let mut list = client.licenses().list().select(["renewalStatus"]).stream();
//! let licenses = list.collect_complete().await?;
//! let lost = licenses.iter().filter(|license| is_lost(license));
//!
//! let removal = client
//!     .licenses()
//!     .delete_many(lost.filter_map(License::id), list.report())
//!     .at_most(500)
//!     .at_most_share(0.02)
//!     .only_if(is_lost)
//!     .dry_run()
//!     .run()
//!     .await?;
//! println!("{removal}");
//! for (id, outcome) in removal.outcomes() {
//!     println!("{id}: {outcome}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Where it ends early
//! A record that is refused with a status of its own, such as 400, is told as failed, and the next
//! one follows. A failure that the next one would meet as well ends the run: 401, 403, 408, 429,
//! statuses from 500 on, no whole reply, an error of the journal. So does a delete of which the server says that it
//! deleted [more than that record](Outcome::DeletedMore). The rest is told as not tried.
//! Deletes can be repeated, so a run that ended, or was killed, is taken up by running it again.

mod guard;
mod journal;
mod outcome;
mod run;

pub use guard::Refused;
pub use journal::{Journal, JournalError};
pub use outcome::{Outcome, Removal};
pub use run::DeleteMany;
