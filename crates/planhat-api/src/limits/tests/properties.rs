//! What holds for any schedule of calls.

use std::collections::HashMap;

use proptest::prelude::*;
use tokio::time::{sleep, sleep_until, timeout};

use super::*;

/// A call that comes at some time, works for some time, and may give up.
#[derive(Debug, Clone, Default)]
struct Arrival {
    at: u64,
    work: u64,
    /// A bulk upsert of this resource.
    resource: Option<u8>,
    gives_up_after: Option<u64>,
    deadline_after: Option<u64>,
}

#[derive(Debug, Clone)]
struct Schedule {
    limits: Limits,
    arrivals: Vec<Arrival>,
    /// When a cool-down begins, and how long it is.
    pauses: Vec<(u64, u64)>,
}

/// What became of a call. Times are milliseconds since the schedule began.
#[derive(Debug, Clone)]
struct Event {
    /// Its place among all arrivals.
    arrived: usize,
    resource: Option<u8>,
    started: u64,
    ended: u64,
}

/// The calls that started, in the order in which they did, and those that were refused: when, and
/// their deadline.
type Outcome = (Vec<Event>, Vec<(u64, u64, WouldExceed)>);

const NAMES: [&str; 3] = ["deals", "licenses", "products"];

fn limits() -> impl Strategy<Value = Limits> {
    let limit = |most| prop::option::weighted(0.8, 1..=most);
    (limit(20), limit(6_u32), limit(4)).prop_map(|(minute, second, flight)| {
        Limits::off()
            .per_minute(minute)
            .per_second(second)
            .in_flight(flight)
    })
}

fn arrivals() -> impl Strategy<Value = Vec<Arrival>> {
    let at = prop_oneof![Just(0), 0..3_000_u64, 0..120_000_u64];
    let arrival = (
        at,
        prop_oneof![Just(0), 0..200_u64, 0..20_000_u64],
        prop::option::weighted(0.3, 0..3_u8),
        prop::option::weighted(0.3, 0..90_000_u64),
        prop::option::weighted(0.3, 0..90_000_u64),
    );
    let arrival =
        arrival.prop_map(
            |(at, work, resource, gives_up_after, deadline_after)| Arrival {
                at,
                work,
                resource,
                gives_up_after,
                deadline_after,
            },
        );
    prop::collection::vec(arrival, 1..60)
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let pauses = prop::collection::vec((0..120_000_u64, 0..90_000_u64), 0..3);
    (limits(), arrivals(), pauses).prop_map(|(limits, arrivals, pauses)| Schedule {
        limits,
        arrivals,
        pauses,
    })
}

/// Runs a schedule and, at the end, checks that nothing was lost.
fn run(schedule: &Schedule) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let limiter = Limiter::new(schedule.limits.clone()).unwrap();
        let began = tokio::time::Instant::now();
        let since = move || u64::try_from(began.elapsed().as_millis()).unwrap();
        let outcome: Arc<Mutex<Outcome>> = Arc::default();
        let arrived = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let mut tasks = Vec::new();
        for arrival in schedule.arrivals.clone() {
            let (limiter, outcome, arrived) = (limiter.clone(), outcome.clone(), arrived.clone());
            tasks.push(tokio::spawn(async move {
                sleep_until(began + ms(arrival.at)).await;
                let call = arrival.resource.map_or_else(Call::single, |resource| {
                    Call::bulk(NAMES[usize::from(resource)])
                });
                let deadline = arrival.deadline_after.map(|after| since() + after);
                let arrived = arrived.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                let instant = deadline.map(|deadline| began.into_std() + ms(deadline));
                let acquire = limiter.acquire(&call, instant);
                let permit = match arrival.gives_up_after {
                    Some(after) => match timeout(ms(after), acquire).await {
                        Ok(permit) => permit,
                        Err(_) => return,
                    },
                    None => acquire.await,
                };
                let started = since();
                let permit = match permit {
                    Ok(permit) => permit,
                    Err(error) => {
                        let refusal = refusal(Err(error));
                        let mut outcome = outcome.lock().unwrap();
                        outcome.1.push((started, deadline.unwrap(), refusal));
                        return;
                    }
                };
                assert!(deadline.is_none_or(|deadline| started < deadline));
                let index = {
                    let events = &mut outcome.lock().unwrap().0;
                    events.push(Event {
                        arrived,
                        resource: arrival.resource,
                        started,
                        ended: u64::MAX,
                    });
                    events.len() - 1
                };
                sleep(ms(arrival.work)).await;
                outcome.lock().unwrap().0[index].ended = since();
                drop(permit);
            }));
        }
        for (at, duration) in schedule.pauses.clone() {
            let limiter = limiter.clone();
            tasks.push(tokio::spawn(async move {
                sleep_until(began + ms(at)).await;
                limiter.pause(ms(duration)).await.unwrap();
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        sleep(ms(400_000)).await;
        nothing_is_lost(&limiter).await;
        let outcome = outcome.lock().unwrap();
        outcome.clone()
    })
}

/// When all is done, and the windows are empty, all can be had at once; and no more than that.
async fn nothing_is_lost(limiter: &Limiter) {
    let limits = limiter.limits();
    let most = limits.rates().map(|rate| rate.calls);
    let most = most.chain(limits.max_in_flight()).min();
    let mut permits = Vec::new();
    for index in 0..most.unwrap_or(10) {
        let call = NAMES
            .get(index as usize)
            .map_or_else(Call::single, |name| Call::bulk(name));
        let permit = timeout(ms(0), limiter.acquire(&call, None)).await;
        permits.push(permit.expect("a permit was lost").unwrap());
    }
    let further = timeout(ms(0), limiter.acquire(&Call::single(), None)).await;
    assert_eq!(further.is_err(), most.is_some());
}

/// How many of these were under way at any time, at most. One that ends as another starts is over.
fn most_at_once<'a>(events: impl Iterator<Item = &'a Event> + Clone) -> usize {
    let under_way = |time| {
        let events = events.clone();
        events
            .filter(|event| event.started <= time && time < event.ended)
            .count()
    };
    events
        .clone()
        .map(|event| under_way(event.started))
        .max()
        .unwrap_or(0)
}

