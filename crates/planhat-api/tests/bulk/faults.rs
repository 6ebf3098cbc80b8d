//! A vendor that fails before and after it writes: a run ends as an undisturbed one does.

use std::collections::BTreeMap;

use planhat_api::bulk::{BulkItem, ItemOutcome, Outcome};
use planhat_api::{Client, License, LicenseUpsert};
use planhat_emulator::{Emulator, Fault, Items};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{client, emulator, finish, license, stored, upsert};

/// One disturbance of many calls.
fn fault() -> impl Strategy<Value = Fault> {
    let kind = prop_oneof![
        Just(Fault::status(500)),
        Just(Fault::status(503)),
        Just(Fault::status(429)),
        Just(Fault::html(502)),
        Just(Fault::reset()),
        Just(Fault::cut_off()),
    ];
    (kind, any::<bool>(), 1..5_u32, any::<u64>()).prop_map(|(fault, after, tenths, seed)| {
        let fault = if after { fault.after_write() } else { fault };
        fault
            .share(f64::from(tenths) / 10.0, seed)
            .on("license_bulk_upsert")
    })
}

/// Creations, updates, repetitions, and items that fail.
fn items() -> impl Strategy<Value = Vec<LicenseUpsert>> {
    let item = (0..60_u8, 0..3_i64, 0..20_u8).prop_map(|(key, mrr, kind)| {
        let item = license(&format!("s{key}")).mrr(mrr);
        match kind {
            0 => item.property("mrr", "much"),
            1 => item.external_id(format!("e{key}")),
            _ => item,
        }
    });
    proptest::collection::vec(item, 1..120)
}

fn as_upserts(items: &[LicenseUpsert]) -> Vec<BulkItem<License>> {
    items.iter().cloned().map(upsert).collect()
}

/// What is claimed of each item is so.
async fn claims_are_so(client: &Client, items: &[LicenseUpsert], outcomes: &[ItemOutcome]) {
    let page = client.licenses().list().limit(2000).send().await.unwrap();
    let ids: BTreeMap<String, _> = page
        .into_iter()
        .map(|license| (license.source_id().unwrap().to_owned(), license.id()))
        .collect();
    for (item, told) in items.iter().zip(outcomes) {
        let json: Value = serde_json::from_str(&item.to_json().unwrap()).unwrap();
        let id = ids
            .get(json["sourceId"].as_str().unwrap())
            .copied()
            .flatten();
        match &told.outcome {
            Outcome::Created(claimed) | Outcome::Updated(claimed) => {
                assert!(id.is_some() && claimed.is_none_or(|claimed| Some(claimed) == id));
            }
            Outcome::Unchanged => assert!(id.is_some()),
            Outcome::Failed(_) => assert!(json["mrr"].is_string()),
            Outcome::SetAside(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_disturbed_run_ends_as_an_undisturbed_one_and_its_outcomes_are_so(
        items in items(),
        faults in proptest::collection::vec(fault(), 1..4),
        size in 1..40_usize,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (calm, stormy) = (emulator().await, emulator().await);
            let expected = {
                let run = client(&calm).licenses().bulk_upsert_all(as_upserts(&items));
                finish(&mut run.chunk_items(size)).await;
                stored(&client(&calm)).await
            };
            for fault in faults {
                stormy.inject(fault).unwrap();
            }
            let run = client(&stormy).licenses().bulk_upsert_all(as_upserts(&items));
            let (outcomes, end) = finish(&mut run.chunk_items(size).patience(std::time::Duration::MAX)).await;
            assert!(end.is_none(), "{end:?}");
            assert_eq!(outcomes.len(), items.len());
            assert_eq!(stored(&client(&stormy)).await, expected);
            claims_are_so(&client(&stormy), &items, &outcomes).await;
        });
    }
}

#[tokio::test]
async fn items_that_fail_one_by_one_fail_alone() {
    let emulator: Emulator = emulator().await;
    let client = client(&emulator);
    emulator
        .inject(Fault::item_errors(Items::Share { of: 0.2, seed: 3 }).always())
        .unwrap();
    let items = (0..200).map(|number| upsert(license(&format!("s{number}"))));
    let (outcomes, end) =
        finish(&mut client.licenses().bulk_upsert_all(items).chunk_items(50)).await;
    assert!(end.is_none());
    let stored = stored(&client).await;
    assert!((1..200).contains(&stored.len()));
    for item in outcomes {
        let is_stored = stored.contains_key(&format!("s{}", item.index));
        match item.outcome {
            Outcome::Created(_) => assert!(is_stored),
            Outcome::Failed(failure) => assert!(!is_stored && !failure.entries().is_empty()),
            other => panic!("{other:?}"),
        }
    }
}
