//! The store of the example `shared_quota`, on a clock that the test moves.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

#[path = "../examples/shared_quota/count.rs"]
mod count;
#[path = "../examples/shared_quota/store.rs"]
mod store;

use std::path::Path;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use planhat_api::clock::{Clock, TestClock};
use planhat_api::limits::{Call, LimitStore, Limiter, Limits, Reason, Taken};
use store::FileStore;

const SECOND: Duration = Duration::from_secs(1);

fn open(folder: &Path, clock: &Arc<TestClock>) -> FileStore {
    FileStore::open(folder, Arc::clone(clock) as Arc<dyn Clock>).unwrap()
}

/// Two processes on one machine, as far as a store can tell.
fn two() -> (tempfile::TempDir, Arc<TestClock>, [FileStore; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(TestClock::new());
    let stores = [(), ()].map(|()| open(folder.path(), &clock));
    (folder, clock, stores)
}

async fn take(store: &FileStore, limits: &Limits, call: &Call) -> Taken {
    store.take(limits, call).await.unwrap()
}

#[tokio::test]
async fn limiters_over_one_folder_keep_their_rates_together() {
    let (_folder, clock, stores) = two();
    let stores = stores.map(Arc::new);
    let limits = Limits::off().per_second(3).per_minute(10);
    let limiters = stores.each_ref().map(|store| {
        let clock = Arc::clone(&clock) as Arc<dyn Clock>;
        Limiter::with_store(limits.clone(), clock, store.clone()).unwrap()
    });
    for _ in 0..12 {
        for limiter in &limiters {
            drop(limiter.acquire(&Call::single(), None).await.unwrap());
        }
    }
    let mut starts = stores.map(|store| store.starts()).concat();
    starts.sort_unstable();
    assert_eq!(starts.len(), 24);
    for (calls, window) in [(3, SECOND), (10, 60 * SECOND)] {
        for starts in starts.windows(calls + 1) {
            assert!(starts[calls].duration_since(starts[0]).unwrap() >= window);
        }
    }
}

#[tokio::test]
async fn a_place_and_a_lease_come_free_when_dropped() {
    let (_folder, _, [one, other]) = two();
    let limits = Limits::off().in_flight(2);
    let bulk = Call::bulk("/deals");
    let held = take(&one, &limits, &bulk).await;
    assert!(matches!(
        take(&other, &limits, &bulk).await,
        Taken::Busy(Reason::Bulk)
    ));
    let another = take(&other, &limits, &Call::bulk("/licenses")).await;
    assert!(matches!(another, Taken::Granted(_)));
    let full = take(&one, &limits, &Call::single()).await;
    assert!(matches!(full, Taken::Busy(Reason::InFlight)));
    drop(held);
    assert!(matches!(
        take(&other, &limits, &bulk).await,
        Taken::Granted(_)
    ));
}

#[tokio::test]
async fn what_the_dead_held_comes_free_by_its_expiry() {
    let (_folder, clock, [dead, alive]) = two();
    let limits = Limits::off();
    let bulk = Call::bulk("/deals").hold(90 * SECOND);
    std::mem::forget(take(&dead, &limits, &bulk).await);
    clock.advance(89 * SECOND);
    assert!(matches!(
        take(&alive, &limits, &bulk).await,
        Taken::Busy(Reason::Bulk)
    ));
    clock.advance(SECOND);
    assert!(matches!(
        take(&alive, &limits, &bulk).await,
        Taken::Granted(_)
    ));
}

#[tokio::test]
async fn a_cool_down_holds_for_all_and_the_one_that_ends_last_counts() {
    let (_folder, clock, [one, other]) = two();
    let limits = Limits::default();
    one.pause(30 * SECOND).await.unwrap();
    other.pause(10 * SECOND).await.unwrap();
    clock.advance(5 * SECOND);
    let told = take(&other, &limits, &Call::single()).await;
    let Taken::NotBefore { wait, reason } = told else {
        panic!("{told:?}")
    };
    assert_eq!((wait, reason), (25 * SECOND, Reason::CoolDown));
    clock.advance(wait);
    assert!(matches!(
        take(&other, &limits, &Call::single()).await,
        Taken::Granted(_)
    ));
}

#[tokio::test]
async fn a_future_that_is_dropped_gives_back_what_it_took() {
    let (_folder, _, [one, other]) = two();
    let limits = Limits::off().in_flight(1);
    let call = Call::single();
    {
        let mut asked = one.take(&limits, &call);
        // The work has begun then, and perhaps ended; nobody takes what it gives.
        let _ = asked.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    }
    let freed = async {
        while one.starts().is_empty() {
            tokio::task::yield_now().await;
        }
        while !matches!(take(&other, &limits, &call).await, Taken::Granted(_)) {}
    };
    let bound = Duration::from_secs(60);
    tokio::time::timeout(bound, freed).await.unwrap();
}

#[tokio::test]
async fn a_clock_that_is_set_back_holds_nothing_up_for_longer_than_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let now = TestClock::new().wall();
    let before = open(folder.path(), &Arc::new(TestClock::at(now)));
    let back = Arc::new(TestClock::at(now - 3600 * SECOND));
    let after = open(folder.path(), &back);
    let limits = Limits::off().per_second(1).in_flight(1);
    let call = Call::single().hold(5 * SECOND);
    std::mem::forget(take(&before, &limits, &call).await);
    let told = take(&after, &limits, &call).await;
    assert!(
        matches!(told, Taken::NotBefore { wait, .. } if wait == SECOND),
        "{told:?}"
    );
    back.advance(5 * SECOND);
    assert!(matches!(
        take(&after, &limits, &call).await,
        Taken::Granted(_)
    ));
}
