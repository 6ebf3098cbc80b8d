//! Runs that are killed, and go on where they were.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::path::Path;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use futures_core::Stream as _;
use planhat_api::bulk::journal::{Entry, FileJournal, Journal, JournalError, Left, Mark};
use planhat_api::bulk::{BulkRun, Check, ItemOutcome, OnFinding, Outcome};
use planhat_api::{License, LicenseUpsert, ObjectId};
use planhat_emulator::{Emulator, Fault};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};

use crate::answering::{Answering, all_created};
use crate::support::{
    COMPANY, client, emulator, finish, impatient, license, stored, upsert, words,
};

fn journal(path: &Path) -> FileJournal {
    FileJournal::open(path).unwrap()
}

/// A license that can be compared with its record: its company is named by the id that it has there.
fn comparable(source_id: &str) -> LicenseUpsert {
    let company: ObjectId = COMPANY.parse().unwrap();
    license(source_id).company_id(company)
}

fn bulk_requests(emulator: &Emulator) -> usize {
    emulator
        .requests()
        .iter()
        .filter(|request| request.method == "PUT")
        .count()
}

#[tokio::test]
async fn what_is_done_is_not_sent_again_whatever_order_it_comes_in() {
    let emulator = emulator().await;
    let client = client(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let item = |number: u32| upsert(license(&format!("s{number}")));
    let run = client
        .licenses()
        .bulk_upsert_all((0..10).map(item))
        .chunk_items(3);
    let (first, _) = finish(&mut run.journal(journal(&path))).await;
    assert_eq!(words(&first), ["created"; 10]);
    let before = bulk_requests(&emulator);

    let run = client
        .licenses()
        .bulk_upsert_all((0..10).rev().map(item))
        .chunk_items(4);
    let (again, _) = finish(&mut run.journal(journal(&path))).await;
    assert_eq!(words(&again), ["done before"; 10]);
    assert_eq!(bulk_requests(&emulator), before);

    let changed = [item(3), upsert(license("s4").mrr(9)), item(11)];
    let run = client.licenses().bulk_upsert_all(changed);
    let (changed, _) = finish(&mut run.journal(journal(&path))).await;
    assert_eq!(words(&changed), ["done before", "updated", "created"]);
}

#[tokio::test]
async fn what_may_have_been_sent_is_read_before_it_is_sent_again() {
    let emulator = emulator().await;
    let client = client(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let items = || {
        ["a", "b"]
            .map(|id| upsert(comparable(id)))
            .into_iter()
            .chain([upsert(license("c"))])
    };
    let lost = Fault::reset()
        .after_write()
        .on("license_bulk_upsert")
        .always();
    let lost = emulator.inject(lost).unwrap();
    let run = client
        .licenses()
        .bulk_upsert_all(items())
        .patience(Duration::from_secs(5));
    let (outcomes, end) = finish(&mut run.journal(journal(&path))).await;
    assert!(end.unwrap().is_out_of_patience());
    assert_eq!(words(&outcomes), ["*unknown"; 3]);

    assert!(emulator.remove_fault(lost));
    let change = LicenseUpsert::new().source_id("b").mrr(7);
    finish(&mut client.licenses().bulk_upsert_all([upsert(change)])).await;
    let run = client.licenses().bulk_upsert_all(items());
    let (outcomes, end) = finish(&mut run.journal(journal(&path))).await;
    assert!(end.is_none());
    // The second has changed since, and the third names its company in a way that cannot be compared.
    assert_eq!(words(&outcomes), ["done before", "*updated", "*unchanged"]);
}

#[tokio::test]
async fn a_run_that_ends_before_it_knows_leaves_the_journal_as_unclear_as_it_was() {
    let emulator = emulator().await;
    let client = client(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let items = || ["a", "b"].map(|id| upsert(comparable(id)));
    let run = |client: &planhat_api::Client| {
        let run = client.licenses().bulk_upsert_all(items());
        run.patience(Duration::from_secs(5)).journal(journal(&path))
    };
    let lost = Fault::reset()
        .after_write()
        .on("license_bulk_upsert")
        .always();
    let lost = emulator.inject(lost).unwrap();
    let (outcomes, _) = finish(&mut run(&client)).await;
    assert_eq!(words(&outcomes), ["*unknown"; 2]);
    assert!(emulator.remove_fault(lost));

    // Another token, a server that is gone, and somebody who gives up.
    let stranger = impatient(emulator.url());
    let gone = impatient(&crate::server::closed_port());
    for client in [stranger, gone] {
        let (outcomes, end) = finish(&mut run(&client)).await;
        assert!(
            outcomes.is_empty() && end.is_some(),
            "{:?}",
            words(&outcomes)
        );
    }
    let mut given_up = run(&client);
    given_up.canceller().abandon();
    assert!(finish(&mut given_up).await.0.is_empty());
    drop(given_up);

    let before = bulk_requests(&emulator);
    let (outcomes, _) = finish(&mut run(&client)).await;
    assert_eq!(words(&outcomes), ["done before"; 2]);
    assert_eq!(bulk_requests(&emulator), before);
}

#[tokio::test]
async fn what_could_be_created_twice_is_not_sent_again_by_a_later_run_either() {
    let emulator = emulator().await;
    let client = client(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    // An id that finds nothing: whether the record gets another one, no page says.
    let company: ObjectId = COMPANY.parse().unwrap();
    let item = || {
        let item = LicenseUpsert::new().company_id(company).mrr(1);
        upsert(item.id("61006bc89a3e0b702ed8ea99".parse::<ObjectId>().unwrap()))
    };
    let lost = Fault::reset().after_write().on("license_bulk_upsert");
    emulator.inject(lost).unwrap();
    for _ in 0..2 {
        let run = client.licenses().bulk_upsert_all([item()]);
        let (outcomes, end) = finish(&mut run.journal(journal(&path))).await;
        assert!(end.is_none());
        assert_eq!(words(&outcomes), ["*unknown"]);
    }
    let page = client.licenses().list().send().await.unwrap();
    assert_eq!(page.len(), 1);
}

#[tokio::test]
async fn a_keyable_that_comes_twice_is_set_aside_by_a_later_run_as_by_the_first() {
    let emulator = emulator().await;
    let client = client(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    for first in ["created", "done before"] {
        let items = [1, 2].map(|mrr| upsert(license("a").mrr(mrr)));
        let run = client.licenses().bulk_upsert_all(items);
        let (outcomes, _) = finish(&mut run.journal(journal(&path))).await;
        assert_eq!(words(&outcomes), [first, "set aside"]);
        assert_eq!(stored(&client).await["a"]["mrr"], 1);
    }
}

#[tokio::test]
async fn an_item_that_nothing_finds_again_is_set_aside_when_there_is_a_journal() {
    let emulator = emulator().await;
    let folder = tempfile::tempdir().unwrap();
    let company: ObjectId = COMPANY.parse().unwrap();
    let items = [
        upsert(LicenseUpsert::new().company_id(company)),
        upsert(license("a")),
    ];
    let run = client(&emulator).licenses().bulk_upsert_all(items);
    let (outcomes, _) = finish(&mut run.journal(journal(&folder.path().join("journal")))).await;
    assert_eq!(words(&outcomes), ["set aside", "created"]);
}

#[tokio::test]
async fn equal_keyables_end_as_their_last_item_says_even_when_resumed() {
    let emulator = emulator().await;
    let client = client(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let items = || [1, 2].map(|mrr| upsert(license("a").mrr(mrr)));
    for expected in [["created", "updated"], ["updated", "updated"]] {
        let run = client.licenses().bulk_upsert_all(items()).chunk_items(1);
        let (outcomes, _) = finish(&mut run.journal(journal(&path))).await;
        assert_eq!(words(&outcomes), expected);
        assert_eq!(stored(&client).await["a"]["mrr"], 2);
    }
}

#[tokio::test]
async fn equal_keyables_in_flight_are_both_sent_again_and_both_flagged() {
    // The second time around the record tells of one of the two, whichever that is.
    for lost in [[1, 2], [2, 1]] {
        let emulator = emulator().await;
        let client = client(&emulator);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let run = |values: [u32; 2]| {
            let items = values.map(|mrr| upsert(comparable("a").mrr(mrr)));
            let run = client.licenses().bulk_upsert_all(items);
            let run = run.check(Check::TwiceInChunk, OnFinding::Send);
            run.patience(Duration::from_secs(5)).journal(journal(&path))
        };
        let fault = Fault::reset()
            .after_write()
            .on("license_bulk_upsert")
            .always();
        let fault = emulator.inject(fault).unwrap();
        assert!(finish(&mut run(lost)).await.1.is_some());
        assert!(emulator.remove_fault(fault));
        let (outcomes, end) = finish(&mut run([1, 2])).await;
        assert!(end.is_none());
        assert_eq!(stored(&client).await["a"]["mrr"], 2);
        let second = &outcomes[1];
        assert!(second.after_retry, "{second:?}");
    }
}

/// Fails when it is asked for the time that it is to fail at.
pub(crate) struct Failing {
    pub(crate) left: u32,
}

impl Failing {
    fn turn(&mut self) -> Result<(), JournalError> {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => return Err(JournalError::new("the disk is full")),
        }
        Ok(())
    }
}

impl Journal for Failing {
    fn look_up(&mut self, _: &Entry) -> Result<Option<Left>, JournalError> {
        self.turn().map(|()| None)
    }

    fn begin(&mut self, _: &[Entry]) -> Result<(), JournalError> {
        self.turn()
    }

    fn done(&mut self, _: &[Mark]) -> Result<(), JournalError> {
        self.turn()
    }
}

#[tokio::test]
async fn a_journal_that_fails_ends_the_run_before_anything_is_sent_that_it_does_not_know() {
    // A look for each of two items, a beginning, an end; then the second chunk's look.
    for (turns, requests) in [(0, 0), (1, 0), (2, 0), (3, 1), (4, 1)] {
        let server = Answering::start(|items, _| all_created(items));
        let items = ["a", "b", "c"].map(|id| upsert(license(id)));
        let run = impatient(&server.url())
            .licenses()
            .bulk_upsert_all(items)
            .chunk_items(2);
        let (outcomes, end) = finish(&mut run.journal(Failing { left: turns })).await;
        assert_eq!(server.bodies().len(), requests, "{turns}");
        assert_eq!(words(&outcomes), vec!["created"; 2 * requests]);
        let end = end.unwrap();
        assert!(end.is_journal());
        let source = std::error::Error::source(&end).and_then(std::error::Error::source);
        assert_eq!(source.unwrap().to_string(), "the disk is full");
    }
}

/// Polls a run so many times at the most, and then drops it. The outcomes if it came to its end.
async fn killed_after(mut run: BulkRun<License>, mut polls: u32) -> Option<Vec<ItemOutcome>> {
    let mut told = Vec::new();
    poll_fn(|context| {
        loop {
            if polls == 0 {
                return Poll::Ready(None);
            }
            polls -= 1;
            match Pin::new(&mut run).poll_next(context) {
                Poll::Ready(Some(chunk)) => told.extend(chunk.unwrap()),
                Poll::Ready(None) => return Poll::Ready(Some(std::mem::take(&mut told))),
                Poll::Pending => return Poll::Pending,
            }
        }
    })
    .await
}

fn shuffled(items: &[LicenseUpsert], rng: &mut TestRng) -> Vec<LicenseUpsert> {
    let mut items = items.to_vec();
    for place in (1..items.len()).rev() {
        items.swap(place, rng.random_range(0..=place));
    }
    items
}

/// One run that is killed again and again, its items in another order each time.
async fn killed_until_done(rng: &mut TestRng) {
    let count = rng.random_range(1..150);
    let size = rng.random_range(1..30);
    let items: Vec<_> = (0..count)
        .map(|number| {
            let item = match rng.random_bool(0.5) {
                true => comparable(&format!("s{number}")),
                false => license(&format!("s{number}")),
            };
            match rng.random_bool(0.05) {
                true => item.property("mrr", "much"),
                false => item.mrr(rng.random_range(0..3)),
            }
        })
        .collect();
    let all = |items: &[LicenseUpsert]| items.iter().cloned().map(upsert).collect::<Vec<_>>();
    let calm = emulator().await;
    finish(&mut client(&calm).licenses().bulk_upsert_all(all(&items))).await;

    let stormy = emulator().await;
    for operation in ["license_bulk_upsert", "license_get", "license_list"] {
        for fault in [
            Fault::reset().after_write(),
            Fault::status(503),
            Fault::cut_off().after_write(),
        ] {
            let fault = fault.share(0.1, rng.random()).on(operation);
            stormy.inject(fault).unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let client = client(&stormy);
    // What was known of an item once stays so.
    let mut known = BTreeMap::new();
    let mut life = 0;
    let outcomes = loop {
        life += 1;
        let items = shuffled(&items, rng);
        let run = client
            .licenses()
            .bulk_upsert_all(all(&items))
            .chunk_items(size);
        let run = run.patience(Duration::MAX).journal(journal(&path));
        // Later lives are longer, so that one of them is long enough.
        let polls = rng.random_range(0..20 + 10 * life * life);
        if let Some(outcomes) = killed_after(run, polls).await {
            break items.into_iter().zip(outcomes).collect::<Vec<_>>();
        }
    };
    assert_eq!(outcomes.len(), items.len());
    stormy.clear_faults();
    let kept = stored(&client).await;
    assert_eq!(kept, stored(&self::client(&calm)).await);
    for (place, (item, told)) in outcomes.iter().enumerate() {
        assert_eq!(told.index, place as u64);
        let json: serde_json::Value = serde_json::from_str(&item.to_json().unwrap()).unwrap();
        let source_id = json["sourceId"].as_str().unwrap().to_owned();
        let is_stored = kept.contains_key(&source_id);
        match told.outcome {
            Outcome::Created(_)
            | Outcome::Updated(_)
            | Outcome::Unchanged
            | Outcome::DoneBefore => {
                assert!(is_stored);
            }
            Outcome::Failed(_) => assert!(!is_stored && json["mrr"].is_string()),
            ref other => panic!("{other:?}"),
        }
        assert!(known.insert(source_id, place).is_none());
    }
}

#[test]
fn a_run_that_is_killed_at_any_point_and_resumed_ends_as_an_undisturbed_one() {
    let mut runner = TestRunner::new(Config::with_cases(40));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let ran = runner.run(&any::<[u8; 32]>(), |seed| {
        let mut rng = TestRng::from_seed(proptest::test_runner::RngAlgorithm::ChaCha, &seed);
        runtime.block_on(killed_until_done(&mut rng));
        Ok(())
    });
    ran.unwrap();
}
