//! When a run ends before its items do, and what is said of those that it leaves.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use planhat_api::bulk::{BulkItem, Check, OnFinding};
use planhat_api::clock::TestClock;
use planhat_api::retry::StandardRetryPolicy;
use planhat_api::{Client, License, LicenseUpsert};

use crate::answering::{Answering, all_created, source_ids};
use crate::resumed::Failing;
use crate::server::{Behaviour, Server, closed_port};
use crate::support::{finish, impatient, license, upsert, words};

fn licenses(count: usize) -> impl Iterator<Item = BulkItem<License>> {
    (0..count).map(|number| upsert(license(&format!("s{number}"))))
}

#[tokio::test]
async fn a_refusal_that_every_request_would_meet_ends_the_run() {
    for status in [401, 403, 404, 405] {
        let server = Answering::start(move |items, before| match before {
            0 => all_created(items),
            _ => Some((status, r#"{"message":"no"}"#.to_owned())),
        });
        let mut run = impatient(&server.url())
            .licenses()
            .bulk_upsert_all(licenses(100))
            .chunk_items(2);
        let (outcomes, end) = finish(&mut run).await;
        assert_eq!(
            words(&outcomes),
            ["created", "created", "not done", "not done"]
        );
        let end = end.unwrap();
        assert!(end.is_refused());
        assert_eq!(
            (end.call().unwrap().status(), end.not_sent_from()),
            (Some(status), 4)
        );
        assert_eq!(server.bodies().len(), 2);
    }
}

#[tokio::test]
async fn a_vendor_that_is_down_is_borne_for_as_long_as_the_patience_lasts() {
    let overloaded = |_: &[serde_json::Value], _| Some((503, String::new()));
    let server = Answering::start(overloaded);
    let client = |url: &str| impatient(url);
    for (url, word) in [(server.url(), "*unknown"), (closed_port(), "not done")] {
        let run = client(&url)
            .licenses()
            .bulk_upsert_all(licenses(4))
            .chunk_items(2);
        let (outcomes, end) = finish(&mut run.patience(Duration::from_secs(300))).await;
        assert_eq!(words(&outcomes), [word; 2]);
        let end = end.unwrap();
        assert!(end.is_out_of_patience() && end.call().is_some());
        assert_eq!(end.not_sent_from(), 2);
    }
    assert!(server.bodies().len() > 10, "{}", server.bodies().len());
}

#[tokio::test]
async fn a_vendor_that_comes_back_in_time_gets_the_same_bytes_again() {
    let server = Answering::start(|items, before| match before {
        0..7 => Some((503, String::new())),
        _ => all_created(items),
    });
    let mut run = impatient(&server.url())
        .licenses()
        .bulk_upsert_all(licenses(4))
        .chunk_items(2);
    let (outcomes, end) = finish(&mut run).await;
    assert!(end.is_none());
    // The first chunk may have been stored by a request that said otherwise.
    assert_eq!(
        words(&outcomes),
        ["*created", "*created", "created", "created"]
    );
    let bodies = server.bodies();
    assert!(bodies[..8].iter().all(|body| *body == bodies[0]));
    assert_eq!(bodies.len(), 9);
}

#[tokio::test]
async fn what_can_be_created_twice_is_unknown_after_a_silence_and_the_run_goes_on() {
    let server = Answering::start(|items, before| match before {
        0 => None,
        _ => all_created(items),
    });
    let unkeyed = || upsert(LicenseUpsert::new().property("companyId", "c"));
    let items = [unkeyed(), unkeyed(), upsert(license("a"))];
    let mut run = impatient(&server.url())
        .licenses()
        .bulk_upsert_all(items)
        .chunk_items(2);
    let (outcomes, end) = finish(&mut run).await;
    assert!(end.is_none());
    assert_eq!(words(&outcomes), ["*unknown", "*unknown", "created"]);
    assert_eq!(server.bodies().len(), 2);
}

#[tokio::test]
async fn a_vendor_that_is_down_is_not_fed_what_cannot_be_sent_again() {
    let server = Answering::start(|_, _| Some((502, String::new())));
    let unkeyed = |_| upsert(LicenseUpsert::new().property("companyId", "c"));
    let run = impatient(&server.url())
        .licenses()
        .bulk_upsert_all((0..1000).map(unkeyed))
        .chunk_items(1);
    let (outcomes, end) = finish(&mut run.patience(Duration::from_secs(300))).await;
    assert!(end.unwrap().is_out_of_patience());
    assert!((2..300).contains(&outcomes.len()), "{}", outcomes.len());
    assert!(words(&outcomes).iter().all(|word| word == "*unknown"));
    assert_eq!(server.bodies().len(), outcomes.len());
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_one() {
    for body in ["<html>", "[]", "{}", r#"{"ok":true}"#] {
        let server = Answering::start(move |_, _| Some((200, body.to_owned())));
        let mut run = impatient(&server.url())
            .licenses()
            .bulk_upsert_all(licenses(2));
        let (outcomes, end) = finish(&mut run).await;
        assert!(end.is_none());
        assert_eq!(words(&outcomes), ["undetermined"; 2], "{body}");
        assert_eq!(server.bodies().len(), 1);
    }
}

#[tokio::test]
async fn after_a_time_out_the_server_is_left_alone_whoever_tries_again() {
    let unchanged = Behaviour::Answer {
        status: 200,
        body: r#"{"created":0,"updated":0,"nonupdates":1}"#,
    };
    // With one attempt a call it is the run that tries again, else the call itself.
    for attempts in [1, 2] {
        let server = Server::scripted(&[Behaviour::Silence, unchanged]);
        let clock = Arc::new(TestClock::new());
        let policy = StandardRetryPolicy::default().max_attempts(attempts);
        let client = Client::builder().base_url(server.url()).token("test");
        let client = client
            .retry_policy(policy)
            .clock(Arc::clone(&clock))
            .build()
            .unwrap();
        let run = client.licenses().bulk_upsert_all(licenses(1));
        let run = run
            .timeout(Duration::from_millis(100))
            .settle(Duration::from_secs(77));
        let (outcomes, end) = finish(&mut { run }).await;
        assert!(end.is_none());
        assert_eq!(words(&outcomes), ["*unchanged"]);
        assert!(
            clock.passed() >= Duration::from_secs(77),
            "{:?}",
            clock.passed()
        );
    }
}

#[tokio::test]
async fn a_canceller_ends_the_run_after_the_chunk_in_flight_or_at_once() {
    let server = Answering::start(|items, _| all_created(items));
    let mut run = impatient(&server.url())
        .licenses()
        .bulk_upsert_all(licenses(9))
        .chunk_items(3);
    let canceller = run.canceller();
    assert_eq!(run.next().await.unwrap().unwrap().indexes(), 0..3);
    canceller.finish();
    let end = run.next().await.unwrap().unwrap_err();
    assert!(end.is_cancelled() && end.not_sent_from() == 3);
    assert!(run.next().await.is_none());

    let silent = Server::start(Behaviour::Silence);
    let mut run = impatient(&silent.url())
        .licenses()
        .bulk_upsert_all(licenses(9))
        .chunk_items(3);
    let canceller = run.canceller();
    let ended = tokio::spawn(async move { finish(&mut run).await });
    while silent.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    canceller.finish();
    tokio::task::yield_now().await;
    assert!(!ended.is_finished());
    canceller.abandon();
    let (outcomes, end) = ended.await.unwrap();
    assert!(end.unwrap().is_cancelled());
    assert_eq!(words(&outcomes), ["*unknown"; 3]);
}

#[tokio::test]
async fn a_run_that_waits_for_items_can_be_cancelled() {
    struct Never;
    impl futures_core::Stream for Never {
        type Item = BulkItem<License>;
        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Pending
        }
    }
    let mut run = impatient(&closed_port())
        .licenses()
        .bulk_upsert_stream(Never);
    run.canceller().finish();
    assert!(run.next().await.unwrap().unwrap_err().is_cancelled());
}

#[tokio::test]
async fn a_check_that_stops_sends_the_chunks_before_and_no_other() {
    let server = Answering::start(|items, _| all_created(items));
    let bad = upsert(license("bad").mrr(f64::NAN));
    let items = licenses(5).chain([bad]).chain(licenses(5));
    let run = impatient(&server.url())
        .licenses()
        .bulk_upsert_all(items)
        .chunk_items(4);
    let mut run = run.check(Check::Sendable, OnFinding::Stop);
    let (outcomes, end) = finish(&mut run).await;
    assert_eq!(words(&outcomes), ["created"; 4]);
    let end = end.unwrap();
    assert_eq!((end.finding().unwrap().0, end.not_sent_from()), (5, 4));
    assert_eq!(
        source_ids(&server.bodies().concat()),
        ["s0", "s1", "s2", "s3"]
    );
}

#[tokio::test]
async fn a_setting_beyond_the_documented_bounds_keeps_the_run_from_beginning() {
    let url = closed_port();
    let run = || impatient(&url).licenses().bulk_upsert_all(licenses(1));
    for run in [
        run().chunk_items(0),
        run().chunk_items(5001),
        run().chunk_bytes(0),
        run().chunk_bytes(32_000_001),
        run().timeout(Duration::ZERO),
        run().patience(Duration::ZERO),
    ] {
        let (outcomes, end) = finish(&mut { run }).await;
        assert!(outcomes.is_empty());
        assert!(end.unwrap().is_configuration());
    }
    let read_only = Client::builder()
        .base_url(&url)
        .token("test")
        .read_only()
        .build()
        .unwrap();
    let (outcomes, end) = finish(&mut read_only.licenses().bulk_upsert_all(licenses(1))).await;
    assert_eq!(words(&outcomes), ["not done"]);
    assert!(end.unwrap().is_refused());
}

#[tokio::test]
async fn a_journal_that_fails_as_the_run_ends_is_told_beside_the_reason() {
    // A look for each of two items, and a beginning; then it fails.
    let journal = || Failing { left: 3 };
    let refusing = Answering::start(|_, _| Some((401, String::new())));
    let items = || ["a", "b"].map(|id| upsert(license(id)));
    let run = impatient(&refusing.url())
        .licenses()
        .bulk_upsert_all(items());
    let (outcomes, end) = finish(&mut run.journal(journal())).await;
    assert_eq!(words(&outcomes), ["not done"; 2]);
    let end = end.unwrap();
    assert!(end.is_refused() && end.is_journal());
    assert_eq!(end.call().unwrap().status(), Some(401));
    assert!(end.journal_error().is_some());
    assert!(end.to_string().contains("its journal failed"), "{end}");

    let silent = Server::start(Behaviour::Silence);
    let run = impatient(&silent.url()).licenses().bulk_upsert_all(items());
    let mut run = run.journal(journal());
    let canceller = run.canceller();
    let ended = tokio::spawn(async move { finish(&mut run).await });
    while silent.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    canceller.abandon();
    let end = ended.await.unwrap().1.unwrap();
    assert!(end.is_cancelled() && end.is_journal());
    let source = std::error::Error::source(&end).and_then(std::error::Error::source);
    assert_eq!(source.unwrap().to_string(), "the disk is full");
}
