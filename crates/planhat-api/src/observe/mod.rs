//! Who hears of calls: `tracing`, and an observer for metrics.

mod attempt;
mod span;

use std::sync::Arc;

pub use attempt::Attempt;
pub(crate) use attempt::Timing;
pub(crate) use span::{call, event, finish};

/// Hears of every attempt once it is over, for metrics.
///
/// It is called on the task that makes the call, which goes on when it returns. An attempt whose call
/// is dropped while it is made is not heard of.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use planhat_api::{Attempt, Client, Observer};
///
/// #[derive(Default)]
/// struct Retries(AtomicU64);
///
/// impl Observer for Retries {
///     fn attempt(&self, attempt: &Attempt<'_>) {
///         if attempt.is_repeated() {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// let retries = Arc::new(Retries::default());
/// let client = Client::builder().token("secret").observer(Arc::clone(&retries)).build()?;
/// assert_eq!(retries.0.load(Ordering::Relaxed), 0);
/// # Ok::<(), planhat_api::Error>(())
/// ```
pub trait Observer: Send + Sync + 'static {
    /// An attempt is over.
    fn attempt(&self, attempt: &Attempt<'_>);
}

/// An observer that several share.
impl<O: Observer + ?Sized> Observer for Arc<O> {
    fn attempt(&self, attempt: &Attempt<'_>) {
        (**self).attempt(attempt);
    }
}
