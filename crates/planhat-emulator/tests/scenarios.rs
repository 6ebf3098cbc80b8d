//! What calls one after another do and answer. The cases are data: each has a state to start from, and steps with a
//! body (as JSON, or as its `text`), a status (200 unless told), the whole reply (`equals`) or a part of it (`reply`), and
//! pointers to nothing (`lacks`).
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use serde_json::Value;
use support::steps::problems;
use support::{Caller, compare, json, state};

const KEYS: [&str; 7] = ["call", "body", "text", "status", "reply", "equals", "lacks"];

#[tokio::test]
async fn every_step_of_every_scenario_is_answered_as_it_says() {
    let mut found = Vec::new();
    for case in json("cases/emulator/scenarios.json").as_array().unwrap() {
        let none = Value::Null;
        let state = state::builder(case.get("state").unwrap_or(&none));
        let emulator = state.start().await.unwrap();
        let caller = Caller::new(&emulator);
        for step in case["steps"].as_array().unwrap() {
            let unknown = step
                .as_object()
                .unwrap()
                .keys()
                .find(|key| !KEYS.contains(&key.as_str()));
            assert_eq!(unknown, None, "{step}");
            let call = step["call"].as_str().unwrap();
            let text = step.get("text").and_then(Value::as_str);
            let body = text.map(str::to_owned);
            let body = body.or_else(|| step.get("body").map(Value::to_string));
            let body = body.map(String::into_bytes);
            let reply = caller.send(call, body, Some("application/json")).await;
            let problems = problems(step, &reply);
            found.extend(
                problems
                    .iter()
                    .map(|what| format!("{}: {call}: {what}", case["id"])),
            );
        }
    }
    assert_eq!(found, Vec::<String>::new());
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
