//! What is deleted, what is not, and who hears of it.

use planhat_api::removal::{Journal, JournalError, Outcome};
use planhat_api::{Client, ObjectId, Product, ProductUpdate};

use crate::tenant::{list, methods, products, shown};

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
async fn an_id_in_two_spellings_is_one() {
    let (_emulator, client) = products(20).await;
    let (ids, report) = list(&client).await;
    let capitals = ids[3].as_str().to_uppercase().parse().unwrap();
    let run = client.products().delete_many([ids[3], capitals], &report);
    assert_eq!(run.run().await.unwrap().to_string(), "1 deleted");
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
