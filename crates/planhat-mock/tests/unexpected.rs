//! Calls that no mock fits, and mocks that nobody called.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use planhat_api::{Client, LicenseUpdate, Method, RecordRef};
use planhat_mock::{Mock, MockServer, sample};
use serde_json::Value;

/// What a panic says.
fn panic_of(act: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(act)).unwrap_err();
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap()
}

async fn get(server: &MockServer, id: &str) -> Result<(), planhat_api::Error> {
    let id = RecordRef::external(id).unwrap();
    let client = Client::for_tests(server.url()).unwrap();
    client.licenses().get(id).send().await.map(drop)
}

fn mock_a<'s>(server: &'s MockServer) -> Mock<'s> {
    server.license_get(|when, then| {
        when.id("extid-a/b");
        then.ok(&sample::license());
    })
}

#[tokio::test]
async fn dropping_the_server_tells_what_was_called_and_why_nothing_fits() {
    let server = MockServer::start();
    mock_a(&server);
    get(&server, "a/b").await.unwrap();
    let error = get(&server, "c").await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(501), 1));
    let told = panic_of(|| drop(server));
    assert_eq!(
        told,
        "planhat-mock: no mock fits 1 of 2 calls\n\
         \x20   GET /licenses/extid-a%2Fb (license_get): 200\n\
         \x20 ! GET /licenses/extid-c (license_get): not expected\n\
         \x20     license_get with the id \"extid-a/b\": the id is \"extid-c\", not \"extid-a/b\""
    );
}

#[tokio::test]
async fn the_same_is_told_at_once_where_it_is_asked_for() {
    let server = MockServer::start();
    server.assert_nothing_unexpected();
    get(&server, "a").await.unwrap_err();
    let told = panic_of(|| server.assert_nothing_unexpected());
    assert!(told.ends_with("      nothing mocks license_get"), "{told}");
    server.take_unexpected();
}

#[tokio::test]
async fn what_was_meant_is_no_longer_held_against_the_test() {
    let server = MockServer::start();
    get(&server, "a").await.unwrap_err();
    let [call] = &server.take_unexpected()[..] else {
        panic!("one call was made")
    };
    assert_eq!((call.method(), call.target()), ("GET", "/licenses/extid-a"));
    assert_eq!(
        (call.operation(), call.status()),
        (Some("license_get"), None)
    );
    server.assert_nothing_unexpected();
    assert!(server.take_unexpected().is_empty());
    get(&server, "b").await.unwrap_err();
    assert!(panic_of(|| drop(server)).contains("no mock fits 1 of 2 calls"));
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_told_key_by_key() {
    let server = MockServer::start();
    server.license_update(|when, then| {
        when.body(
            &LicenseUpdate::new()
                .mrr(1)
                .clear_to_date()
                .custom("Tier", "gold"),
        );
        then.ok(&sample::license());
    });
    let client = Client::for_tests(server.url()).unwrap();
    let id = RecordRef::external("a").unwrap();
    let update = LicenseUpdate::new()
        .mrr(2)
        .value(3)
        .custom("Tier", "silver");
    let error = client
        .licenses()
        .update(id, update)
        .send()
        .await
        .unwrap_err();
    let told = error.message().unwrap();
    for difference in [
        "the body.mrr is 2, not 1",
        "the body.toDate is missing",
        "the body.value is 3, which is not expected",
        r#"the body.custom.Tier is "silver", not "gold""#,
    ] {
        assert!(told.contains(difference), "{told}");
    }
    let [call] = &server.take_unexpected()[..] else {
        panic!("one call was made")
    };
    assert_eq!(
        call.body(),
        br#"{"mrr":2,"value":3,"custom":{"Tier":"silver"}}"#
    );
}

#[tokio::test]
async fn a_call_of_no_operation_is_unexpected_too() {
    let server = MockServer::start();
    let client = Client::for_tests(server.url()).unwrap();
    let call = client.request::<Value>(Method::Patch, "/licenses");
    assert_eq!(call.send().await.unwrap_err().status(), Some(501));
    let calls = server.take_unexpected();
    assert_eq!(calls[0].operation(), None);
    assert_eq!(
        format!("{:?}", calls[0]),
        "PATCH /licenses (no documented operation): not expected"
    );
}

#[tokio::test]
async fn a_mock_that_nobody_called_says_what_was_called_instead() {
    let server = MockServer::start();
    let mock = mock_a(&server);
    let told = panic_of(|| mock.assert());
    assert_eq!(
        told,
        "planhat-mock: called 0 times, not 1: license_get with the id \"extid-a/b\"\n  nothing was called"
    );
    get(&server, "b").await.unwrap_err();
    assert!(panic_of(|| mock.assert()).contains("! GET /licenses/extid-b"));
    server.take_unexpected();
}

#[tokio::test]
async fn a_deleted_mock_is_gone() {
    let server = MockServer::start();
    mock_a(&server).delete();
    get(&server, "a/b").await.unwrap_err();
    assert_eq!(
        server.take_unexpected()[0].reasons(),
        ["nothing mocks license_get"]
    );
}

#[test]
fn a_server_can_be_shared_between_tasks() {
    fn shared<T: Send + Sync>() {}
    shared::<MockServer>();
    shared::<Mock<'_>>();
}

#[tokio::test]
async fn no_server_knows_of_the_one_before_it() {
    for _ in 0..30 {
        let server = MockServer::start_async().await;
        assert!(get(&server, "a/b").await.is_err());
        server.take_unexpected();
        let mock = mock_a(&server);
        get(&server, "a/b").await.unwrap();
        mock.assert();
        assert_eq!(server.calls().len(), 2);
    }
}

#[test]
fn a_mock_that_cannot_be_meant_is_refused_with_the_mend() {
    let server = MockServer::start();
    let refused = |said: &str, act: &dyn Fn()| {
        let told = panic_of(act);
        assert!(told.contains(said), "{told}");
    };
    refused("call `then.ok(…)`", &|| {
        drop(server.license_get(|_, _| {}))
    });
    refused("200 to 599 do", &|| {
        server.license_get(|_, then| {
            then.status(100);
        });
    });
    refused("once at least", &|| {
        server.license_get(|_, then| {
            then.status(503).times(0);
        });
    });
    refused("there is none", &|| {
        server.license_get(|_, then| {
            then.times(2);
        });
    });
    refused("is no header", &|| {
        server.license_get(|_, then| {
            then.status(503).header("a b", "c");
        });
    });
    refused("no NaN", &|| {
        server.license_update(|when, _| {
            when.body(&LicenseUpdate::new().mrr(f64::NAN));
        });
    });
    refused("an object, not [1]", &|| drop(sample::license_with([1])));
}
