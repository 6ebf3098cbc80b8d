//! What a dry run tells is what the run then does.

use std::collections::BTreeMap;

use planhat_api::bulk::{DryOutcome, Outcome};
use planhat_api::{LicenseUpsert, RecordRef};
use planhat_emulator::{Company, Emulator};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::dry::{by_source_id, licenses, told};
use crate::reread::{OTHER, company};
use crate::support::{COMPANY, client, finish, upsert};

/// A few licenses with few values, so that items often say what is there already.
fn record() -> impl Strategy<Value = Value> {
    (0..40_u8, 0..2_i64, any::<bool>()).prop_map(|(key, mrr, other)| {
        let company = if other { OTHER } else { COMPANY };
        json!({ "companyId": company, "sourceId": format!("s{key}"), "externalId": format!("e{key}"), "mrr": mrr })
    })
}

fn item() -> impl Strategy<Value = (u8, LicenseUpsert)> {
    (0..60_u8, 0..2_i64, 0..5_u8).prop_map(|(key, mrr, kind)| {
        let by_source_id = by_source_id(&format!("s{key}")).mrr(mrr);
        let item = match kind {
            0 => by_source_id,
            1 => by_source_id.product("Seats").company_id(company(COMPANY)),
            2 => by_source_id.company_id(RecordRef::external("acme").unwrap()),
            3 => LicenseUpsert::new().external_id(format!("e{key}")).mrr(mrr),
            _ => LicenseUpsert::new()
                .external_id(format!("e{key}"))
                .company_id(company(OTHER)),
        };
        (key, item)
    })
}

async fn foretold(records: Vec<Value>, items: Vec<LicenseUpsert>) {
    let mut by_key = BTreeMap::new();
    for record in records {
        by_key.insert(record["sourceId"].to_string(), record);
    }
    let emulator = Emulator::builder()
        .company(Company::new(COMPANY).external_id("acme"))
        .company(Company::new(OTHER))
        .records("licenses", by_key.into_values())
        .start()
        .await
        .unwrap();
    let client = client(&emulator);
    let items: Vec<_> = items.into_iter().map(upsert).collect();
    let (told, end) = told(&mut licenses(&client, items.clone()).dry_run()).await;
    assert!(end.is_none());
    let (outcomes, _) = finish(&mut licenses(&client, items)).await;
    for (told, done) in told.iter().zip(&outcomes) {
        let is_so = match (&told.outcome, &done.outcome) {
            (DryOutcome::WouldCreate, Outcome::Created(_))
            | (DryOutcome::WouldChange(_), Outcome::Updated(_))
            | (DryOutcome::Unchanged, Outcome::Unchanged)
            | (DryOutcome::NoRecord { .. }, Outcome::Failed(_)) => true,
            (DryOutcome::Undetermined(_), done) => !matches!(done, Outcome::SetAside(_)),
            _ => false,
        };
        assert!(is_so, "{:?} was told of {:?}", told.outcome, done.outcome);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn what_is_told_is_what_a_run_then_does(
        records in proptest::collection::vec(record(), 0..40),
        items in proptest::collection::vec(item(), 1..40),
    ) {
        // Each stands by itself, so no two are to be of one record.
        let items: BTreeMap<_, _> = items.into_iter().collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(foretold(records, items.into_values().collect()));
    }
}
