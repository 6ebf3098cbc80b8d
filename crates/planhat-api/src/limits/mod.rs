//! How fast and how many: the vendor's limits, kept before the server has to.
//!
//! A [`Limiter`] is asked for a [`Permit`] before each attempt, and gives one when the [`Limits`]
//! allow it. Clones share it, and clients can: limits belong to a tenant, not to a client.
//!
//! ```
//! use std::time::Duration;
//! use planhat_api::limits::{Call, Limiter, Limits};
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let limiter = Limiter::new(Limits::default().per_minute(100))?;
//!
//! let mut call = Call::single().patience(Duration::from_secs(30));
//! let permit = limiter.acquire(&call, None).await?;
//! // … the attempt. Say it is answered with 429:
//! call.add_waited(permit.waited());
//! drop(permit);
//! limiter.pause(Duration::from_secs(20)).await?;
//!
//! // The next attempt waits with everyone else, and then goes under the rates again.
//! let permit = limiter.acquire(&call, None).await?;
//! assert_eq!(permit.waited().total().as_secs(), 20);
//!
//! // A second pause is more than this call bears: 20 s have passed, 30 s are its patience.
//! call.add_waited(permit.waited());
//! limiter.pause(Duration::from_secs(60)).await?;
//! assert!(limiter.acquire(&call, None).await.is_err());
//! # Ok(())
//! # }
//! ```
//!
//! # How it fits
//!
//! - [`Limits`] say how much, a [`Call`] says for what, and what it bears.
//! - [`Limiter`] is the queue: first come, first served, with deadline and patience. It waits by
//!   its [`Clock`](crate::clock::Clock), starts no task, and does nothing while nobody waits.
//! - [`LimitStore`] is the count: what started when, what is in flight, until when all pause. It
//!   never waits. [`LocalStore`] keeps it in this process; another can share it between several.
//!
//! # What is promised
//!
//! - In no window of 60 s, wherever it begins, more starts than [`Limits::per_minute`]; in no
//!   second more than [`Limits::per_second`]. A window holds its beginning and not its end. A start
//!   is the moment a permit is given; what the network does to the distances is out of reach.
//! - A permit counts against the rates even if the call is then not made.
//! - No call overtakes an earlier one. Bulk upserts of a resource queue among themselves first, so
//!   that they hold up neither single calls nor other resources.
//! - Dropping [`Limiter::acquire`] at any point loses nothing: the next in the queue moves up.
//! - What cannot work out fails at once, as far as the end of a wait is known.
//!
//! What the limits are, and how well that is known, stands at [`Limits`].

mod call;
mod config;
mod error;
mod limiter;
mod local;
mod permit;
mod store;
mod wait;
mod waited;

#[cfg(test)]
mod tests;

pub use call::Call;
pub use config::{InvalidLimits, Limits, Rate};
pub use error::{AcquireError, Bound, WouldExceed};
pub use limiter::Limiter;
pub use local::LocalStore;
pub use permit::Permit;
pub use store::{Changed, Held, LimitStore, StoreError, StoreFuture, Taken};
pub use waited::{Reason, Waited};
