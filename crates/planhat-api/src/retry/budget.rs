//! What keeps retries from making an outage worse.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Hundredths in one retry, so that a percent of it is a whole number.
const RETRY: u64 = 100;

/// How many retries all calls together may make. Clones share it; give one to several clients,
/// and they share it as well.
///
/// A full reserve is there from the beginning. Each retry takes one from it, each success puts
/// back a share of one, and an empty budget lets calls fail with what their last attempt failed
/// with. So in any stretch of time
///
/// > retries ≤ reserve + successes × percent / 100.
///
/// A single call's attempts are bounded already; this bounds what many calls add to the load of a
/// server that is down for all of them.
///
/// ```
/// use planhat_api::retry::RetryBudget;
///
/// let budget = RetryBudget::new(2, 50);
/// assert!(budget.withdraw() && budget.withdraw());
/// assert!(!budget.withdraw());
///
/// budget.deposit();
/// assert_eq!(budget.left(), 0);
/// budget.deposit();
/// assert_eq!(budget.left(), 1);
/// ```
#[derive(Debug, Clone)]
pub struct RetryBudget {
    /// None where there is no bound.
    bucket: Option<Arc<Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    /// What is left, in hundredths of a retry. It stands for itself and orders nothing else, so
    /// relaxed access does.
    hundredths: AtomicU64,
    full: u64,
    percent: u64,
}

/// 100 retries in reserve and 10 percent. The reserve takes 33 calls through all four attempts of
/// the standard policy, so that a short outage goes unnoticed; in a long one, retries are at most
/// a tenth of what succeeds.
impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(100, 10)
    }
}

impl RetryBudget {
    /// A budget with this many retries in reserve, of which each success brings back so many
    /// percent of one. Without a reserve there is no retry ever, since nothing can be put back.
    pub fn new(reserve: u32, percent: u32) -> Self {
        let full = u64::from(reserve) * RETRY;
        Self {
            bucket: Some(Arc::new(Bucket {
                hundredths: AtomicU64::new(full),
                full,
                percent: u64::from(percent),
            })),
        }
    }

    /// A budget that is never empty: how often a call is repeated is the policy's alone.
    #[inline]
    pub fn unlimited() -> Self {
        Self { bucket: None }
    }

    /// Puts back a share of a retry, as far as the reserve has room. The client does that after
    /// each call that succeeded.
    pub fn deposit(&self) {
        if let Some(Bucket {
            hundredths,
            full,
            percent,
        }) = self.bucket.as_deref()
        {
            // A full one, which is the usual case, is not written to.
            let more = |left: u64| (left < *full).then(|| (left + percent).min(*full));
            let _ = hundredths.fetch_update(Relaxed, Relaxed, more);
        }
    }

    /// Takes one retry out, and says whether there was one. The client does that before each
    /// attempt but a call's first.
    #[must_use = "a retry that was refused must not be made"]
    pub fn withdraw(&self) -> bool {
        self.bucket.as_deref().is_none_or(|bucket| {
            let less = |left: u64| left.checked_sub(RETRY);
            let before = bucket.hundredths.fetch_update(Relaxed, Relaxed, less);
            before.is_ok()
        })
    }

    /// How many whole retries are left at this moment; [`u32::MAX`] where there is no bound.
    pub fn left(&self) -> u32 {
        self.bucket.as_deref().map_or(u32::MAX, |bucket| {
            u32::try_from(bucket.hundredths.load(Relaxed) / RETRY).unwrap_or(u32::MAX)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ten_successes_pay_for_one_retry() {
        let budget = RetryBudget::default();
        let withdrawn = || (0..200).filter(|_| budget.withdraw()).count();
        assert_eq!(withdrawn(), 100);
        (0..99).for_each(|_| budget.deposit());
        assert_eq!(withdrawn(), 9);
        budget.deposit();
        assert_eq!(withdrawn(), 1);
    }

    #[test]
    fn successes_are_not_saved_up_beyond_the_reserve() {
        let budget = RetryBudget::new(3, 10);
        (0..1000).for_each(|_| budget.deposit());
        assert_eq!(budget.left(), 3);
    }

    #[test]
    fn clones_share_what_is_left() {
        let (one, other) = (RetryBudget::new(2, 100), RetryBudget::new(2, 100));
        let clone = one.clone();
        assert!(one.withdraw() && clone.withdraw());
        assert_eq!((one.left(), clone.left(), other.left()), (0, 0, 2));
        clone.deposit();
        assert_eq!(one.left(), 1);
    }

    #[test]
    fn without_a_bound_it_is_never_empty() {
        let budget = RetryBudget::unlimited();
        assert!((0..1000).all(|_| budget.withdraw()));
        assert_eq!(budget.left(), u32::MAX);
    }

    #[test]
    fn the_largest_numbers_fit() {
        let budget = RetryBudget::new(u32::MAX, u32::MAX);
        assert!(budget.withdraw());
        assert_eq!(budget.left(), u32::MAX - 1);
        budget.deposit();
        assert_eq!(budget.left(), u32::MAX);
        assert!(!RetryBudget::new(0, u32::MAX).withdraw());
    }

    #[test]
    fn threads_take_no_more_than_there_is() {
        let budget = RetryBudget::new(1000, 0);
        let taken: usize = std::thread::scope(|scope| {
            let take = || (0..1000).filter(|_| budget.withdraw()).count();
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
            threads.into_iter().map(|t| t.join().unwrap()).sum()
        });
        assert_eq!(taken, 1000);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn in_every_stretch_the_reserve_and_the_successes_bound_the_retries(
            reserve in 0..8_u32,
            percent in prop_oneof![0..150_u32, Just(u32::MAX)],
            successes in prop::collection::vec(any::<bool>(), 0..150),
        ) {
            let budget = RetryBudget::new(reserve, percent);
            let granted: Vec<Option<bool>> = successes
                .iter()
                .map(|success| {
                    if *success {
                        budget.deposit();
                        None
                    } else {
                        Some(budget.withdraw())
                    }
                })
                .collect();
            for start in 0..granted.len() {
                let (mut retries, mut allowed) = (0, u128::from(reserve) * 100);
                for event in &granted[start..] {
                    match event {
                        None => allowed += u128::from(percent),
                        Some(granted) => retries += u128::from(*granted),
                    }
                    prop_assert!(retries * 100 <= allowed);
                }
            }
        }

        #[test]
        fn a_retry_is_refused_only_when_less_than_one_is_left(
            reserve in 0..8_u32,
            percent in 0..150_u32,
            successes in prop::collection::vec(any::<bool>(), 0..150),
        ) {
            let budget = RetryBudget::new(reserve, percent);
            let mut left = reserve * 100;
            for success in successes {
                if success {
                    budget.deposit();
                    left = (left + percent).min(reserve * 100);
                } else {
                    prop_assert_eq!(budget.withdraw(), left >= 100);
                    left = if left >= 100 { left - 100 } else { left };
                }
                prop_assert_eq!(budget.left(), left / 100);
            }
        }
    }
}
