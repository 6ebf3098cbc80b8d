//! Items, emulators, and what came of a run in words.

use std::collections::BTreeMap;

use planhat_api::bulk::{BulkError, BulkItem, BulkRun, ItemOutcome, Outcome};
use planhat_api::{Client, License, LicenseUpsert, RecordRef};
use planhat_emulator::{Company, Emulator};
use serde_json::Value;

pub(crate) const COMPANY: &str = "61006bc89a3e0b702ed8ea49";

pub(crate) async fn emulator() -> Emulator {
    let company = Company::new(COMPANY).external_id("acme");
    Emulator::builder()
        .company(company)
        .ids_of_seed(7)
        .start()
        .await
        .unwrap()
}

pub(crate) fn client(emulator: &Emulator) -> Client {
    let builder = Client::builder()
        .base_url(emulator.url())
        .token(emulator.token());
    for_tests(builder)
}

/// A client that waits for nothing and tries a call once.
pub(crate) fn impatient(url: &str) -> Client {
    let builder = Client::builder().base_url(url).token("test");
    for_tests(builder.retry_policy(planhat_api::retry::NeverRetry))
}

fn for_tests(builder: planhat_api::Builder) -> Client {
    let clock = planhat_api::clock::TestClock::new();
    let builder = builder
        .limits(planhat_api::limits::Limits::off())
        .clock(clock);
    builder
        .retry_budget(planhat_api::retry::RetryBudget::unlimited())
        .build()
        .unwrap()
}

/// A license of this source id that can be created.
pub(crate) fn license(source_id: &str) -> LicenseUpsert {
    let acme = RecordRef::external("acme").unwrap();
    LicenseUpsert::new()
        .source_id(source_id)
        .company_id(acme)
        .mrr(1)
}

pub(crate) fn upsert(body: LicenseUpsert) -> BulkItem<License> {
    BulkItem::upsert(body)
}

/// The outcomes of a run and the error that ended it, if one did. Each index has one outcome.
pub(crate) async fn finish(run: &mut BulkRun<License>) -> (Vec<ItemOutcome>, Option<BulkError>) {
    let mut items = Vec::new();
    let mut end = None;
    while let Some(chunk) = run.next().await {
        assert!(end.is_none(), "nothing comes behind an error");
        match chunk {
            Ok(chunk) => {
                assert_eq!(chunk.indexes().start, items.len() as u64);
                items.extend(chunk);
            }
            Err(error) => end = Some(error),
        }
    }
    assert!(run.next().await.is_none());
    let indexes: Vec<u64> = items.iter().map(|item| item.index).collect();
    assert_eq!(indexes, (0..items.len() as u64).collect::<Vec<_>>());
    if let Some(error) = &end {
        assert_eq!(error.not_sent_from(), items.len() as u64);
    }
    (items, end)
}

/// All licenses by their source id, without what two tenants never have in common.
pub(crate) async fn stored(client: &Client) -> BTreeMap<String, Value> {
    let page = client.licenses().list().limit(2000).send().await.unwrap();
    let mut stored = BTreeMap::new();
    for license in page {
        let mut json: Value = serde_json::from_str(license.as_json()).unwrap();
        for own in ["_id", "createdAt", "updatedAt"] {
            json.as_object_mut().unwrap().remove(own);
        }
        let source_id = license.source_id().unwrap().to_owned();
        assert!(stored.insert(source_id, json).is_none(), "stored twice");
    }
    stored
}

/// Each outcome as a word; behind a star those after an unclear request.
pub(crate) fn words(items: &[ItemOutcome]) -> Vec<String> {
    let word = |item: &ItemOutcome| {
        let word = match &item.outcome {
            Outcome::Created(_) => "created",
            Outcome::Updated(_) => "updated",
            Outcome::Unchanged => "unchanged",
            Outcome::SetAside(_) => "set aside",
            Outcome::Failed(failure) if failure.is_its_own() => "failed",
            Outcome::Failed(_) => "failed with others",
            Outcome::Unknown => "unknown",
            Outcome::Undetermined => "undetermined",
            Outcome::DoneBefore => "done before",
            Outcome::NotDone => "not done",
            other => panic!("{other:?}"),
        };
        format!("{}{word}", if item.after_retry { "*" } else { "" })
    };
    items.iter().map(word).collect()
}

/// How often each word came, in the order of the alphabet.
pub(crate) fn counted(items: &[ItemOutcome]) -> Vec<(String, usize)> {
    let mut counts = BTreeMap::new();
    for word in words(items) {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}
