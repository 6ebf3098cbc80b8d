//! Waits that a call cannot bear.

use tokio::time::timeout;

use super::*;

/// A limiter whose rate is used up for a minute.
async fn used_up() -> Limiter {
    let limiter = Limiter::new(Limits::off().per_minute(1)).unwrap();
    drop(limiter.acquire(&Call::single(), None).await.unwrap());
    limiter
}

#[tokio::test(start_paused = true)]
async fn a_known_end_past_the_deadline_fails_at_once() {
    let limiter = used_up().await;
    let began = now();
    let outcome = limiter
        .acquire(&Call::single(), Some(began + 59 * SECOND))
        .await;
    let refusal = refusal(outcome);
    assert_eq!(now(), began);
    assert_eq!(refusal.bound(), Bound::Deadline);
    assert_eq!(refusal.reason(), Some(Reason::PerMinute));
    assert_eq!(refusal.until(), Some(began + 60 * SECOND));
    assert_eq!(refusal.waited(), Waited::default());
    assert_eq!(
        refusal.to_string(),
        "the deadline leaves no time for the limits (per_minute)"
    );
}

#[tokio::test(start_paused = true)]
async fn a_known_end_before_the_deadline_is_waited_for() {
    let limiter = used_up().await;
    let deadline = Some(now() + ms(60_001));
    let permit = limiter.acquire(&Call::single(), deadline).await.unwrap();
    assert_eq!(permit.waited().for_reason(Reason::PerMinute), 60 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn nobody_starts_at_the_deadline_or_after_it() {
    let limiter = used_up().await;
    let deadline = Some(now() + 60 * SECOND);
    refusal(limiter.acquire(&Call::single(), deadline).await);
    let free = Limiter::new(Limits::off()).unwrap();
    let refusal = refusal(free.acquire(&Call::single(), Some(now())).await);
    assert_eq!((refusal.reason(), refusal.until()), (None, None));
}

#[tokio::test(start_paused = true)]
async fn those_behind_fail_at_once_too() {
    let limiter = used_up().await;
    let journal = journal();
    spawn_call(&limiter, Call::single(), &journal, "first", None).await;
    let began = now();
    let outcome = limiter.acquire(&Call::single(), Some(began + SECOND)).await;
    assert_eq!(refusal(outcome).until(), Some(began + 60 * SECOND));
    assert_eq!(now(), began);
}

#[tokio::test(start_paused = true)]
async fn a_cool_down_that_begins_meanwhile_fails_those_behind_at_once() {
    let limiter = Limiter::new(Limits::off().in_flight(1)).unwrap();
    let held = limiter.acquire(&Call::single(), None).await.unwrap();
    let journal = journal();
    spawn_call(&limiter, Call::single(), &journal, "first", None).await;
    let (began, impatient) = (now(), Call::single().patience(5 * SECOND));
    let (outcome, ()) = tokio::join!(limiter.acquire(&impatient, None), async {
        tokio::time::sleep(SECOND).await;
        limiter.pause(60 * SECOND).await.unwrap();
    });
    assert_eq!(now() - began, SECOND);
    let refusal = refusal(outcome);
    assert_eq!(refusal.bound(), Bound::Patience);
    assert_eq!(refusal.waited().for_reason(Reason::InFlight), SECOND);
    drop(held);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_end_is_waited_for_until_the_deadline() {
    let limiter = Limiter::new(Limits::off().in_flight(1)).unwrap();
    let held = limiter.acquire(&Call::bulk("deals"), None).await.unwrap();
    for (call, reason) in [
        (Call::single(), Reason::InFlight),
        (Call::bulk("deals"), Reason::Bulk),
    ] {
        // The first waits for the place or the lease, the second behind the first.
        let began = now();
        let (first, second) = tokio::join!(
            limiter.acquire(&call, Some(began + 9 * SECOND)),
            limiter.acquire(&call, Some(began + 5 * SECOND)),
        );
        assert_eq!(now(), began + 9 * SECOND);
        let (first, second) = (refusal(first), refusal(second));
        assert_eq!(first.waited().for_reason(reason), 9 * SECOND);
        assert_eq!(second.waited().for_reason(reason), 5 * SECOND);
        assert_eq!((first.reason(), first.until()), (Some(reason), None));
    }
    drop(held);
    assert!(
        timeout(ms(0), limiter.acquire(&Call::bulk("deals"), None))
            .await
            .is_ok()
    );
}

#[tokio::test(start_paused = true)]
async fn a_deadline_comes_even_if_the_first_is_not_polled() {
    let limiter = used_up().await;
    let call = Call::single();
    let mut first = Box::pin(limiter.acquire(&call, None));
    assert!(timeout(ms(1), &mut first).await.is_err());
    let began = now();
    let outcome = limiter.acquire(&call, Some(began + 70 * SECOND)).await;
    assert_eq!(refusal(outcome).bound(), Bound::Deadline);
    assert_eq!(now() - began, 70 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn patience_counts_cool_downs_over_all_attempts_and_nothing_else() {
    let limiter = Limiter::new(Limits::off().per_minute(1)).unwrap();
    let mut call = Call::single().patience(30 * SECOND);
    drop(limiter.acquire(&call, None).await.unwrap());

    let permit = limiter.acquire(&call, None).await.unwrap();
    assert_eq!(permit.waited().total(), 60 * SECOND);
    call.add_waited(permit.waited());
    drop(permit);

    tokio::time::sleep(60 * SECOND).await;
    limiter.pause(20 * SECOND).await.unwrap();
    let permit = limiter.acquire(&call, None).await.unwrap();
    call.add_waited(permit.waited());
    drop(permit);

    tokio::time::sleep(60 * SECOND).await;
    limiter.pause(11 * SECOND).await.unwrap();
    let began = now();
    let refusal = refusal(limiter.acquire(&call, None).await);
    assert_eq!(now(), began);
    assert_eq!(refusal.bound(), Bound::Patience);
    assert_eq!(refusal.until(), Some(began + 11 * SECOND));
    // Someone else bears it, and so does this one once it is nearly over.
    tokio::time::sleep(SECOND).await;
    drop(limiter.acquire(&call, None).await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_cool_down_that_grows_past_the_patience_fails_then() {
    let limiter = Limiter::new(Limits::off()).unwrap();
    let (began, call) = (now(), Call::single().patience(30 * SECOND));
    limiter.pause(20 * SECOND).await.unwrap();
    let (outcome, ()) = tokio::join!(limiter.acquire(&call, None), async {
        tokio::time::sleep(15 * SECOND).await;
        limiter.pause(20 * SECOND).await.unwrap();
    });
    let refusal = refusal(outcome);
    assert_eq!(now() - began, 15 * SECOND);
    assert_eq!(refusal.until(), Some(began + 35 * SECOND));
    assert_eq!(refusal.waited().for_reason(Reason::CoolDown), 15 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_a_lease_hears_of_a_cool_down_too() {
    let limiter = Limiter::new(Limits::off()).unwrap();
    let held = limiter.acquire(&Call::bulk("deals"), None).await.unwrap();
    limiter.pause(60 * SECOND).await.unwrap();
    let journal = journal();
    spawn_call(&limiter, Call::single(), &journal, "first", None).await;
    let began = now();
    let deadline = Some(began + 50 * SECOND);
    let refusal = refusal(limiter.acquire(&Call::bulk("deals"), deadline).await);
    assert_eq!(now(), began);
    assert_eq!(refusal.reason(), Some(Reason::CoolDown));
    drop(held);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_takes_nothing_and_holds_up_nobody() {
    let limiter = used_up().await;
    let began = now();
    for _ in 0..10 {
        refusal(limiter.acquire(&Call::single(), Some(began + SECOND)).await);
        refusal(
            limiter
                .acquire(&Call::bulk("deals"), Some(began + SECOND))
                .await,
        );
    }
    let permit = limiter.acquire(&Call::bulk("deals"), None).await.unwrap();
    assert_eq!(now() - began, 60 * SECOND);
    drop(permit);
}

#[test]
fn limits_of_zero_make_no_limiter() {
    let limiter = Limiter::new(Limits::default().per_minute(0));
    assert_eq!(limiter.err(), Some(InvalidLimits::Zero(Reason::PerMinute)));
}
