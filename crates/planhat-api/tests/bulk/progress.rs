//! What a progress bar is told.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use planhat_api::Client;
use planhat_api::bulk::{Progress, WaitReason};
use planhat_api::clock::{Clock, Sleep, TestClock};
use planhat_api::retry::NeverRetry;

use crate::answering::{Answering, all_created, source_ids};
use crate::server::closed_port;
use crate::support::{finish, impatient, license, upsert};

#[tokio::test]
async fn progress_counts_what_went_out_and_what_came_back_and_tells_of_waits() {
    let server = Answering::start(|items, before| match before {
        1 => Some((503, String::new())),
        _ => all_created(items),
    });
    let told = Arc::new(Mutex::new(Vec::<Progress>::new()));
    let tell = Arc::clone(&told);
    let items = (0..5).map(|number| upsert(license(&format!("s{number}"))));
    let run = impatient(&server.url())
        .licenses()
        .bulk_upsert_all(items)
        .chunk_items(2);
    let mut run = run.on_progress(move |progress| tell.lock().unwrap().push(progress.clone()));
    finish(&mut run).await;

    let told = told.lock().unwrap();
    let items: Vec<u64> = told.iter().map(|progress| progress.items).collect();
    assert_eq!(items, [2, 2, 2, 4, 5]);
    let waiting: Vec<_> = told
        .iter()
        .map(|progress| progress.waiting.map(|wait| wait.why))
        .collect();
    assert_eq!(waiting, [None, Some(WaitReason::Down), None, None, None]);
    let last = told.last().unwrap();
    assert_eq!(
        (last.chunks, last.requests, last.outcomes.created),
        (3, 4, 5)
    );
    let sent: usize = server
        .bodies()
        .iter()
        .map(|body| serde_json::to_string(body).unwrap().len())
        .sum();
    assert_eq!(last.bytes, sent as u64);
    // On the clock of these tests only waits take time.
    assert!(last.waited >= Duration::from_secs(1) && last.elapsed == last.waited);
    assert!(last.items_per_second() > 0.0);
}

/// The last that a run tells of itself, and how many requests each of its chunks took.
async fn last_told(url: &str, clock: impl Clock, gives_up: bool) -> (Progress, Vec<u32>) {
    let told = Arc::new(Mutex::new(Progress::default()));
    let tell = Arc::clone(&told);
    let client = Client::builder().base_url(url).token("test").clock(clock);
    let client = client.retry_policy(NeverRetry).build().unwrap();
    let items = (0..8).map(|number| upsert(license(&format!("s{number}"))));
    let run = client.licenses().bulk_upsert_all(items).chunk_items(4);
    let canceller = run.canceller();
    let mut run = run.on_progress(move |progress| {
        if gives_up && progress.waiting.is_some() {
            canceller.abandon();
        }
        *tell.lock().unwrap() = progress.clone();
    });
    let mut requests = Vec::new();
    while let Some(chunk) = run.next().await {
        requests.extend(chunk.map(|chunk| chunk.requests()));
    }
    let told = told.lock().unwrap().clone();
    (told, requests)
}

#[tokio::test]
async fn requests_are_those_that_went_out_however_a_chunk_came_to_need_them() {
    let server = Answering::start(|items, before| match before {
        0..3 => Some((503, String::new())),
        _ if source_ids(items).contains(&"s5") => Some((400, "{}".to_owned())),
        _ => all_created(items),
    });
    let (last, chunks) = last_told(&server.url(), TestClock::new(), false).await;
    // Three in vain; then the four of the other chunk, its halves, and those of the bad one.
    assert_eq!(chunks, [4, 5]);
    assert_eq!(last.requests, server.bodies().len() as u64);

    let (last, chunks) = last_told(&closed_port(), TestClock::new(), false).await;
    assert_eq!((last.requests, last.bytes, chunks), (0, 0, vec![0]));
}

/// Stands still, and ends no wait.
#[derive(Debug)]
struct Still(Instant);

impl Clock for Still {
    fn now(&self) -> Instant {
        self.0
    }

    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> Sleep<'_> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_wait_that_is_given_up_counts_for_as_long_as_it_took() {
    let server = Answering::start(|_, _| Some((503, String::new())));
    let (last, _) = last_told(&server.url(), Still(Instant::now()), true).await;
    assert_eq!(
        (last.requests, last.waited, last.waiting),
        (1, Duration::ZERO, None)
    );
}
