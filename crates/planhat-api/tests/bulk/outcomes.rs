//! What is said of each item.

use planhat_api::bulk::{BulkItem, Finding, Outcome};
use planhat_api::{LicenseUpsert, ObjectId, RecordRef};

use crate::support::{client, counted, emulator, finish, license, upsert, words};

#[tokio::test]
async fn every_item_is_told_of_and_stored_whatever_the_size_of_chunks() {
    for items in [1, 7, 100, 5000] {
        let emulator = emulator().await;
        let client = client(&emulator);
        let all = (0..101).map(|number| upsert(license(&format!("s{number}"))));
        let mut run = client.licenses().bulk_upsert_all(all).chunk_items(items);
        let (outcomes, end) = finish(&mut run).await;
        assert!(end.is_none());
        assert_eq!(counted(&outcomes), [("created".to_owned(), 101)]);
        assert_eq!(
            emulator.requests().len(),
            101_usize.div_ceil(items),
            "{items}"
        );
        for (number, item) in outcomes.iter().enumerate() {
            let reference = RecordRef::source(format!("s{number}")).unwrap();
            let stored = client.licenses().get(reference).send().await.unwrap();
            assert!(matches!(item.outcome, Outcome::Created(id) if id == stored.id()));
        }
    }
}

#[tokio::test]
async fn created_updated_unchanged_failed_and_set_aside_are_told_apart() {
    let emulator = emulator().await;
    let client = client(&emulator);
    let before = [upsert(license("a")), upsert(license("b"))];
    let (created, _) = finish(&mut client.licenses().bulk_upsert_all(before)).await;
    let Outcome::Created(Some(a)) = created[0].outcome else {
        panic!("{created:?}")
    };
    let items = [
        upsert(LicenseUpsert::new().id(a).mrr(5)),
        upsert(license("b")),
        upsert(license("c")),
        upsert(license("d").property("mrr", "much")),
        upsert(license("c").mrr(7)),
        upsert(license("e").mrr(f64::NAN)),
        BulkItem::update_only(LicenseUpsert::new().source_id("b").mrr(9)),
        BulkItem::update_only(LicenseUpsert::new().source_id("nobody").mrr(9)),
        BulkItem::update_only(license("f")),
    ];
    let mut run = client.licenses().bulk_upsert_all(items).chunk_items(6);
    let (outcomes, end) = finish(&mut run).await;
    assert!(end.is_none());
    assert_eq!(
        words(&outcomes),
        [
            "updated",
            "unchanged",
            "created",
            "failed",
            "set aside",
            "set aside",
            "updated",
            "failed",
            "set aside"
        ]
    );
    assert!(matches!(outcomes[0].outcome, Outcome::Updated(Some(id)) if id == a));
    let Outcome::Failed(failure) = &outcomes[3].outcome else {
        panic!()
    };
    assert_eq!(failure.entries()[0].list(), "createdErrors");
    assert_eq!(
        failure.entries()[0]
            .value()
            .get("sourceId")
            .unwrap()
            .as_json(),
        r#""d""#
    );
    let Outcome::SetAside(finding) = &outcomes[4].outcome else {
        panic!()
    };
    assert_eq!(*finding, Finding::TwiceInChunk { first: 2 });
    // What was set aside was not sent, and what was to create nothing has not.
    for absent in ["d", "e", "f", "nobody"] {
        let get = client.licenses().get(RecordRef::source(absent).unwrap());
        assert!(get.send().await.unwrap_err().is_not_found(), "{absent}");
    }
}

#[tokio::test]
async fn items_without_a_keyable_are_created_and_told_by_the_counts() {
    let emulator = emulator().await;
    let client = client(&emulator);
    let items = (0..3).map(|_| {
        let company: ObjectId = crate::support::COMPANY.parse().unwrap();
        upsert(LicenseUpsert::new().company_id(company).mrr(1))
    });
    let (outcomes, _) = finish(&mut client.licenses().bulk_upsert_all(items)).await;
    assert_eq!(words(&outcomes), ["created"; 3]);
    // Whose id is whose is told nowhere.
    assert!(
        outcomes
            .iter()
            .all(|item| matches!(item.outcome, Outcome::Created(None)))
    );
}

#[tokio::test]
async fn a_token_that_may_not_write_fails_each_item_by_its_own_entry() {
    let company = planhat_emulator::Company::new(crate::support::COMPANY).external_id("acme");
    let builder = planhat_emulator::Emulator::builder().company(company);
    let emulator = builder.read_only_token("test").start().await.unwrap();
    let client = planhat_api::Client::for_tests(emulator.url()).unwrap();
    let items = ["a", "b", "c"].map(|id| upsert(license(id)));
    let (outcomes, end) =
        finish(&mut client.licenses().bulk_upsert_all(items).chunk_items(2)).await;
    // It has an envelope, so it is an outcome and not an end.
    assert!(end.is_none());
    assert_eq!(words(&outcomes), ["failed"; 3]);
    let Outcome::Failed(failure) = &outcomes[0].outcome else {
        panic!()
    };
    assert_eq!(failure.entries()[0].list(), "permissionErrors");
}

#[tokio::test]
async fn a_run_without_items_sends_nothing() {
    let emulator = emulator().await;
    let mut run = client(&emulator).licenses().bulk_upsert_all([]);
    let (outcomes, end) = finish(&mut run).await;
    assert!(outcomes.is_empty() && end.is_none());
    assert!(emulator.requests().is_empty());
}