/// When each of these calls starts, by the shortest statement of the rules: as soon as it came, the
/// one before it started, the windows have room, and a place is free.
fn expected(limits: &Limits, arrivals: &[Arrival]) -> Vec<u64> {
    let mut starts: Vec<u64> = Vec::new();
    let mut ends: Vec<u64> = Vec::new();
    for arrival in arrivals {
        let mut start = arrival.at.max(starts.last().copied().unwrap_or(0));
        for rate in limits.rates() {
            if let Some(first) = starts.len().checked_sub(rate.calls as usize) {
                start = start.max(starts[first] + u64::try_from(rate.window.as_millis()).unwrap());
            }
        }
        if let Some(most) = limits.max_in_flight() {
            ends.sort_unstable();
            if let Some(first) = ends.len().checked_sub(most as usize) {
                start = start.max(ends[first]);
            }
        }
        starts.push(start);
        ends.push(start + arrival.work);
    }
    starts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_schedule_exceeds_a_limit_or_loses_a_permit(schedule in schedule()) {
        let (events, refusals) = run(&schedule);
        for rate in schedule.limits.rates() {
            let calls = rate.calls as usize;
            for pair in events.windows(calls + 1) {
                prop_assert!(ms(pair[calls].started - pair[0].started) >= rate.window);
            }
        }
        if let Some(most) = schedule.limits.max_in_flight() {
            prop_assert!(most_at_once(events.iter()) <= most as usize);
        }
        let mut kinds: HashMap<Option<u8>, Vec<&Event>> = HashMap::new();
        for event in &events {
            kinds.entry(event.resource).or_default().push(event);
        }
        for (resource, events) in kinds {
            prop_assert!(events.is_sorted_by_key(|event| event.arrived), "one overtook");
            if resource.is_some() {
                prop_assert!(most_at_once(events.into_iter()) <= 1);
            }
        }
        for (at, duration) in &schedule.pauses {
            let paused = |event: &&Event| event.started > *at && event.started < at + duration;
            prop_assert!(events.iter().find(paused).is_none());
        }
        for (refused, deadline, refusal) in refusals {
            prop_assert!(refused <= deadline);
            prop_assert!(refused == deadline || refusal.until().is_some());
        }
    }

    #[test]
    fn every_call_starts_as_early_as_the_rules_allow(
        limits in limits(),
        mut arrivals in arrivals(),
    ) {
        arrivals.sort_by_key(|arrival| arrival.at);
        for arrival in &mut arrivals {
            *arrival = Arrival { at: arrival.at, work: arrival.work, ..Arrival::default() };
        }
        let expected = expected(&limits, &arrivals);
        let schedule = Schedule { limits, arrivals, pauses: Vec::new() };
        let (events, _) = run(&schedule);
        let started: Vec<_> = events.iter().map(|event| event.started).collect();
        prop_assert_eq!(started, expected);
    }
}
