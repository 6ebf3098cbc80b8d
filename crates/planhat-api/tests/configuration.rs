//! What a client can be told, and what it refuses to be.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use std::time::Duration;

use planhat_api::limits::{InvalidLimits, Limiter, Limits, Reason};
use planhat_api::{
    Builder, Client, InvalidBaseUrl, InvalidConfiguration, InvalidToken, LicenseUpdate, ObjectId,
    Token,
};
use support::{Behaviour, Server};

const EMPTY_PAGE: Behaviour = Behaviour::Answer {
    status: 200,
    body: "[]",
};

fn builder(server: &Server) -> Builder {
    Client::builder().token("t").base_url(server.url())
}

fn id() -> ObjectId {
    "61006fbf1df7fa77a20d9d0a".parse().unwrap()
}

fn refused(builder: Builder) -> InvalidConfiguration {
    let error = builder.build().unwrap_err();
    assert!(error.is_configuration());
    error
        .inner()
        .unwrap()
        .downcast_ref::<InvalidConfiguration>()
        .unwrap()
        .clone()
}

#[test]
fn every_misuse_is_an_error_at_build() {
    let local = || Client::builder().token("t").base_url("http://127.0.0.1:1");
    for (builder, reason) in [
        (
            Client::builder(),
            InvalidConfiguration::Token(InvalidToken::Missing),
        ),
        (
            local().token(" \n"),
            InvalidConfiguration::Token(InvalidToken::Empty),
        ),
        (
            local().token("a\u{0}b"),
            InvalidConfiguration::Token(InvalidToken::Character),
        ),
        (
            local().base_url("api.planhat.com"),
            InvalidConfiguration::BaseUrl(InvalidBaseUrl::Scheme),
        ),
        (
            local().base_url("http://example.com"),
            InvalidConfiguration::BaseUrl(InvalidBaseUrl::Insecure),
        ),
        (
            local().timeout(Duration::ZERO),
            InvalidConfiguration::Timeout,
        ),
        (
            local().connect_timeout(Duration::ZERO),
            InvalidConfiguration::Timeout,
        ),
        (
            local().user_agent("line\nbreak"),
            InvalidConfiguration::UserAgent,
        ),
        (
            local().proxy("http://proxy:3128"),
            InvalidConfiguration::ProxyInTheClear,
        ),
        (
            local().allow_http().proxy("::"),
            InvalidConfiguration::Proxy,
        ),
        (
            local().allow_http().proxy("proxy:3128"),
            InvalidConfiguration::Proxy,
        ),
        (
            local().allow_http().proxy("ftp://proxy"),
            InvalidConfiguration::Proxy,
        ),
        (
            local().deadline(Duration::ZERO),
            InvalidConfiguration::Timeout,
        ),
        (
            local().max_reply_bytes(0),
            InvalidConfiguration::MaxReplyBytes,
        ),
        (
            local().limits(Limits::default().in_flight(0)),
            InvalidConfiguration::Limits(InvalidLimits::Zero(Reason::InFlight)),
        ),
        (
            local()
                .limits(Limits::default())
                .limiter(Limiter::new(Limits::default()).unwrap()),
            InvalidConfiguration::LimitsTwice,
        ),
        (
            local().reqwest_client(reqwest::Client::new()).no_proxy(),
            InvalidConfiguration::NotOurHttpClient,
        ),
        (
            local().token_provider(|_| async { Token::new("t") }),
            InvalidConfiguration::Token(InvalidToken::Twice),
        ),
        (
            local().token("a:b").basic_auth(),
            InvalidConfiguration::Token(InvalidToken::Colon),
        ),
        (
            local().root_certificate_pem("no certificate"),
            InvalidConfiguration::RootCertificate,
        ),
        (
            local().identity_pem("no identity"),
            InvalidConfiguration::Identity,
        ),
    ] {
        assert_eq!(refused(builder), reason);
    }
}

#[tokio::test]
async fn the_user_agent_names_crate_and_version_and_whoever_uses_it() {
    let server = Server::start(EMPTY_PAGE);
    let client = builder(&server)
        .user_agent("acme-sync/1.2")
        .build()
        .unwrap();
    client.deals().list().send().await.unwrap();
    let expected = concat!(
        "user-agent: planhat-api-rust/",
        env!("CARGO_PKG_VERSION"),
        " acme-sync/1.2\r\n"
    );
    assert!(server.heard().contains(expected), "{}", server.heard());
}

#[tokio::test]
async fn a_read_only_client_sends_no_write() {
    let server = Server::start(EMPTY_PAGE);
    let client = builder(&server).read_only().build().unwrap();
    client.licenses().list().send().await.unwrap();
    let writes = [
        client
            .licenses()
            .update(id(), LicenseUpdate::new())
            .send()
            .await
            .err(),
        client.licenses().delete(id()).send().await.err(),
        client
            .licenses()
            .bulk_upsert([Default::default()])
            .send()
            .await
            .err(),
    ];
    for error in writes {
        assert!(error.is_some_and(
            |error| error.is_invalid_request() && error.to_string().contains("read-only")
        ));
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn the_bound_on_replies_can_be_set() {
    let server = Server::start(Behaviour::Answer {
        status: 200,
        body: "[{\"mrr\":1},{\"mrr\":2}]",
    });
    let tight = builder(&server).max_reply_bytes(8).build().unwrap();
    let error = tight.licenses().list().send().await.unwrap_err();
    assert!(error.to_string().contains("larger than 8 bytes"), "{error}");
}

#[tokio::test]
async fn a_call_can_have_its_own_time_out_and_headers() {
    let server = Server::start(Behaviour::Silence);
    let client = builder(&server).build().unwrap();
    let call = client
        .licenses()
        .get(id())
        .timeout(Duration::from_millis(100));
    let error = call
        .header("x-gateway", "a")
        .header("X-Gateway", "b")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    let heard = server.heard();
    assert!(
        heard.contains("x-gateway: b\r\n") && !heard.contains("x-gateway: a"),
        "{heard}"
    );
    for (name, value) in [
        ("authorization", "x"),
        ("Host", "x"),
        ("no name", "x"),
        ("x-fine", "line\nbreak"),
    ] {
        let error = client
            .licenses()
            .list()
            .header(name, value)
            .send()
            .await
            .unwrap_err();
        assert!(
            error.is_invalid_request() && error.to_string().contains("`header`"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_label_tells_whose_call_failed() {
    let server = Server::start(Behaviour::Answer {
        status: 404,
        body: "",
    });
    let client = builder(&server).label("acme").build().unwrap();
    let error = client.licenses().get(id()).send().await.unwrap_err();
    assert_eq!(error.label(), Some("acme"));
    assert_eq!(
        error.to_string(),
        "[acme] license_get (GET /licenses/{id}): the server answered 404"
    );
}
