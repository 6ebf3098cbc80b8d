//! A state in a file.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use std::fs;
use std::path::Path;

use planhat_emulator::{Builder, Emulator, Seed, StartError, StateError};
use serde_json::{Value, json};
use support::{Caller, state};

const ACME: &str = "61006bc89a3e0b702ed8ea49";

fn with_file(path: &Path) -> Builder {
    let now = json!({ "now": "2026-05-11T10:00:00.000Z" });
    state::builder(&now).state_file(path)
}

#[tokio::test]
async fn a_state_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let company = planhat_emulator::Company::new(ACME)
        .name("Acme")
        .external_id("acme");
    // 0.1 + 0.2, a number that only keeps its last bit if it is read with care.
    let odd = json!({ "name": "odd", "mrr": 0.300_000_000_000_000_04, "unknown": { "a": null }, "closeDate": 7 });
    let emulator = with_file(&path)
        .seed(Seed::documented())
        .company(company)
        .record("deals", odd)
        .start()
        .await
        .unwrap();
    let caller = Caller::new(&emulator);
    let made =
        json!({ "companyId": "extid-acme", "externalId": "a", "mrr": 5, "custom": { "K": [1.5] } });
    assert_eq!(caller.call("POST /licenses", Some(&made)).await.status, 200);
    let cleared = json!({ "mrr": null, "product": "" });
    assert_eq!(
        caller
            .call("PUT /licenses/extid-a", Some(&cleared))
            .await
            .status,
        200
    );
    let before = caller.everything().await;
    emulator.stop().unwrap();

    let ignored = Seed::new().record("products", json!({ "name": "not taken" }));
    let again = with_file(&path).seed(ignored).start().await.unwrap();
    let caller = Caller::new(&again);
    assert_eq!(caller.everything().await, before);
    let by_company = json!({ "companyId": "extid-acme", "externalId": "b" });
    let made = caller.call("POST /licenses", Some(&by_company)).await.body;
    assert_eq!(made["companyName"], "Acme");
    let taken = caller.call("POST /licenses", Some(&by_company)).await;
    assert_eq!(taken.status, 400);
}

#[tokio::test]
async fn it_is_written_on_request_and_when_the_emulator_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let emulator = with_file(&path).start().await.unwrap();
    assert!(!path.exists());
    let caller = Caller::new(&emulator);
    let count = || {
        let state: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        state["records"]["products"].as_array().unwrap().len()
    };
    for (number, line) in [(1, Some("POST /_emulator/save")), (2, None)] {
        let product = json!({ "name": format!("P{number}") });
        caller.call("POST /products", Some(&product)).await;
        match line {
            Some(line) => assert_eq!(caller.call(line, None).await.status, 200),
            None => emulator.save().unwrap(),
        }
        assert_eq!(count(), number);
    }
    caller
        .call("POST /products", Some(&json!({ "name": "P3" })))
        .await;
    drop(emulator);
    assert_eq!(count(), 3);
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(names.len(), 1, "nothing else is left in the folder");
}

#[tokio::test]
async fn a_file_that_holds_no_state_is_left_as_it_is_and_the_start_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let deal = |id: &str| format!(r#"{{"_id":"{id}"}}"#);
    let records =
        |records: &str| format!(r#"{{"version":1,"companies":[],"records":{{{records}}}}}"#);
    for (text, told) in [
        (String::new(), "EOF while parsing"),
        ("{}".to_owned(), "missing field `version`"),
        (
            r#"{"version":2,"companies":[],"records":{}}"#.to_owned(),
            "its version is 2, and 1 is",
        ),
        (records(r#""sales":[]"#), "there is no resource `sales`"),
        (records(r#""deals":{}"#), "records/deals is no array"),
        (
            records(r#""deals":[7]"#),
            "records/deals/0: it is no object",
        ),
        (
            records(r#""deals":[{}]"#),
            "records/deals/0: its _id is no object id",
        ),
        (
            records(&format!(r#""deals":[{0},{0}]"#, deal(ACME))),
            "records/deals/1: another record",
        ),
    ] {
        fs::write(&path, &text).unwrap();
        let error = with_file(&path).start().await.unwrap_err();
        assert!(error.to_string().contains(told), "{text}: {error}");
        assert!(
            matches!(error, StartError::State(StateError::Unreadable { .. })),
            "{error:?}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let error = with_file(folder.path()).start().await.unwrap_err();
    assert!(
        matches!(error, StartError::State(StateError::Read { .. })),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_state_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone");
    let path = gone.join("state.json");
    let error = with_file(&path).start().await.unwrap_err();
    assert!(
        matches!(error, StartError::State(StateError::Write { .. })),
        "{error:?}"
    );
    fs::create_dir(&gone).unwrap();
    let emulator = with_file(&path).start().await.unwrap();
    fs::remove_dir(&gone).unwrap();
    let reply = Caller::new(&emulator)
        .call("POST /_emulator/save", None)
        .await;
    assert_eq!(reply.status, 500);
    let error = emulator.stop().unwrap_err();
    assert!(matches!(error, StateError::Write { .. }), "{error}");
    let without = Emulator::start().await.unwrap();
    assert!(matches!(without.save(), Err(StateError::NoFile)));
    without.stop().unwrap();
}

/// Arrays within arrays, so many of them.
fn nested(levels: usize) -> Value {
    (0..levels).fold(json!(1), |inner, _| json!([inner]))
}

#[tokio::test]
async fn what_nests_as_deep_as_it_may_comes_back_and_what_nests_deeper_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let emulator = with_file(&path).start().await.unwrap();
    let caller = Caller::new(&emulator);
    for (levels, status) in [(99, 200), (100, 400), (120, 400)] {
        let product = json!({ "name": "A", "custom.K": nested(levels) });
        let reply = caller.call("POST /products", Some(&product)).await;
        assert_eq!(reply.status, status, "{levels}");
        let seed = Seed::new().record("deals", json!({ "K": nested(levels) }));
        assert_eq!(emulator.seed(seed).is_ok(), status == 200, "{levels}");
    }
    let before = caller.everything().await;
    emulator.stop().unwrap();
    let again = with_file(&path).start().await.unwrap();
    assert_eq!(Caller::new(&again).everything().await, before);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_stays_a_link_and_a_file_keeps_its_permissions() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("state.json"), folder.path().join("link"));
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    with_file(&path).start().await.unwrap().stop().unwrap();
    assert_eq!(mode(), 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    let builder = with_file(&link).record("products", json!({ "name": "not taken" }));
    let emulator = builder.start().await.unwrap();
    let made = json!({ "name": "A" });
    Caller::new(&emulator)
        .call("POST /products", Some(&made))
        .await;
    emulator.stop().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(mode(), 0o640);
    let state: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(state["records"]["products"][0]["name"], "A");
}
