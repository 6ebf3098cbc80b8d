//! What a progress bar is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use planhat_api::bulk::{Progress, WaitReason};

use crate::answering::{Answering, all_created};
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
