//! Every exchange that the vendor prints, replayed on a state made for it, and its reply compared key by key.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use support::{Caller, compare, json, state, tests};

/// The transcribed exchanges; other files beside them hold tables and rules.
fn exchanges() -> Vec<Value> {
    let mut found = Vec::new();
    for folder in ["deal", "product", "license"] {
        for entry in fs::read_dir(tests("documented").join(folder)).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            let value: Value = serde_json::from_str(&text).unwrap();
            if value.get("request").is_some() {
                found.push(value);
            }
        }
    }
    found
}

fn id(exchange: &Value) -> &str {
    exchange["id"].as_str().unwrap()
}

/// The status of a reply, and where its body differs from the printed one, if one is printed.
async fn replay(exchange: &Value, state: &Value) -> (u16, Vec<(String, String)>) {
    let emulator = state::builder(state).start().await.unwrap();
    let request = &exchange["request"];
    let url = request["url"].as_str().unwrap();
    let path = url.strip_prefix("https://api.planhat.com").unwrap();
    let line = format!("{} {path}", request["method"].as_str().unwrap());
    let reply = Caller::new(&emulator)
        .call(&line, request.get("body"))
        .await;
    let printed = exchange["reply"].get("body");
    let differences = printed.map(|printed| compare::differences(printed, &reply.body));
    (reply.status, differences.unwrap_or_default())
}

#[tokio::test]
async fn every_documented_exchange_gets_its_documented_reply() {
    let cases = json("cases/emulator/documented.json");
    let exceptions = cases["exceptions"].as_array().unwrap();
    let exchanges = exchanges();
    assert_eq!(exchanges.len(), 17);
    let mut problems = Vec::new();
    for exchange in &exchanges {
        let id = id(exchange);
        let state = &cases["exchanges"][id];
        assert!(state.is_object(), "{id} has no state");
        let (status, differences) = replay(exchange, state).await;
        if status != 200 {
            problems.push(format!("{id}: status {status}"));
        }
        let excepted: BTreeSet<&str> = exceptions
            .iter()
            .filter(|exception| exception["exchange"] == id)
            .flat_map(|exception| exception["at"].as_array().unwrap())
            .map(|at| at.as_str().unwrap())
            .collect();
        let found: BTreeSet<&str> = differences.iter().map(|(at, _)| at.as_str()).collect();
        for (at, what) in &differences {
            if !excepted.contains(at.as_str()) {
                problems.push(format!("{id}: {at}: {what}"));
            }
        }
        for at in excepted.difference(&found) {
            problems.push(format!(
                "{id}: {at} no longer differs; remove the exception"
            ));
        }
    }
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn every_state_and_exception_is_of_a_documented_exchange_and_has_a_reason() {
    let cases = json("cases/emulator/documented.json");
    let exchanges = exchanges();
    let known: BTreeSet<&str> = exchanges.iter().map(id).collect();
    let states = cases["exchanges"].as_object().unwrap();
    assert_eq!(
        states.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        known
    );
    for exception in cases["exceptions"].as_array().unwrap() {
        assert!(
            known.contains(exception["exchange"].as_str().unwrap()),
            "{exception}"
        );
        assert!(
            !exception["reason"].as_str().unwrap().is_empty(),
            "{exception}"
        );
    }
}

#[test]
fn every_difference_is_told() {
    for (expected, found, at) in [
        (serde_json::json!(5000), serde_json::json!(5000.0), ""),
        (
            serde_json::json!({ "a": null }),
            serde_json::json!({}),
            "/a",
        ),
        (
            serde_json::json!({}),
            serde_json::json!({ "a": null }),
            "/a",
        ),
        (
            serde_json::json!({ "a": [1] }),
            serde_json::json!({ "a": [1, 2] }),
            "/a/1",
        ),
        (serde_json::json!([]), serde_json::json!({}), ""),
    ] {
        let all = compare::differences(&expected, &found);
        assert_eq!(
            all.iter().map(|(at, _)| at.as_str()).collect::<Vec<_>>(),
            [at]
        );
    }
    assert_eq!(
        compare::lacks(
            &serde_json::json!({ "a": 1 }),
            &serde_json::json!({ "a": 1, "b": 2 })
        ),
        []
    );
    assert_eq!(
        compare::lacks(
            &serde_json::json!({ "a": 1 }),
            &serde_json::json!({ "b": 2 })
        )
        .len(),
        1
    );
}
