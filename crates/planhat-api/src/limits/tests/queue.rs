//! Order, cancellation, leases and cool-downs.

use tokio::time::timeout;

use super::*;
use crate::clock::TestClock;

#[tokio::test(start_paused = true)]
async fn the_documented_limits_hold_back_the_next_call_and_no_other() {
    let limiter = Limiter::new(Limits::default()).unwrap();
    let began = now();
    let mut starts = Vec::new();
    for _ in 0..401 {
        drop(limiter.acquire(&Call::single(), None).await.unwrap());
        starts.push((now() - began).as_secs());
    }
    let started = |second| starts.iter().filter(|start| **start == second).count();
    assert_eq!([0, 1, 60, 61, 120].map(started), [150, 50, 150, 50, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_free_place_goes_to_who_came_first() {
    let limiter = Limiter::new(Limits::off().in_flight(1)).unwrap();
    let journal = journal();
    for name in ["a", "b", "c", "d"] {
        spawn_call(&limiter, Call::single(), &journal, name, Some(SECOND)).await;
    }
    assert_eq!(entries(&journal), ["a"]);
    tokio::time::sleep(ms(3500)).await;
    assert_eq!(entries(&journal), ["a", "b", "c", "d"]);
}

#[tokio::test(start_paused = true)]
async fn giving_up_first_or_in_the_middle_moves_the_others_up() {
    let limiter = Limiter::new(Limits::off().in_flight(1)).unwrap();
    let journal = journal();
    let mut tasks = Vec::new();
    for name in ["holds", "first", "second", "third"] {
        tasks.push(spawn_call(&limiter, Call::single(), &journal, name, None).await);
    }
    tasks[2].abort();
    tasks[1].abort();
    settle().await;
    tasks[0].abort();
    settle().await;
    assert_eq!(entries(&journal), ["holds", "third"]);
}

#[tokio::test(start_paused = true)]
async fn a_place_that_comes_free_as_its_waiter_gives_up_goes_to_the_next() {
    let limiter = Limiter::new(Limits::off().in_flight(1)).unwrap();
    let permit = limiter.acquire(&Call::single(), None).await.unwrap();
    let call = Call::single();
    let mut first = Box::pin(limiter.acquire(&call, None));
    let mut second = Box::pin(limiter.acquire(&call, None));
    assert!(timeout(ms(1), &mut first).await.is_err());
    assert!(timeout(ms(1), &mut second).await.is_err());
    // The first is woken here, and dropped before it is polled.
    drop(permit);
    drop(first);
    assert!(timeout(ms(1), second).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn bulk_upserts_of_a_resource_go_one_after_another_even_without_limits() {
    let limiter = Limiter::new(Limits::off()).unwrap();
    let journal = journal();
    let mut tasks = Vec::new();
    for (resource, name) in [("deals", "a"), ("deals", "b"), ("licenses", "c")] {
        let call = Call::bulk(resource);
        tasks.push(spawn_call(&limiter, call, &journal, name, Some(SECOND)).await);
    }
    assert_eq!(entries(&journal), ["a", "c"]);
    let waited = tasks.remove(1).await.unwrap().unwrap();
    assert_eq!(entries(&journal), ["a", "c", "b"]);
    assert_eq!(waited.main_reason(), Some(Reason::Bulk));
    assert_eq!(waited.total(), SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_waiting_bulk_upsert_holds_up_nobody_else() {
    let limiter = Limiter::new(Limits::default()).unwrap();
    let journal = journal();
    for name in ["bulk", "waits", "waits too"] {
        spawn_call(&limiter, Call::bulk("deals"), &journal, name, None).await;
    }
    spawn_call(&limiter, Call::single(), &journal, "single", None).await;
    spawn_call(&limiter, Call::bulk("products"), &journal, "other", None).await;
    assert_eq!(entries(&journal), ["bulk", "single", "other"]);
}

#[tokio::test(start_paused = true)]
async fn giving_up_a_bulk_upsert_frees_its_place_in_the_line() {
    let limiter = Limiter::new(Limits::default()).unwrap();
    let journal = journal();
    let mut tasks = Vec::new();
    for name in ["holds", "gives up", "next"] {
        tasks.push(spawn_call(&limiter, Call::bulk("deals"), &journal, name, None).await);
    }
    tasks[1].abort();
    tasks[0].abort();
    settle().await;
    assert_eq!(entries(&journal), ["holds", "next"]);
}

#[tokio::test(start_paused = true)]
async fn limiters_over_one_store_share_rates_places_and_leases() {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let store = Arc::new(LocalStore::new(clock.clone()));
    let limits = Limits::off().per_minute(3).in_flight(2);
    let limiter = || Limiter::with_store(limits.clone(), clock.clone(), store.clone()).unwrap();
    let (one, two) = (limiter(), limiter());
    // A cool-down that is over hides no lease.
    one.pause(ms(1)).await.unwrap();
    let bulk = one.acquire(&Call::bulk("deals"), None).await.unwrap();
    let deadline = || Some(now() + SECOND);
    let outcome = two.acquire(&Call::bulk("deals"), deadline()).await;
    assert_eq!(refusal(outcome).reason(), Some(Reason::Bulk));
    let single = two.acquire(&Call::single(), None).await.unwrap();
    let outcome = one.acquire(&Call::single(), deadline()).await;
    assert_eq!(refusal(outcome).reason(), Some(Reason::InFlight));
    drop((bulk, single));
    drop(one.acquire(&Call::single(), None).await.unwrap());
    let outcome = two.acquire(&Call::single(), deadline()).await;
    assert_eq!(refusal(outcome).reason(), Some(Reason::PerMinute));
}

#[tokio::test(start_paused = true)]
async fn after_a_cool_down_all_start_again_under_the_rates() {
    let limiter = Limiter::new(Limits::off().per_second(2)).unwrap();
    let began = now();
    let journal = journal();
    limiter.pause(60 * SECOND).await.unwrap();
    let mut tasks = Vec::new();
    for name in ["a", "b", "c"] {
        tasks.push(spawn_call(&limiter, Call::single(), &journal, name, Some(ms(0))).await);
    }
    tokio::time::sleep(ms(60_500)).await;
    assert_eq!(entries(&journal), ["a", "b"]);
    let waited = tasks.remove(2).await.unwrap().unwrap();
    assert_eq!(now() - began, 61 * SECOND);
    assert_eq!(waited.for_reason(Reason::CoolDown), 60 * SECOND);
    assert_eq!(waited.for_reason(Reason::PerSecond), SECOND);
    assert_eq!(waited.main_reason(), Some(Reason::CoolDown));
}

#[tokio::test(start_paused = true)]
async fn of_waits_that_end_together_the_shorter_window_is_named_and_before_it_a_cool_down() {
    for (cool_down, reason) in [
        (Duration::ZERO, Reason::PerSecond),
        (SECOND, Reason::CoolDown),
    ] {
        let limiter = Limiter::new(Limits::off().per_minute(2).per_second(1)).unwrap();
        drop(limiter.acquire(&Call::single(), None).await.unwrap());
        tokio::time::sleep(59 * SECOND).await;
        drop(limiter.acquire(&Call::single(), None).await.unwrap());
        limiter.pause(cool_down).await.unwrap();
        let permit = limiter.acquire(&Call::single(), None).await.unwrap();
        assert_eq!(permit.waited().for_reason(reason), SECOND);
        assert_eq!(permit.waited().total(), SECOND);
    }
}

#[tokio::test(start_paused = true)]
async fn the_later_end_of_two_cool_downs_counts() {
    let limiter = Limiter::new(Limits::off()).unwrap();
    let began = now();
    limiter.pause(10 * SECOND).await.unwrap();
    limiter.pause(SECOND).await.unwrap();
    drop(limiter.acquire(&Call::single(), None).await.unwrap());
    assert_eq!(now() - began, 10 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_cool_down_reaches_those_who_wait_already() {
    let limiter = Limiter::new(Limits::off().per_second(1).in_flight(1)).unwrap();
    let began = now();
    drop(limiter.acquire(&Call::single(), None).await.unwrap());
    let (journal, call) = (journal(), Call::single());
    let task = spawn_call(&limiter, call, &journal, "waits", Some(ms(0))).await;
    limiter.pause(30 * SECOND).await.unwrap();
    let waited = task.await.unwrap().unwrap();
    assert_eq!(now() - began, 30 * SECOND);
    assert_eq!(waited.for_reason(Reason::CoolDown), 30 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn no_duration_overflows() {
    let limiter = Limiter::new(Limits::off()).unwrap();
    let call = Call::bulk("deals")
        .hold(Duration::MAX)
        .patience(Duration::MAX);
    drop(limiter.acquire(&call, None).await.unwrap());
    limiter.pause(Duration::MAX).await.unwrap();
    let outcome = limiter.acquire(&call, Some(now() + SECOND)).await;
    assert_eq!(refusal(outcome).reason(), Some(Reason::CoolDown));
    assert!(
        timeout(60 * SECOND, limiter.acquire(&call, None))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn many_tasks_wait_on_a_clock_for_tests_in_no_time() {
    let clock = Arc::new(TestClock::new());
    let limiter = Limiter::with_clock(Limits::default(), clock.clone()).unwrap();
    let deadline = clock.now() + 3600 * SECOND;
    let mut tasks = Vec::new();
    for index in 0..1000_u32 {
        let (limiter, clock) = (limiter.clone(), clock.clone());
        tasks.push(tokio::spawn(async move {
            let call = Call::single();
            // Those who may wait for a place have no deadline; see `with_clock`.
            let permit = limiter.acquire(&call, None).await.unwrap();
            if index % 10 == 0 {
                clock.sleep(ms(20)).await;
            }
            drop(permit);
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    // 200 a minute: the last of 1,000 starts after four minutes.
    assert!(clock.passed() >= 240 * SECOND, "{:?}", clock.passed());
    assert!(clock.now() < deadline);
}

#[tokio::test]
async fn deadlines_far_enough_do_not_move_a_clock_for_tests() {
    let clock = Arc::new(TestClock::new());
    let limits = Limits::default().in_flight(None);
    let limiter = Limiter::with_clock(limits, clock.clone()).unwrap();
    let deadline = clock.now() + 300 * SECOND;
    let tasks: Vec<_> = (0..600)
        .map(|_| {
            let limiter = limiter.clone();
            tokio::spawn(async move {
                let permit = limiter.acquire(&Call::single(), Some(deadline)).await;
                drop(permit.unwrap());
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert!(clock.now() < deadline);
}

#[test]
fn threads_neither_lose_permits_nor_exceed_the_places() {
    use std::sync::atomic::{AtomicU32, Ordering};
    let clock = Arc::new(TestClock::new());
    let limits = Limits::off().per_minute(100).in_flight(3);
    let limiter = Limiter::with_clock(limits, clock).unwrap();
    let (under_way, most) = (AtomicU32::new(0), AtomicU32::new(0));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().build();
                runtime.unwrap().block_on(async {
                    for _ in 0..200 {
                        let permit = limiter.acquire(&Call::single(), None).await.unwrap();
                        let now = under_way.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(now, Ordering::SeqCst);
                        tokio::task::yield_now().await;
                        under_way.fetch_sub(1, Ordering::SeqCst);
                        drop(permit);
                    }
                });
            });
        }
    });
    assert!(most.into_inner() <= 3);
}
