//! Where what was used is counted.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::{Call, Limits, Reason};

/// What a store answers, in time.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Ends when it is worth asking a store again.
pub type Changed<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Why a store did not answer; its source is what the store says.
#[derive(Debug, thiserror::Error)]
#[error("the store of the limits failed")]
pub struct StoreError(#[source] Box<dyn std::error::Error + Send + Sync>);

impl StoreError {
    /// What a store failed with.
    pub fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

/// The count of what limits limit: starts within the windows, calls in flight, bulk leases, and the
/// cool-down. It counts and never waits; [`Limiter`](super::Limiter) queues and waits.
///
/// [`LocalStore`](super::LocalStore) counts for one process. An own one can count for several, over
/// a file, a database or a server. It has to be exact there, too: two processes that ask at once
/// must not both get the last place. All who share a store should set the same limits. What is
/// first come, first served within a limiter need not be between several of them.
pub trait LimitStore: fmt::Debug + Send + Sync + 'static {
    /// Takes all that a call needs, or nothing: a start under each of [`Limits::rates`], a place
    /// under [`Limits::max_in_flight`], and the lease of [`Call::resource`] if it has one. Nothing
    /// may be taken during a cool-down.
    ///
    /// Place and lease of a process that died have to come free again, after
    /// [`Call::longest_hold`]. So has what was taken for a future that was dropped before it gave
    /// its answer. A store that can hang should bound that itself: meanwhile the whole queue waits.
    fn take<'a>(&'a self, limits: &'a Limits, call: &'a Call) -> StoreFuture<'a, Taken>;

    /// Lets nothing start for this long. Of several cool-downs the one that ends last counts.
    fn pause(&self, duration: Duration) -> StoreFuture<'_, ()>;

    /// Ends when, since this was called, something may have come free or a cool-down may have
    /// begun. A store that is not told ends it after a while; it then is asked that often by each
    /// limiter with a queue, so some ten milliseconds and more are a good choice.
    fn changed(&self) -> Changed<'_>;
}

/// A store that several share.
impl<S: LimitStore + ?Sized> LimitStore for Arc<S> {
    fn take<'a>(&'a self, limits: &'a Limits, call: &'a Call) -> StoreFuture<'a, Taken> {
        (**self).take(limits, call)
    }

    fn pause(&self, duration: Duration) -> StoreFuture<'_, ()> {
        (**self).pause(duration)
    }

    fn changed(&self) -> Changed<'_> {
        (**self).changed()
    }
}

/// What came of taking.
#[derive(Debug)]
#[non_exhaustive]
pub enum Taken {
    /// All is taken, until this is dropped.
    Granted(Held),
    /// Nothing is taken, and nothing can be for this long, whatever else happens: a rate or a
    /// cool-down. Where several hold, the longest.
    NotBefore {
        /// How long.
        wait: Duration,
        /// What for.
        reason: Reason,
    },
    /// Nothing is taken, and nobody knows for how long: calls in flight or a bulk lease, even one
    /// that will expire.
    Busy(Reason),
}

/// What a permit holds. Dropping it frees that; the start stays counted.
pub struct Held {
    _guard: Box<dyn Any + Send + Sync>,
}

impl Held {
    /// Holds a guard whose drop frees what was taken. A store that frees over the network cannot
    /// wait in it: it hands that to a task, and the expiry is there for when that fails.
    pub fn new(guard: impl Send + Sync + 'static) -> Self {
        Self {
            _guard: Box::new(guard),
        }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Held").finish_non_exhaustive()
    }
}
