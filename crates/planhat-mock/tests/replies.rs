//! What mocks answer: sequences, refusals, results of bulk upserts, and replies that are none.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::time::Duration;

use planhat_api::{Client, Deletion, LicenseUpdate, LicenseUpsert, Method, RecordRef};
use planhat_mock::{BulkItem, MockServer, bulk_result, object_id, sample};
use serde_json::{Value, json};

fn id() -> RecordRef {
    RecordRef::external("a").unwrap()
}

fn client(server: &MockServer) -> Client {
    Client::for_tests(server.url()).unwrap()
}

#[tokio::test]
async fn replies_are_given_in_turn_and_the_last_one_stays() {
    let server = MockServer::start();
    let mock = server.license_get(|_, then| {
        then.status(503).status(503).ok(&sample::license());
    });
    let first = client(&server).licenses().get(id()).send().await.unwrap();
    assert_eq!(first.http_attempts(), 3);
    let second = client(&server).licenses().get(id()).send().await.unwrap();
    assert_eq!(second.http_attempts(), 1);
    mock.assert_calls(4);
    let statuses: Vec<_> = server
        .calls()
        .iter()
        .filter_map(|call| call.status())
        .collect();
    assert_eq!(statuses, [503, 503, 200, 200]);
}

#[tokio::test]
async fn calls_that_come_at_once_share_one_sequence() {
    let server = MockServer::start();
    let mock = server.license_get(|_, then| {
        then.status(404).times(5).ok(&sample::license());
    });
    let client = client(&server);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let client = client.clone();
        calls.spawn(async move { client.licenses().get(id()).send().await.is_ok() });
    }
    let found = calls.join_all().await;
    assert_eq!(found.iter().filter(|found| **found).count(), 15);
    mock.assert_calls(20);
}

#[tokio::test]
async fn a_mock_whose_replies_are_used_up_makes_way_for_the_next() {
    let server = MockServer::start();
    let first = server.license_get(|_, then| {
        then.ok(&sample::license_with(json!({"mrr": 1}))).times(2);
    });
    server.license_get(|_, then| {
        then.ok(&sample::license_with(json!({"mrr": 2}))).times(1);
    });
    for mrr in [1.0, 1.0, 2.0] {
        let license = client(&server).licenses().get(id()).send().await.unwrap();
        assert_eq!(license.mrr(), Some(mrr));
    }
    first.assert_calls(2);
    let error = client(&server)
        .licenses()
        .get(id())
        .send()
        .await
        .unwrap_err();
    assert!(error.message().unwrap().contains("its replies are used up"));
    assert_eq!(server.take_unexpected().len(), 1);
}

#[tokio::test]
async fn a_429_says_how_long_to_wait() {
    let server = MockServer::start();
    let mock = server.license_list(|_, then| {
        then.rate_limited(Duration::from_millis(1500)).ok([]);
    });
    let page = client(&server).licenses().list().send().await.unwrap();
    assert_eq!((page.len(), page.http_attempts()), (0, 2));
    mock.assert_calls(2);

    server.deal_list(|_, then| {
        then.rate_limited(Duration::from_secs(3600))
            .header("x-request-id", "req-1");
    });
    let error = client(&server).deals().list().send().await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(error.headers().unwrap().get("retry-after"), Some("3600"));
    assert_eq!(error.headers().unwrap().get("x-request-id"), Some("req-1"));
}

#[tokio::test]
async fn an_error_status_comes_with_the_servers_words() {
    let server = MockServer::start();
    server.license_update(|when, then| {
        when.body_includes(&LicenseUpdate::new().mrr(1));
        then.error(400, json!({"message": "value must be above zero"}));
    });
    server.license_update(|_, then| {
        then.error(404, "no such license");
    });
    let update = |mrr| {
        client(&server)
            .licenses()
            .update(id(), LicenseUpdate::new().mrr(mrr).value(2))
    };
    let error = update(1).send().await.unwrap_err();
    assert_eq!(
        (error.status(), error.message().as_deref()),
        (Some(400), Some("value must be above zero"))
    );
    let error = update(2).send().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.message().as_deref(), Some("no such license"));
}

