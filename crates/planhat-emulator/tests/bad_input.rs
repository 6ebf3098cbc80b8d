//! Whatever does not fit is told in a 4xx status with words, and changes nothing.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use planhat_emulator::Emulator;
use serde_json::{Value, json};
use support::{Caller, Reply, json, state};

async fn emulator() -> Emulator {
    let company = "61006bc89a3e0b702ed8ea49";
    let state = json!({ "records": {
        "deals": [{ "_id": "610091916d643a7c418aef42", "companyId": company, "externalId": "deal-001", "name": "A" }],
        "products": [{ "_id": "610097ab6d643a7c418af200", "name": "A" }],
        "licenses": [{ "_id": "61006fbf1df7fa77a20d9d0a", "companyId": company }],
    }});
    state::builder(&state).start().await.unwrap()
}

async fn sent(caller: &Caller, case: &Value) -> Reply {
    let call = case["call"].as_str().unwrap();
    let text = |key| case.get(key).and_then(Value::as_str);
    let bytes = case.get("bytes").and_then(Value::as_array).map(|bytes| {
        let bytes = bytes
            .iter()
            .map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap());
        bytes.collect()
    });
    let body = bytes
        .or_else(|| text("text").map(|text| text.as_bytes().to_vec()))
        .or_else(|| case.get("body").map(|body| body.to_string().into_bytes()));
    let content_type = text("content_type").unwrap_or("application/json");
    caller.send(call, body, Some(content_type)).await
}

#[tokio::test]
async fn every_bad_input_gets_a_clear_4xx_and_changes_nothing() {
    let emulator = emulator().await;
    let caller = Caller::new(&emulator);
    let before = caller.everything().await;
    let cases = json("cases/emulator/bad_input.json");
    let cases = cases.as_array().unwrap();
    assert!(cases.len() > 60);
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let reply = sent(&caller, case).await;
        assert_eq!(
            u64::from(reply.status),
            case["status"].as_u64().unwrap(),
            "{id}: {}",
            reply.body
        );
        assert_eq!(reply.body["status"], reply.status, "{id}");
        assert!(
            reply.body["message"]
                .as_str()
                .is_some_and(|text| text.len() > 10),
            "{id}: {}",
            reply.body
        );
        assert_eq!(reply.headers["content-type"], "application/json", "{id}");
        if let Some(pointer) = case.get("pointer") {
            assert_eq!(
                &reply.body["errors"][0]["pointer"], pointer,
                "{id}: {}",
                reply.body
            );
        }
        if let Some(allow) = case.get("allow") {
            assert_eq!(reply.headers["allow"], allow.as_str().unwrap(), "{id}");
        }
        assert_eq!(caller.everything().await, before, "{id}");
    }
}

#[tokio::test]
async fn a_bulk_upsert_of_6000_items_is_refused_as_a_whole() {
    let emulator = emulator().await;
    let caller = Caller::new(&emulator);
    let before = caller.everything().await;
    let items = Value::Array(vec![json!({ "name": "B" }); 6000]);
    let reply = caller.call("PUT /products", Some(&items)).await;
    assert_eq!(reply.status, 400);
    assert!(
        reply.body["message"]
            .as_str()
            .unwrap()
            .contains("6000 items"),
        "{}",
        reply.body
    );
    assert_eq!(caller.everything().await, before);
}

#[tokio::test]
async fn a_body_of_40_mb_is_refused_and_the_refusal_arrives() {
    let emulator = emulator().await;
    let caller = Caller::new(&emulator);
    let before = caller.everything().await;
    let long = format!("{{\"name\":\"{}\"}}", "B".repeat(40_000_000));
    let reply = caller
        .send(
            "POST /products",
            Some(long.into_bytes()),
            Some("application/json"),
        )
        .await;
    assert_eq!(reply.status, 413, "{}", reply.body);
    assert_eq!(caller.everything().await, before);
}

#[tokio::test]
async fn what_nests_without_end_is_refused_and_not_a_crash() {
    let emulator = emulator().await;
    let caller = Caller::new(&emulator);
    for text in ["[".repeat(1_000_000), "{\"custom\":".repeat(100_000)] {
        let reply = caller
            .send(
                "POST /products",
                Some(text.into_bytes()),
                Some("application/json"),
            )
            .await;
        assert_eq!(reply.status, 400);
    }
    assert_eq!(caller.call("GET /products", None).await.status, 200);
}

#[tokio::test]
async fn without_a_content_type_a_body_is_json() {
    let emulator = emulator().await;
    let caller = Caller::new(&emulator);
    let body = Some(b"{\"name\":\"B\"}".to_vec());
    assert_eq!(
        caller
            .send("POST /products", body.clone(), None)
            .await
            .status,
        200
    );
    let with_charset = Some("Application/JSON; charset=utf-8");
    assert_eq!(
        caller
            .send("POST /products", body, with_charset)
            .await
            .status,
        200
    );
}
