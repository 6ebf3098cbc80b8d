//! Tokens, and resources that a tenant does not have.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use planhat_emulator::{Absent, Emulator};
use serde_json::{Value, json};
use support::{Caller, compare};

const ALL: [(&str, &str); 6] = [
    ("POST /products", r#"{"name":"B"}"#),
    ("GET /products", ""),
    (
        "PUT /products",
        r#"[{"name":"B"},{"externalId":"p","name":"A"}]"#,
    ),
    ("GET /products/extid-p", ""),
    ("PUT /products/extid-p", r#"{"name":"B"}"#),
    ("DELETE /products/610097ab6d643a7c418af200", ""),
];

async fn emulator() -> Emulator {
    let product = json!({ "_id": "610097ab6d643a7c418af200", "externalId": "p", "name": "A" });
    let builder = Emulator::builder().token("all").read_only_token("read");
    let builder = builder
        .record("products", product)
        .absent("deals", Absent::Forbidden);
    builder
        .absent("licenses", Absent::NotFound)
        .start()
        .await
        .unwrap()
}

fn body(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| serde_json::from_str(text).unwrap())
}

#[tokio::test]
async fn an_unknown_token_may_do_nothing_in_any_form() {
    let emulator = emulator().await;
    assert_eq!(emulator.token(), "all");
    for authorization in [
        None,
        Some("Bearer none"),
        Some("Bearer emulator-token"),
        Some("all"),
        Some("Basic YWxs"),
    ] {
        let caller = Caller::with(&emulator, authorization.map(str::to_owned));
        for (call, text) in ALL {
            let reply = caller.call(call, body(text).as_ref()).await;
            assert_eq!(reply.status, 401, "{call} {authorization:?}");
            assert!(reply.headers.contains_key("www-authenticate"));
        }
    }
    let basic = Caller::with(&emulator, Some("Basic YWxsOg==".to_owned()));
    assert_eq!(
        basic.call("GET /products/extid-p", None).await.body["name"],
        "A"
    );
}

#[tokio::test]
async fn a_token_for_reading_reads_and_changes_nothing() {
    let emulator = emulator().await;
    let reader = Caller::with(&emulator, Some("Bearer read".to_owned()));
    let before = reader.call("GET /products", None).await.body;
    for (call, text) in ALL {
        let reply = reader.call(call, body(text).as_ref()).await;
        let status = if call.starts_with("GET") { 200 } else { 403 };
        assert_eq!(reply.status, status, "{call}");
        if call == "PUT /products" {
            let expected = json!({
                "created": 0, "updated": 0, "createdErrors": [], "updatedErrors": [],
                "permissionErrors": [{ "index": 0 }, { "index": 1, "externalId": "p" }],
            });
            assert_eq!(compare::lacks(&expected, &reply.body), []);
        }
    }
    assert_eq!(
        reader.call("PUT /products", Some(&json!([]))).await.status,
        403
    );
    assert_eq!(reader.call("GET /products", None).await.body, before);
}

#[tokio::test]
async fn an_absent_resource_answers_everything_with_its_status_but_an_unknown_token() {
    let emulator = emulator().await;
    let caller = Caller::new(&emulator);
    for (resource, status) in [("deals", 403), ("licenses", 404)] {
        for (call, text) in ALL {
            let call = call.replace("products", resource);
            assert_eq!(
                caller.call(&call, body(text).as_ref()).await.status,
                status,
                "{call}"
            );
        }
        let unknown = Caller::with(&emulator, None);
        assert_eq!(
            unknown.call(&format!("GET /{resource}"), None).await.status,
            401
        );
    }
}
