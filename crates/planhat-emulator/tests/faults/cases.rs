//! What faults do to calls. The cases are data: each has a state to start from and steps, which inject `faults`, make a
//! `call` that is answered as the step says or `ends` without a whole reply, or tell how many calls each fault has `struck`
//! and has `left`.

use planhat_emulator::{Emulator, Fault};
use serde_json::{Value, json};

use crate::support::steps::problems;
use crate::support::{self, Broken, Caller, state};

/// How a test asks for faults.
#[derive(Debug, Clone, Copy)]
enum By {
    Library,
    Http,
}

const KEYS: [&str; 12] = [
    "faults", "struck", "left", "call", "body", "status", "reply", "equals", "lacks", "headers",
    "text", "ends",
];

fn list(value: &Value) -> Vec<Value> {
    let one = || vec![value.clone()];
    value.as_array().cloned().unwrap_or_else(one)
}

async fn inject(by: By, emulator: &Emulator, caller: &Caller, faults: &Value) {
    match by {
        By::Library => {
            for fault in list(faults) {
                let fault: Fault = fault.to_string().parse().unwrap();
                emulator.inject(fault).unwrap();
            }
        }
        By::Http => {
            let reply = caller.call("POST /_emulator/faults", Some(faults)).await;
            assert_eq!(reply.status, 200, "{}", reply.body);
            let ids = reply.body["ids"].as_array().unwrap();
            assert_eq!(ids.len(), list(faults).len());
        }
    }
}

async fn called(caller: &Caller, step: &Value) -> Vec<String> {
    let call = step["call"].as_str().unwrap();
    let body = step.get("body").map(Value::to_string).unwrap_or_default();
    let ended = crate::attempt(caller, call, &body).await;
    let status = step.get("status").and_then(Value::as_u64).unwrap_or(200);
    let expected = match step.get("ends").and_then(Value::as_str) {
        Some("reset") => Some(Broken::Reset),
        Some("cut_off") => Some(Broken::CutOff(status.try_into().unwrap())),
        ends => {
            assert_eq!(ends, None, "{step}");
            None
        }
    };
    match (ended, expected) {
        (Err(broken), Some(expected)) if broken == expected => Vec::new(),
        (Ok(raw), None) if step.get("text").is_some() => {
            let text = String::from_utf8(raw.body.clone()).unwrap();
            let mut problems = problems(
                step,
                &support::Reply {
                    status: raw.status,
                    headers: raw.headers,
                    body: Value::Null,
                },
            );
            if !text.contains(step["text"].as_str().unwrap()) {
                problems.push(text);
            }
            problems
        }
        (Ok(raw), None) => problems(step, &raw.json()),
        (ended, expected) => vec![format!("expected {expected:?}, found {ended:?}")],
    }
}

fn stand(emulator: &Emulator, step: &Value) -> Vec<String> {
    let faults = emulator.faults();
    let (struck, left): (Vec<_>, Vec<_>) = faults
        .iter()
        .map(|fault| (fault.struck, fault.left))
        .unzip();
    let found = [("struck", json!(struck)), ("left", json!(left))];
    let wrong = found
        .iter()
        .filter(|(key, found)| step.get(key).is_some_and(|expected| expected != found));
    wrong
        .map(|(key, found)| format!("{key}: expected {}, found {found}", step[key]))
        .collect()
}

async fn run(by: By, case: &Value) -> Vec<String> {
    let none = Value::Null;
    let state = state::builder(case.get("state").unwrap_or(&none));
    let emulator = state.start().await.unwrap();
    let caller = Caller::new(&emulator);
    let mut found = Vec::new();
    for (place, step) in case["steps"].as_array().unwrap().iter().enumerate() {
        let mut keys = step.as_object().unwrap().keys();
        assert_eq!(keys.find(|key| !KEYS.contains(&key.as_str())), None);
        let problems = match step.get("faults") {
            Some(faults) => {
                inject(by, &emulator, &caller, faults).await;
                Vec::new()
            }
            None if step.get("call").is_some() => called(&caller, step).await,
            None => stand(&emulator, step),
        };
        let id = &case["id"];
        found.extend(
            problems
                .iter()
                .map(|what| format!("{id}: step {place}, by {by:?}: {what}")),
        );
    }
    found
}

#[tokio::test]
async fn every_step_of_every_case_goes_as_it_says_by_the_library_and_by_http() {
    let mut found = Vec::new();
    for case in support::json("cases/emulator/faults.json")
        .as_array()
        .unwrap()
    {
        for by in [By::Library, By::Http] {
            found.extend(run(by, case).await);
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