#[tokio::test]
async fn a_reply_can_be_any_bytes() {
    let server = MockServer::start();
    server.license_get(|_, then| {
        then.raw(502, "text/html", "<html>")
            .raw(200, "application/json", r#"{"_id":"#);
    });
    let error = client(&server)
        .licenses()
        .get(id())
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.body().unwrap(), br#"{"_id":"#);
    assert_eq!(error.attempts(), 2);
}

#[tokio::test]
async fn a_delayed_reply_meets_the_time_out_of_an_attempt() {
    let server = MockServer::start();
    server.license_get(|_, then| {
        then.ok(&sample::license())
            .times(1)
            .delay(Duration::from_secs(600));
        then.ok(&sample::license());
    });
    let client = Client::builder()
        .token("test")
        .base_url(server.url())
        .clock(planhat_api::clock::TestClock::new())
        .timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    let license = client.licenses().get(id()).send().await.unwrap();
    assert_eq!(license.http_attempts(), 2);
}

#[tokio::test]
async fn a_bulk_upsert_says_what_became_of_each_item() {
    let server = MockServer::start();
    let items = [
        LicenseUpsert::new().source_id("s-1").mrr(1),
        LicenseUpsert::new().property("_id", object_id(9)).mrr(2),
        LicenseUpsert::new().external_id("e-1").mrr(3),
        LicenseUpsert::new().mrr(4),
        LicenseUpsert::new().mrr(5),
        LicenseUpsert::new().mrr(6),
    ];
    let result = bulk_result([
        BulkItem::created(&items[0]),
        BulkItem::updated(&items[1]),
        BulkItem::unchanged(&items[2]),
        BulkItem::not_created(json!({"index": 3})),
        BulkItem::not_updated("no such license"),
        BulkItem::forbidden(json!({"index": 5})),
    ]);
    server.license_bulk_upsert(|when, then| {
        when.items(&items);
        then.partial(&result).refused(403, &result);
    });
    for status in [206, 403] {
        let reply = client(&server)
            .licenses()
            .bulk_upsert(items.clone())
            .send()
            .await
            .unwrap();
        assert_eq!(reply.http_status(), status);
        let told: Value = serde_json::from_str(reply.as_json()).unwrap();
        let expected = json!({
            "created": 1, "createdErrors": [{"index": 3}],
            "insertsKeys": [{"_id": object_id(0), "sourceId": "s-1"}],
            "updated": 1, "updatedErrors": ["no such license"], "updatesKeys": [{"_id": object_id(9)}],
            "nonupdates": 1, "modified": [object_id(9)], "upsertedIds": [object_id(0)],
            "permissionErrors": [{"index": 5}],
        });
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn a_delete_can_find_nothing() {
    let server = MockServer::start();
    server.deal_delete(|_, then| {
        then.nothing_deleted().raw(200, "text/plain", "");
    });
    for deletion in [Deletion::Nothing, Deletion::Untold] {
        let reply = client(&server)
            .deals()
            .delete(object_id(1))
            .send()
            .await
            .unwrap();
        assert_eq!(reply.deletion(), deletion);
    }
}

#[tokio::test]
async fn a_call_is_told_by_its_headers_and_by_a_closure() {
    let server = MockServer::start();
    let mock = server.license_list(|when, then| {
        when.header("X-Reason", "test")
            .matches("an agent", |request| {
                request
                    .headers_vec()
                    .iter()
                    .any(|(name, _)| name == "user-agent")
            });
        then.ok([]);
    });
    client(&server)
        .licenses()
        .list()
        .header("x-reason", "test")
        .send()
        .await
        .unwrap();
    mock.assert();
    let error = client(&server).licenses().list().send().await.unwrap_err();
    assert!(
        error
            .message()
            .unwrap()
            .contains("the header `x-reason` is missing")
    );
    assert_eq!(server.take_unexpected().len(), 1);
}

#[tokio::test]
async fn what_is_no_operation_is_mocked_in_httpmocks_words() {
    let server = MockServer::start();
    let mock = server.mock(|when, then| {
        when.method("GET").path("/companies/extid-acme");
        then.status(200).body(r#"{"name":"Acme"}"#);
    });
    let company = client(&server)
        .request::<Value>(Method::Get, "/companies/{id}")
        .path_param("id", "extid-acme")
        .send()
        .await
        .unwrap();
    assert_eq!(company["name"], "Acme");
    mock.assert();
    assert!(server.calls().is_empty());
}
