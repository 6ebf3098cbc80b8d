//! A server that fails before and after it deletes: what is told of each record is so.

use planhat_api::removal::{Outcome, Removal};
use planhat_api::{Client, Effect, ObjectId};
use planhat_emulator::Fault;
use proptest::prelude::*;

use crate::tenant::{list, methods, products, shown};

fn on_delete(fault: Fault) -> Fault {
    fault.on("product_delete")
}

fn on_get(fault: Fault) -> Fault {
    fault.on("product_get")
}

#[tokio::test]
async fn a_fault_before_or_after_the_write_has_its_outcomes() {
    for (fault, outcomes, deletes) in [
        (
            on_delete(Fault::status(503)).times(2),
            ["deleted", "deleted"],
            4,
        ),
        (on_delete(Fault::reset()), ["deleted", "deleted"], 3),
        (
            on_delete(Fault::status(503)).after_write(),
            ["presumed deleted", "deleted"],
            3,
        ),
        (
            on_delete(Fault::html(502)).after_write(),
            ["presumed deleted", "deleted"],
            3,
        ),
        (
            on_delete(Fault::reset()).after_write(),
            ["presumed deleted", "deleted"],
            3,
        ),
        (
            on_delete(Fault::cut_off()).after_write().skip(1),
            ["deleted", "presumed deleted"],
            3,
        ),
        (
            on_delete(Fault::status(503)).always(),
            ["failed", "not tried"],
            4,
        ),
        (
            on_delete(Fault::reset()).after_write().always(),
            ["failed", "not tried"],
            4,
        ),
        (on_delete(Fault::status(422)), ["failed", "deleted"], 2),
        (
            on_get(Fault::status(503)).times(2),
            ["deleted", "deleted"],
            2,
        ),
        (on_get(Fault::cut_off()).skip(1), ["deleted", "deleted"], 2),
        (
            on_get(Fault::status(503)).always(),
            ["failed", "not tried"],
            0,
        ),
    ] {
        let (emulator, client) = products(20).await;
        let (ids, report) = list(&client).await;
        emulator.inject(fault.clone()).unwrap();
        let run = client
            .products()
            .delete_many(ids[..2].iter().copied(), &report);
        let removal = run.run().await.unwrap();
        let told = shown(&removal);
        let words: Vec<_> = told
            .iter()
            .map(|told| told.split(':').next().unwrap())
            .collect();
        assert_eq!(words, outcomes, "{fault:?}");
        assert_eq!(methods(&emulator, "DELETE"), deletes, "{fault:?}");
    }
}

#[tokio::test]
async fn a_read_that_lags_behind_counts_no_deletion_of_somebody_elses() {
    let (emulator, client) = products(20).await;
    let (ids, report) = list(&client).await;
    emulator
        .inject(on_get(Fault::stale_get()).always())
        .unwrap();
    client.products().delete(ids[0]).send().await.unwrap();
    let run = client
        .products()
        .delete_many(ids[..2].iter().copied(), &report);
    assert_eq!(shown(&run.run().await.unwrap()), ["not found", "deleted"]);
}

/// What is claimed of each record is so, and no other record is gone.
async fn claims_are_so(client: &Client, all: &[ObjectId], removal: &Removal) {
    let left = list(client).await.0;
    let mut asked = Vec::new();
    for (id, outcome) in removal.outcomes() {
        asked.push(id);
        let is_there = left.contains(&id);
        match outcome {
            Outcome::Deleted | Outcome::Presumed(_) | Outcome::NotFound => {
                assert!(!is_there, "{outcome}")
            }
            Outcome::NotTried => assert!(is_there),
            Outcome::Failed(error)
                if error.operation() == "product_delete" && error.effect() == Effect::Unknown => {}
            Outcome::Failed(error) => assert!(is_there, "{error}"),
            other => panic!("{other}"),
        }
    }
    let others = all.iter().filter(|id| !asked.contains(id));
    assert!(others.into_iter().all(|id| left.contains(id)));
}

fn fault() -> impl Strategy<Value = Fault> {
    let kind = prop_oneof![
        Just((Fault::status(500), false)),
        Just((Fault::status(503), false)),
        Just((Fault::status(429), true)),
        Just((Fault::html(502), false)),
        Just((Fault::reset(), false)),
        Just((Fault::cut_off(), false)),
    ];
    (kind, any::<bool>(), any::<bool>(), 1..6_u32, any::<u64>()).prop_map(
        |((fault, is_429), after, deletes, tenths, seed)| {
            // What is put off with 429 has not happened.
            let fault = if deletes && after && !is_429 {
                fault.after_write()
            } else {
                fault
            };
            let fault = fault.share(f64::from(tenths) / 10.0, seed);
            if deletes {
                on_delete(fault)
            } else {
                on_get(fault)
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn a_disturbed_run_tells_the_truth_and_once_calm_ends_as_any_other(
        faults in proptest::collection::vec(fault(), 1..4),
        is_stale in any::<bool>(),
        count in 1..10_usize,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (emulator, client) = products(20).await;
            let (ids, report) = list(&client).await;
            if is_stale {
                emulator.inject(on_get(Fault::stale_get()).always()).unwrap();
            }
            for fault in faults {
                emulator.inject(fault).unwrap();
            }
            let run = || client.products().delete_many(ids[..count].iter().copied(), &report).at_most_share(1.0).run();
            let removal = run().await.unwrap();
            claims_are_so(&client, &ids, &removal).await;

            emulator.clear_faults();
            let again = run().await.unwrap();
            assert!(again.is_complete());
            claims_are_so(&client, &ids, &again).await;
            assert_eq!(list(&client).await.0, ids[count..]);
        });
    }
}
