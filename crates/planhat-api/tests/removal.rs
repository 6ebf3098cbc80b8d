//! Many deletes with guards, against an emulator, and against servers that answer oddly.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use planhat_api::paging::ListReport;
use planhat_api::removal::{Journal, JournalError, Outcome, Refused, Removal};
use planhat_api::{Client, Deletion, ObjectId, Product, ProductUpdate};
use planhat_emulator::{Emulator, Seed};
use serde_json::json;
use support::{Behaviour, Server};

/// An emulator with so many products, and a client of it.
async fn products(count: usize) -> (Emulator, Client) {
    let seed = (0..count).fold(Seed::new(), |seed, number| {
        seed.record("products", json!({"name": format!("P{number}")}))
    });
    let builder = Emulator::builder().token("test").read_only_token("reader");
    let emulator = builder.seed(seed).start().await.unwrap();
    let client = Client::for_tests(emulator.url()).unwrap();
    (emulator, client)
}

/// The ids of all products, and what is known of their list.
async fn list(client: &Client) -> (Vec<ObjectId>, ListReport) {
    let mut products = client.products().list().stream();
    let mut ids = Vec::new();
    while let Some(product) = products.next().await {
        ids.push(product.unwrap().id().unwrap());
    }
    (ids, products.report().clone())
}

fn shown(removal: &Removal) -> Vec<String> {
    removal
        .outcomes()
        .map(|(_, outcome)| outcome.to_string())
        .collect()
}

fn methods(emulator: &Emulator, method: &str) -> usize {
    let requests = emulator.requests();
    requests
        .iter()
        .filter(|request| request.method == method)
        .count()
}

#[tokio::test]
async fn what_is_asked_for_is_deleted_and_nothing_else() {
    let (_emulator, client) = products(20).await;
    let (ids, report) = list(&client).await;
    let removal = client
        .products()
        .delete_many([ids[3], ids[7], ids[3]], &report);
    let removal = removal.run().await.unwrap();

    assert_eq!(removal.to_string(), "2 deleted");
    assert!(removal.is_complete());
    assert_eq!(removal.deleted(), 2);
    let told: Vec<_> = removal.outcomes().map(|(id, _)| id).collect();
    assert_eq!(told, [ids[3], ids[7]]);
    let left: Vec<_> = ids.into_iter().filter(|id| !told.contains(id)).collect();
    assert_eq!(list(&client).await.0, left);
}

#[tokio::test]
async fn what_is_no_share_lets_nothing_be_deleted() {
    let (_emulator, client) = products(20).await;
    let (ids, report) = list(&client).await;
    for share in [5.0, -0.1, f64::INFINITY, f64::NAN] {
        let run = client.products().delete_many([ids[0]], &report);
        let error = run.at_most_share(share).run().await.unwrap_err();
        assert!(matches!(error, Refused::NoShare { .. }), "{error}");
    }
    assert_eq!(list(&client).await.0, ids);
}

#[tokio::test]
async fn an_id_in_two_spellings_is_one() {
    let (_emulator, client) = products(20).await;
    let (ids, report) = list(&client).await;
    let capitals = ids[3].as_str().to_uppercase().parse().unwrap();
    let run = client.products().delete_many([ids[3], capitals], &report);
    assert_eq!(run.run().await.unwrap().to_string(), "1 deleted");
}

#[tokio::test]
async fn a_run_that_a_guard_refuses_sends_nothing() {
    let (emulator, client) = products(20).await;
    let (ids, report) = list(&client).await;
    let deals = client.deals().list().stream();
    let unread = client.products().list().stream().report().clone();
    let mut rest = client.products().list().stream().start_at(5);
    while rest.next().await.is_some() {}
    let refused = async |ids: &[ObjectId], report: &ListReport| {
        let run = client.products().delete_many(ids.iter().copied(), report);
        run.at_most(3).at_most_share(0.1).run().await.unwrap_err()
    };
    emulator.reset();

    let error = refused(&ids[..1], deals.report()).await;
    assert!(
        matches!(
            error,
            Refused::OtherRecords {
                listed: "Deal",
                asked: "Product"
            }
        ),
        "{error}"
    );
    let error = refused(&ids[..1], &unread).await;
    assert!(matches!(error, Refused::IncompleteList { .. }), "{error}");
    assert!(error.to_string().contains("was not read"), "{error}");
    let error = refused(&ids[..1], rest.report()).await;
    assert_eq!(error, Refused::NotFromTheStart { offset: 5 });
    let error = refused(&ids[..4], &report).await;
    assert_eq!(error, Refused::TooMany { asked: 4, most: 3 });
    let error = refused(&ids[..3], &report).await;
    assert_eq!(
        error,
        Refused::TooLargeAShare {
            asked: 3,
            listed: 20,
            share: 0.1
        }
    );
    assert_eq!(emulator.requests().len(), 0);
}

