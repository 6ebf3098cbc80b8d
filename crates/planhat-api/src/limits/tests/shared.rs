//! Limiters of several processes over one store.

use super::store::{BrokenStore, LateStore, PolledStore};
use super::*;

fn processes(limits: Limits, latency: Duration) -> [Limiter; 2] {
    let store = PolledStore::new(latency);
    [(); 2].map(|()| {
        Limiter::with_store(
            limits.clone(),
            Arc::new(SystemClock),
            Arc::new(store.clone()),
        )
        .unwrap()
    })
}

#[tokio::test(start_paused = true)]
async fn processes_share_the_quota() {
    for latency in [ms(0), ms(5)] {
        let limiters = processes(Limits::default().per_minute(20).per_second(6), latency);
        let starts = Arc::new(Mutex::new(Vec::new()));
        let tasks: Vec<_> = (0..60)
            .map(|index| {
                let (limiter, starts) = (limiters[index % 2].clone(), starts.clone());
                tokio::spawn(async move {
                    let permit = limiter.acquire(&Call::single(), None).await.unwrap();
                    starts.lock().unwrap().push(now());
                    drop(permit);
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let starts = starts.lock().unwrap();
        for (calls, window) in [(20, 60 * SECOND), (6, SECOND)] {
            for pair in starts.windows(calls + 1) {
                assert!(pair[calls] - pair[0] >= window, "{calls} in {window:?}");
            }
        }
        // Neither process waits longer than the quota asks for, polls and answers aside.
        assert!(starts[59] - starts[0] < 124 * SECOND);
    }
}

#[tokio::test(start_paused = true)]
async fn processes_share_the_bulk_lease_and_the_cool_down() {
    let [one, two] = processes(Limits::default(), ms(1));
    let held = one.acquire(&Call::bulk("deals"), None).await.unwrap();
    let journal = journal();
    let task = spawn_call(&two, Call::bulk("deals"), &journal, "bulk", Some(ms(0))).await;
    tokio::time::sleep(10 * SECOND).await;
    // It waits beside the queue, not in it.
    let permit = two.acquire(&Call::single(), None).await.unwrap();
    assert_eq!(permit.waited(), Waited::default());
    assert!(entries(&journal).is_empty());
    drop(held);
    let waited = task.await.unwrap().unwrap();
    assert_eq!(waited.main_reason(), Some(Reason::Bulk));

    one.pause(30 * SECOND).await.unwrap();
    let permit = two.acquire(&Call::single(), None).await.unwrap();
    let cooled = permit.waited().for_reason(Reason::CoolDown);
    assert!(cooled > 29 * SECOND && cooled < 31 * SECOND, "{cooled:?}");
}

#[tokio::test(start_paused = true)]
async fn what_a_dead_process_held_comes_free_after_its_hold() {
    let [one, two] = processes(Limits::off().in_flight(1), ms(1));
    let call = Call::bulk("deals").hold(20 * SECOND);
    std::mem::forget(one.acquire(&call, None).await.unwrap());
    let began = now();
    drop(two.acquire(&call, None).await.unwrap());
    let waited = now() - began;
    assert!(waited >= 19 * SECOND && waited < 21 * SECOND, "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn giving_up_while_the_store_is_asked_moves_the_next_up() {
    let [one, _] = processes(Limits::off(), ms(100));
    let call = Call::single();
    let mut first = Box::pin(one.acquire(&call, None));
    assert!(tokio::time::timeout(ms(10), &mut first).await.is_err());
    let (began, journal) = (now(), journal());
    let next = spawn_call(&one, Call::single(), &journal, "next", Some(ms(0))).await;
    drop(first);
    next.await.unwrap().unwrap();
    assert_eq!(now() - began, ms(100));
}

#[tokio::test(start_paused = true)]
async fn what_comes_free_while_the_store_answers_is_not_missed() {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let store = Arc::new(LateStore(LocalStore::new(clock.clone())));
    let limiter = Limiter::with_store(Limits::off().in_flight(1), clock, store).unwrap();
    let held = limiter.acquire(&Call::single(), None).await.unwrap();
    let (journal, began) = (journal(), now());
    let next = spawn_call(&limiter, Call::single(), &journal, "next", Some(ms(0))).await;
    drop(held);
    next.await.unwrap().unwrap();
    assert_eq!(now() - began, 2 * LateStore::LATENCY);
}

#[tokio::test(start_paused = true)]
async fn a_slow_answer_does_not_count_for_a_cool_down_of_old() {
    let [one, _] = processes(Limits::off(), ms(100));
    one.pause(SECOND).await.unwrap();
    let (call, began) = (Call::single(), now());
    drop(one.acquire(&call, None).await.unwrap());
    assert!(now() - began >= SECOND);
    let (first, second) = tokio::join!(one.acquire(&call, None), one.acquire(&call, None));
    assert_eq!(first.unwrap().waited(), Waited::default());
    assert_eq!(second.unwrap().waited(), Waited::default());
}

#[tokio::test(start_paused = true)]
async fn a_store_that_hangs_keeps_nobody_past_the_deadline() {
    let store = Arc::new(BrokenStore { hangs: true });
    let limiter = Limiter::with_store(Limits::off(), Arc::new(SystemClock), store).unwrap();
    let (began, call) = (now(), Call::single());
    let within = |seconds: u32| limiter.acquire(&call, Some(began + seconds * SECOND));
    let (first, second) = tokio::join!(within(9), async {
        let outcome = within(5).await;
        assert_eq!(now() - began, 5 * SECOND);
        outcome
    });
    assert_eq!(now() - began, 9 * SECOND);
    for outcome in [first, second] {
        assert_eq!(refusal(outcome).bound(), Bound::Deadline);
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_of_the_store_is_the_errors_source() {
    let store = Arc::new(BrokenStore { hangs: false });
    let limiter = Limiter::with_store(Limits::off(), Arc::new(SystemClock), store).unwrap();
    let error = limiter.acquire(&Call::single(), None).await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the store is down");
    assert!(limiter.pause(SECOND).await.is_err());
}
