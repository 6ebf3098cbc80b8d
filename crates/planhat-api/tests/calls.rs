//! What a call is, beyond one exchange: tokens that change, calls that nobody documented, answers
//! about a whole resource, and who hears of it.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use planhat_api::clock::TestClock;
use planhat_api::limits::{Limiter, Limits};
use planhat_api::retry::NeverRetry;
use planhat_api::{
    Attempt, Availability, Builder, Client, Deletion, Effect, InvalidToken, LicenseUpdate,
    LicenseUpsert, Method, ObjectId, Observer, Token, TokenNeed,
};
use serde_json::{Value, json};
use support::{Behaviour, Server};

fn answer(status: u16, body: &'static str) -> Behaviour {
    Behaviour::Answer { status, body }
}

fn id() -> ObjectId {
    "61006fbf1df7fa77a20d9d0a".parse().unwrap()
}

fn builder(server: &Server) -> Builder {
    Client::builder()
        .base_url(server.url())
        .clock(TestClock::new())
}

#[tokio::test]
async fn a_provider_is_asked_for_every_attempt() {
    let server = Server::scripted(&[answer(503, ""), answer(503, ""), answer(200, "[]")]);
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let client = builder(&server)
        .token_provider(move |need| {
            assert_eq!(need, TokenNeed::Attempt);
            let number = counter.fetch_add(1, Ordering::SeqCst);
            async move { Token::new(format!("token-{number}")) }
        })
        .build()
        .unwrap();
    let page = client.licenses().list().send().await.unwrap();
    assert_eq!(page.http_attempts(), 3);
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    for number in 0..3 {
        let header = format!("authorization: bearer token-{number}");
        assert!(server.heard().to_lowercase().contains(&header));
    }
}

#[tokio::test]
async fn a_provider_that_fails_keeps_the_call_from_being_sent() {
    let server = Server::start(answer(200, "[]"));
    let client = builder(&server)
        .token_provider(|_| async { Err::<Token, _>("the vault is sealed") })
        .build()
        .unwrap();
    let error = client.licenses().list().send().await.unwrap_err();
    assert!(error.is_token_provider());
    assert_eq!((error.effect(), error.attempts()), (Effect::NotSent, 0));
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "the vault is sealed");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_provider_has_as_long_as_an_attempt() {
    let server = Server::start(answer(200, "[]"));
    let client = builder(&server)
        .timeout(Duration::from_millis(20))
        .token_provider(|_| std::future::pending::<Result<Token, InvalidToken>>())
        .build()
        .unwrap();
    let error = client.licenses().list().send().await.unwrap_err();
    assert!(error.is_token_provider(), "{error}");
    assert_eq!(error.effect(), Effect::NotSent);
}