#[tokio::test]
async fn unless_set_a_tenth_of_the_list_and_a_hundred_are_the_most() {
    let (_emulator, client) = products(1_010).await;
    let (ids, report) = list(&client).await;
    let refused = async |count: usize| {
        let run = client
            .products()
            .delete_many(ids.iter().copied().take(count), &report);
        run.dry_run().run().await.err()
    };
    assert_eq!(refused(100).await, None);
    assert_eq!(
        refused(101).await,
        Some(Refused::TooMany {
            asked: 101,
            most: 100
        })
    );
    let run = client
        .products()
        .delete_many(ids.iter().copied().take(102), &report);
    let error = run.at_most(1_000).run().await.unwrap_err();
    assert_eq!(
        error,
        Refused::TooLargeAShare {
            asked: 102,
            listed: 1_010,
            share: 0.1
        }
    );
}

#[tokio::test]
async fn the_predicate_sees_the_record_as_it_is_now() {
    let (_emulator, client) = products(30).await;
    let (ids, report) = list(&client).await;
    let changed = ProductUpdate::new().name("wanted");
    client
        .products()
        .update(ids[1], changed)
        .send()
        .await
        .unwrap();
    client.products().delete(ids[2]).send().await.unwrap();

    let run = client
        .products()
        .delete_many(ids[..3].iter().copied(), &report);
    let run = run.only_if(|product| product.name() != Some("wanted"));
    let removal = run.run().await.unwrap();
    assert_eq!(shown(&removal), ["deleted", "kept", "not found"]);
    assert!(removal.is_complete());
    assert_eq!(list(&client).await.0, [&ids[1..2], &ids[3..]].concat());
}

#[tokio::test]
async fn a_dry_run_does_all_but_the_deletes() {
    let (emulator, client) = products(30).await;
    let (ids, report) = list(&client).await;
    let mut heard = Heard::default();
    let run = client
        .products()
        .delete_many(ids[..3].iter().copied(), &report);
    let run = run
        .only_if(|product| product.name() != Some("P1"))
        .journal(&mut heard);
    let removal = run.dry_run().run().await.unwrap();
    assert_eq!(
        shown(&removal),
        ["would be deleted", "kept", "would be deleted"]
    );
    assert_eq!(removal.deleted(), 0);
    assert_eq!(methods(&emulator, "DELETE"), 0);
    assert_eq!(
        heard.0,
        [
            "after: would be deleted",
            "after: kept",
            "after: would be deleted"
        ]
    );
}

