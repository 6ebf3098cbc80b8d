//! The prune: nothing is deleted that was not meant.

use std::fs;
use std::path::Path;
use std::time::Duration;

use planhat_api::{Client, LicenseRenewalStatus, LicenseUpdate, RecordRef};
use planhat_emulator::{Builder, Emulator, Fault};
use serde_json::{Value, json};

use super::tenant::{COMPANY, assert_all_struck, calls, inject, licenses, tenant};
use super::{Ran, example_at};

/// Forty licenses, of which the first four are to go; two more are lost, or ended, alone.
fn forty() -> Builder {
    let record = |number: u32| {
        let (status, to) = match number {
            1..=4 => ("lost", "2023-12-31"),
            5 => ("lost", "2024-01-01"),
            6 => ("ongoing", "2023-12-31"),
            _ => ("ongoing", "2030-12-31"),
        };
        json!({
            // The last one is the first by its `_id`.
            "_id": format!("{:024x}", 100 - number), "companyId": COMPANY,
            "sourceId": format!("s{number}"), "product": "Seats", "renewalStatus": status, "toDate": to,
            "custom": { "Tier": "gold" },
        })
    };
    tenant().records("licenses", (1..=40).map(record))
}

fn prune(emulator: &Emulator, folder: &Path, arguments: &[&str]) -> Ran {
    let kept = folder.join("kept");
    let fixed = ["2024-01-01", "--keep", kept.to_str().unwrap()];
    let arguments = [&fixed, arguments].concat();
    let output = example_at("prune", &arguments, emulator.url()).output();
    Ran::from(&output.unwrap())
}

/// The source ids of what a run kept in its file.
fn kept(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("kept")).unwrap();
    let records = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let ids = records.map(|record: Value| {
        assert_eq!(record["custom"]["Tier"], "gold", "it is kept as a whole");
        record["sourceId"].as_str().unwrap().to_owned()
    });
    let mut ids: Vec<String> = ids.collect();
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn a_prune_deletes_only_when_it_is_told_to() {
    let emulator = forty().start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ran = prune(&emulator, folder.path(), &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let shown = "of 40 licenses: 4 would be deleted\n";
    assert!(ran.printed.ends_with(shown), "{ran:?}");
    assert_eq!(ran.printed.matches("Seats, ended 2023-12-31\n").count(), 4);
    assert_eq!(calls(&emulator, "DELETE"), 0);
    assert!(!folder.path().join("kept").exists());

    let ran = prune(&emulator, folder.path(), &["--execute"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.printed.contains("\n4 deleted; kept in "), "{ran:?}");
    assert_eq!(kept(folder.path()), ["s1", "s2", "s3", "s4"]);
    assert_eq!(licenses(&emulator).await.len(), 36);

    let ran = prune(&emulator, folder.path(), &["--execute"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.printed.contains("nothing to delete"), "{ran:?}");
}

#[tokio::test]
async fn a_vendor_in_trouble_changes_nothing_of_what_is_pruned() {
    let emulator = forty().start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("kept"), "{\"torn\":").unwrap();
    let second = Duration::from_secs(1);
    for (operation, faults) in [
        ("license_list", vec![Fault::cut_off()]),
        ("license_get", vec![Fault::html(502), Fault::reset()]),
        (
            "license_delete",
            vec![
                Fault::reset().after_write(),
                Fault::status(429).retry_after(second),
                Fault::cut_off().after_write(),
                Fault::status(503),
            ],
        ),
    ] {
        inject(&emulator, operation, faults);
    }
    let ran = prune(&emulator, folder.path(), &["--execute"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_all_struck(&emulator);
    let end = "\n2 deleted, 2 presumed deleted; kept in ";
    assert!(ran.printed.contains(end), "{ran:?}");
    assert_eq!(licenses(&emulator).await.len(), 36);
    let text = fs::read_to_string(folder.path().join("kept")).unwrap();
    let whole = text.strip_prefix("{\"torn\":\n").unwrap();
    fs::write(folder.path().join("kept"), whole).unwrap();
    assert_eq!(kept(folder.path()), ["s1", "s2", "s3", "s4"]);
}

#[tokio::test]
async fn a_license_that_has_changed_meanwhile_stays() {
    let emulator = forty().start().await.unwrap();
    let stale = Fault::stale_list().always();
    emulator.inject(stale).unwrap();
    let client = Client::for_tests(emulator.url()).unwrap();
    let renewed = LicenseUpdate::new().renewal_status(LicenseRenewalStatus::Renewed);
    let second = RecordRef::source("s2").unwrap();
    client
        .licenses()
        .update(second, renewed)
        .send()
        .await
        .unwrap();

    let folder = tempfile::tempdir().unwrap();
    let ran = prune(&emulator, folder.path(), &["--execute"]);
    assert!(ran.printed.contains("\n3 deleted, 1 kept; "), "{ran:?}");
    assert_eq!(kept(folder.path()), ["s1", "s3", "s4"]);
}

#[tokio::test]
async fn a_prune_without_its_guards_met_deletes_nothing() {
    for (arguments, fault, said) in [
        (&["--at-most", "3"][..], None, "raise `at_most`"),
        (&["--at-most-share", "0.09"], None, "raise `at_most_share`"),
        (&["--at-most-share", "2"], None, "2 is no share"),
        (&[], Some(Fault::ignored_sort().always()), "did not sort"),
    ] {
        let emulator = forty().start().await.unwrap();
        if let Some(fault) = fault {
            emulator.inject(fault).unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let arguments = [arguments, &["--execute"]].concat();
        let ran = prune(&emulator, folder.path(), &arguments);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.said.contains(said), "{ran:?}");
        assert_eq!(calls(&emulator, "DELETE"), 0, "{said}");
    }
}

#[tokio::test]
async fn a_prune_that_cannot_keep_what_it_deletes_deletes_nothing() {
    let emulator = forty().start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("kept")).unwrap();
    let ran = prune(&emulator, folder.path(), &["--execute"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(calls(&emulator, "DELETE"), 0);
}

#[tokio::test]
async fn a_prune_names_the_license_with_which_others_were_deleted() {
    let emulator = forty().start().await.unwrap();
    let more = Fault::status(200).body(json!({ "deletedCount": 3 }));
    emulator.inject(more.on("license_delete")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ran = prune(&emulator, folder.path(), &["--execute"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let said = format!("{:024x}: deleted with others: the server counts 3\n", 96);
    assert_eq!(ran.said, said);
    assert_eq!(calls(&emulator, "DELETE"), 1);
}
