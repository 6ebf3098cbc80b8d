//! Bulk upserts of any number of items.
//!
//! ```no_run
//! use planhat_api::bulk::{BulkItem, Outcome};
//! use planhat_api::{Client, License, LicenseUpsert, RecordRef};
//!
//! # async fn run(client: Client, rows: Vec<(String, f64)>) -> Result<(), Box<dyn std::error::Error>> {
//! let acme = RecordRef::external("acme")?;
//! let items = rows.into_iter().map(move |(id, mrr)| {
//!     BulkItem::<License>::upsert(LicenseUpsert::new().source_id(id).company_id(acme.clone()).mrr(mrr))
//! });
//! let mut run = client.licenses().bulk_upsert_all(items);
//! while let Some(chunk) = run.next().await {
//!     for item in chunk? {
//!         if let Outcome::Failed(failure) = item.outcome {
//!             for entry in failure.entries() {
//!                 println!("item {}: {}", item.index, entry.as_json());
//!             }
//!         }
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What goes out
//! Items are [checked](Check), encoded once, and sent in chunks of at most 5,000 items and 32 MB, one
//! after another as the vendor asks. A request that fails is sent again from the same bytes, by the
//! client's retry policy first, and then until the run's [patience](BulkRun::patience) ends; if items
//! of it can be created twice, only as long as nothing can have been processed. In memory are the chunk
//! in flight and one item more.
//!
//! One item without a [keyable](crate::Keying) keeps its whole chunk from being sent again: give such
//! items a run of their own.
//!
//! [`dry_run`](BulkRun::dry_run) tells what a run would do, without writing.
//!
//! # What comes back
//! A [`ChunkOutcome`] for each chunk. All of them together have one [`Outcome`] for each index, in
//! order, and the [error](BulkError) that can end a run says from which index on there is none.
//!
//! Outcomes are what the reply says, and no more. The lists of keys name items by their keyable; the
//! counts tell of the others, if they add up to the number of items and leave one reading. An item for
//! which they do not is [undetermined](Outcome::Undetermined). An entry of an error list is an item's if it
//! has the item's keyable, or a copy of it as `item`, `input` or `payload`, and no keyable of another one
//! anywhere; the shape of entries is documented nowhere.
//!
//! # One bad item
//! A request that is refused as a whole with 400, 413 or 422 is divided until the item that it is
//! refused for stands alone; the others are sent. The same goes for a result with status 400 that says that
//! nothing was done and blames nobody; if one with 400 or 403 blames some items, the others are sent without them.
//! That holds for items that can be sent twice.

mod attribute;
mod body;
mod building;
mod cancel;
mod check;
mod chunk;
mod divide;
mod divisions;
mod dry;
mod engine;
mod error;
mod examine;
mod fill;
mod fingerprint;
mod item;
pub mod journal;
mod keyables;
mod ledger;
mod look;
mod names;
mod outcome;
mod places;
mod progress;
mod reread;
mod run;
mod send;
mod settings;
mod stepping;

pub use cancel::Canceller;
pub use check::{Check, Finding, OnFinding};
pub use dry::{DryChunk, DryItem, DryOutcome, DryRun, DryTally};
pub use error::BulkError;
pub(crate) use fill::Iterated;
pub use item::BulkItem;
pub use outcome::{ChunkOutcome, ItemError, ItemFailure, ItemOutcome, Outcome};
pub use progress::{Progress, Tally, WaitReason, Waiting};
pub use run::BulkRun;