#[tokio::test]
async fn what_nobody_documented_can_be_called() {
    let server = Server::start(answer(200, r#"{"name":"Acme","size":3}"#));
    let client = Client::for_tests(server.url()).unwrap();
    let company = client
        .request::<Value>(Method::Put, "/companies/{id}")
        .path_param("id", "extid-a/b")
        .query("a b", "")
        .header("x-reason", "test")
        .json(&json!({"size": 3}))
        .send()
        .await
        .unwrap();
    assert_eq!(company["name"], "Acme");
    assert_eq!(company.http_body(), br#"{"name":"Acme","size":3}"#);
    let heard = server.heard();
    assert!(
        heard.starts_with("PUT /companies/extid-a%2Fb?a%20b= HTTP/1.1"),
        "{heard}"
    );
    assert!(heard.ends_with(r#"{"size":3}"#), "{heard}");
}

#[tokio::test]
async fn an_empty_reply_of_an_undocumented_call_is_a_null() {
    let server = Server::start(answer(204, ""));
    let client = Client::for_tests(server.url()).unwrap();
    let call = || client.request::<Option<u64>>(Method::Patch, "/things");
    assert_eq!(call().send().await.unwrap().into_inner(), None);
}

#[tokio::test]
async fn an_undocumented_call_that_cannot_be_meant_is_not_sent() {
    let server = Server::start(answer(200, "{}"));
    let client = Client::for_tests(server.url()).unwrap();
    for (path, values) in [
        ("companies", &[][..]),
        ("/companies?limit=1", &[]),
        ("/companies#top", &[]),
        ("/com panies", &[]),
        ("/companies/%2e%2e", &[]),
        ("/a/../b", &[]),
        ("/companies/{id}", &[]),
        ("/companies/{id}", &[("id", "")]),
        ("/companies/{id}", &[("id", "..")]),
        ("/companies/{id}", &[("id", "a"), ("id", "b")]),
        ("/companies", &[("id", "a")]),
    ] {
        let call = client.request::<Value>(Method::Get, path);
        let call = values
            .iter()
            .fold(call, |call, (name, value)| call.path_param(name, value));
        let error = call.send().await.unwrap_err();
        assert!(error.is_invalid_request(), "{path} {values:?}: {error}");
    }
    let not_finite = client.request::<Value>(Method::Post, "/a").json(&f64::NAN);
    assert!(not_finite.send().await.unwrap_err().is_invalid_request());
    assert_eq!(server.connections(), 0);
}

/// A parameter that happens to be called like what was wrong must not mend it.
#[tokio::test]
async fn a_query_parameter_lifts_no_refusal() {
    let server = Server::start(answer(200, "{}"));
    let other = Server::start(answer(200, "{}"));
    let client = Client::for_tests(server.url()).unwrap();
    let elsewhere = format!("@{}/", other.url().trim_start_matches("http://"));
    let many = (0..5001).map(|_| LicenseUpsert::new().source_id("s"));
    let not_finite = LicenseUpdate::new().mrr(f64::NAN);
    for error in [
        client
            .request::<Value>(Method::Get, elsewhere)
            .query("path", "x")
            .send()
            .await
            .unwrap_err(),
        client
            .licenses()
            .bulk_upsert(many)
            .query("items", "1")
            .send()
            .await
            .unwrap_err(),
        client
            .licenses()
            .update(id(), not_finite)
            .query("mrr", "1")
            .send()
            .await
            .unwrap_err(),
    ] {
        assert!(error.is_invalid_request(), "{error}");
    }
    assert_eq!((server.connections(), other.connections()), (0, 0));
}

#[tokio::test]
async fn a_provider_is_asked_when_the_wait_is_over() {
    let server = Server::scripted(&[answer(429, ""), answer(200, "[]")]);
    let clock = Arc::new(TestClock::new());
    let asked_at = Arc::new(Mutex::new(Vec::new()));
    let (times, watch) = (Arc::clone(&asked_at), Arc::clone(&clock));
    let client = builder(&server)
        .clock(Arc::clone(&clock))
        .token_provider(move |_| {
            times.lock().unwrap().push(watch.passed());
            async { Token::new("t") }
        })
        .build()
        .unwrap();
    client.licenses().list().send().await.unwrap();
    let asked_at = asked_at.lock().unwrap();
    assert_eq!(asked_at[0], Duration::ZERO);
    assert!(
        asked_at.last() >= Some(&Duration::from_secs(60)),
        "{asked_at:?}"
    );
}

#[tokio::test]
async fn a_shared_limiter_may_go_by_another_clock() {
    let server = Server::start(answer(200, "[]"));
    let clock = Arc::new(TestClock::new());
    clock.advance(Duration::from_secs(3600));
    let limiter = Limiter::with_clock(Limits::default(), clock).unwrap();
    let client = builder(&server).token("t").limiter(limiter).build();
    let list = client.unwrap().licenses().list();
    let page = list.deadline(Duration::from_secs(5)).send().await;
    assert!(page.is_ok(), "{page:?}");
}

#[tokio::test]
async fn an_undocumented_write_is_repeated_only_where_the_caller_says_so() {
    for (idempotent, attempts) in [(None, 1), (Some(false), 1), (Some(true), 4)] {
        let server = Server::start(answer(503, ""));
        let client = Client::for_tests(server.url()).unwrap();
        let call = client.request::<Value>(Method::Put, "/companies");
        let call = idempotent.map_or(call.clone(), |idempotent| call.idempotent(idempotent));
        let error = call.send().await.unwrap_err();
        assert_eq!(error.attempts(), attempts, "{idempotent:?}");
        assert_eq!(error.operation(), "undocumented");
        assert_eq!(error.path_template(), "/companies");
    }
}

#[tokio::test]
async fn a_resource_is_available_forbidden_or_absent() {
    for (status, body, expected) in [
        (200, "[]", Some(Availability::Available)),
        (200, r#"[{"_id":"x"}]"#, Some(Availability::Available)),
        (403, "\"no\"", Some(Availability::Forbidden)),
        (404, "<html>", Some(Availability::Absent)),
        (401, "\"no\"", None),
        (500, "", None),
        (200, "<html>", None),
    ] {
        let server = Server::start(answer(status, body));
        let client = Client::for_tests(server.url()).unwrap();
        let told = client.deals().availability().send().await;
        let told = told.map(|told| *told).ok();
        assert_eq!(told, expected, "{status} {body}");
        assert!(server.heard().starts_with("GET /deals?limit=1 "));
    }
}

#[tokio::test]
async fn a_delete_tells_what_it_did() {
    for (script, expected) in [
        (
            &[answer(200, r#"{"deletedCount":1}"#)][..],
            Deletion::Deleted(1),
        ),
        (&[answer(200, r#"{"deletedCount":0}"#)], Deletion::Nothing),
        (
            &[answer(200, r#"{"deletedCount":2}"#)],
            Deletion::Deleted(2),
        ),
        (&[answer(200, r#"{"deletedCount":-1}"#)], Deletion::Untold),
        (&[answer(200, "")], Deletion::Untold),
        (&[answer(200, r#"{"n":1,"ok":1}"#)], Deletion::Untold),
        (
            &[answer(429, ""), answer(200, r#"{"deletedCount":0}"#)],
            Deletion::Nothing,
        ),
        (
            &[answer(502, ""), answer(200, r#"{"deletedCount":0}"#)],
            Deletion::NothingLeft,
        ),
        (
            &[Behaviour::Reset, answer(200, r#"{"deletedCount":1}"#)],
            Deletion::Deleted(1),
        ),
    ] {
        let server = Server::scripted(script);
        let client = Client::for_tests(server.url()).unwrap();
        let reply = client.deals().delete(id()).send().await.unwrap();
        assert_eq!(reply.deletion(), expected, "{script:?}");
    }
}

#[tokio::test]
async fn a_setting_of_a_call_goes_before_that_of_its_client() {
    let server = Server::start(Behaviour::Silence);
    let client = builder(&server)
        .token("t")
        .timeout(Duration::from_secs(60))
        .retry_policy(NeverRetry)
        .build()
        .unwrap();
    let get = || client.licenses().get(id());
    let error = get().timeout(Duration::from_millis(20)).send().await;
    let error = error.unwrap_err();
    assert!(error.is_timeout() && !error.is_deadline(), "{error}");
    let error = get().deadline(Duration::from_millis(20)).send().await;
    let error = error.unwrap_err();
    assert!(error.is_timeout() && error.is_deadline(), "{error}");
    assert_eq!(error.effect(), Effect::Unknown);
    for call in [
        get().timeout(Duration::ZERO),
        get().deadline(Duration::ZERO),
        get().connect_timeout(Duration::ZERO),
        get().query("", "x"),
    ] {
        let error = call.send().await.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
    }
}

#[tokio::test]
async fn clones_and_clients_can_share_a_limiter() {
    let server = Server::start(answer(200, "[]"));
    let clock = Arc::new(TestClock::new());
    let limits = Limits::off().per_minute(3);
    let limiter = Limiter::with_clock(limits, Arc::clone(&clock)).unwrap();
    let client = || {
        let builder = builder(&server).token("t").clock(Arc::clone(&clock));
        builder.limiter(limiter.clone()).build().unwrap()
    };
    let (one, other) = (client(), client());
    for _ in 0..2 {
        for client in [&one, &other.clone()] {
            client.licenses().list().send().await.unwrap();
        }
    }
    assert_eq!(clock.passed(), Duration::from_secs(60));
}

/// Keeps what it hears.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Observer for Heard {
    fn attempt(&self, attempt: &Attempt<'_>) {
        self.0.lock().unwrap().push(format!(
            "{} {} {} {:?} {:?} {}",
            attempt.label().unwrap_or_default(),
            attempt.operation(),
            attempt.number(),
            attempt.status(),
            attempt.wait_reason(),
            attempt.is_repeated(),
        ));
    }
}

#[tokio::test]
async fn an_observer_hears_of_every_attempt() {
    let server = Server::scripted(&[answer(503, ""), answer(429, ""), answer(200, "[]")]);
    let heard = Heard::default();
    let client = builder(&server)
        .token("t")
        .label("acme")
        .observer(heard.clone())
        .build()
        .unwrap();
    client.licenses().list().send().await.unwrap();
    assert_eq!(
        *heard.0.lock().unwrap(),
        [
            "acme license_list 1 Some(503) None true",
            "acme license_list 2 Some(429) Some(\"retry\") true",
            "acme license_list 3 Some(200) Some(\"cool_down\") false",
        ]
    );
}