/// Keeps what it hears, and fails where it is told to.
#[derive(Default)]
struct Heard(Vec<String>, Option<&'static str>);

impl Heard {
    fn hear(&mut self, line: String) -> Result<(), JournalError> {
        let fails = self.1.is_some_and(|word| line.contains(word));
        self.0.push(line);
        if fails {
            Err("the disk is full".into())
        } else {
            Ok(())
        }
    }
}

impl Journal<Product> for Heard {
    fn before(&mut self, record: &Product) -> Result<(), JournalError> {
        self.hear(format!("before: {}", record.name().unwrap_or_default()))
    }

    fn after(&mut self, _: ObjectId, outcome: &Outcome) -> Result<(), JournalError> {
        self.hear(format!("after: {outcome}"))
    }
}

#[tokio::test]
async fn a_journal_hears_of_each_record_and_ends_the_run_when_it_fails() {
    for (fails, lines, outcomes) in [
        (
            None,
            &[
                "before: P0",
                "after: deleted",
                "before: P1",
                "after: deleted",
            ][..],
            ["deleted", "deleted"],
        ),
        (
            Some("before: P1"),
            &["before: P0", "after: deleted", "before: P1"],
            ["deleted", "not tried"],
        ),
        (
            Some("after"),
            &["before: P0", "after: deleted"],
            ["deleted", "not tried"],
        ),
    ] {
        let (emulator, client) = products(20).await;
        let (ids, report) = list(&client).await;
        let mut heard = Heard(Vec::new(), fails);
        let run = client
            .products()
            .delete_many(ids[..2].iter().copied(), &report);
        let removal = run.journal(&mut heard).run().await.unwrap();
        assert_eq!(heard.0, lines);
        assert_eq!(shown(&removal), outcomes);
        assert_eq!(removal.is_complete(), fails.is_none());
        let error = removal.journal_error().map(ToString::to_string);
        assert_eq!(error.as_deref(), fails.map(|_| "the disk is full"));
        assert_eq!(methods(&emulator, "DELETE"), removal.deleted());
    }
}

#[tokio::test]
async fn a_refusal_that_the_next_record_would_meet_as_well_ends_the_run() {
    let (emulator, client) = products(30).await;
    let (ids, report) = list(&client).await;
    let builder = Client::builder().token("reader");
    let reader = builder.base_url(emulator.url()).build().unwrap();
    let run = reader
        .products()
        .delete_many(ids[..3].iter().copied(), &report);
    let removal = run.run().await.unwrap();
    assert_eq!(removal.to_string(), "1 failed, 2 not tried");
    assert!(!removal.is_complete());
    assert!(matches!(
        removal.outcomes().next(),
        Some((_, Outcome::Failed(error))) if error.status() == Some(403)
    ));
    assert_eq!(methods(&emulator, "DELETE"), 1);
}

const FOUND: Behaviour = Behaviour::Answer {
    status: 200,
    body: r#"{"_id":"61006fbf1df7fa77a20d9d0a"}"#,
};

fn status(status: u16) -> Behaviour {
    Behaviour::Answer { status, body: "" }
}

fn body(body: &'static str) -> Behaviour {
    Behaviour::Answer { status: 200, body }
}

/// What becomes of two records, of which the first is `61006fbf1df7fa77a20d9d0a`, as a server answers
/// that behaves like this.
async fn meets(script: &[Behaviour]) -> Removal {
    let (_emulator, lister) = products(20).await;
    let report = list(&lister).await.1;
    let server = Server::scripted(script);
    let client = Client::for_tests(server.url()).unwrap();
    let ids = ["61006fbf1df7fa77a20d9d0a", "61006fbf1df7fa77a20d9d0b"];
    let ids = ids.map(|id| id.parse::<ObjectId>().unwrap());
    client
        .products()
        .delete_many(ids, &report)
        .run()
        .await
        .unwrap()
}

#[tokio::test]
async fn every_answer_has_its_outcome() {
    let gone = status(404);
    for (script, first, second) in [
        (
            &[FOUND, body(r#"{"n":1,"ok":1,"deletedCount":1}"#), gone][..],
            "deleted",
            "not found",
        ),
        (
            &[FOUND, body(r#"{"deletedCount":0}"#), gone],
            "not found",
            "not found",
        ),
        (&[FOUND, body("{}"), gone], "presumed deleted", "not found"),
        (
            &[FOUND, Behaviour::Reset, gone],
            "presumed deleted",
            "not found",
        ),
        (&[FOUND, gone, gone], "not found", "not found"),
        (
            &[body("{}"), gone],
            "answered with another record",
            "not found",
        ),
        // The second answer is of the first one's record.
        (&[gone, FOUND], "not found", "answered with another record"),
        (&[status(400), gone], "failed", "not found"),
        (&[FOUND, status(422), gone], "failed", "not found"),
        (&[status(401)], "failed", "not tried"),
        (&[status(403)], "failed", "not tried"),
        (&[status(503)], "failed", "not tried"),
        (&[FOUND, status(500)], "failed", "not tried"),
        (&[body("<html>")], "failed", "not tried"),
        (&[Behaviour::Reset], "failed", "not tried"),
    ] {
        let removal = meets(script).await;
        let told = shown(&removal);
        let words: Vec<_> = told
            .iter()
            .map(|told| told.split(':').next().unwrap())
            .collect();
        assert_eq!(words, [first, second], "{script:?}");
    }
}

#[tokio::test]
async fn a_delete_that_an_earlier_attempt_may_have_done_says_so() {
    let removal = meets(&[FOUND, Behaviour::Reset, body(r#"{"deletedCount":0}"#)]).await;
    assert!(matches!(
        removal.outcomes().next(),
        Some((_, Outcome::Presumed(Deletion::NothingLeft)))
    ));
}

#[tokio::test]
async fn what_is_shown_holds_no_id() {
    let (_emulator, client) = products(20).await;
    let (ids, report) = list(&client).await;
    let run = client.products().delete_many([ids[0]], &report);
    let before = format!("{run:?}");
    let removal = run.run().await.unwrap();
    for shown in [before, format!("{removal:?}"), removal.to_string()] {
        assert!(!shown.contains(ids[0].as_str()), "{shown}");
    }
}
