//! What happens between client and server, against sockets on this machine.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use std::error::Error as _;
use std::time::Duration;

use planhat_api::retry::NeverRetry;
use planhat_api::{Client, DealCreate, Effect, Error, LicenseUpdate, ObjectId, RecordRef};
use support::{Behaviour, Server};

const TOKEN: &str = "marked-token";
const ID: &str = "61006fbf1df7fa77a20d9d0a";

fn client(server: &Server) -> Client {
    let builder = Client::builder().token(TOKEN).base_url(server.url());
    let builder = builder.retry_policy(NeverRetry);
    builder.timeout(Duration::from_millis(200)).build().unwrap()
}

fn id() -> ObjectId {
    ID.parse().unwrap()
}

async fn get(behaviour: Behaviour) -> Error {
    let server = Server::start(behaviour);
    client(&server)
        .licenses()
        .get(id())
        .send()
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_status_speaks_even_where_the_body_breaks_off() {
    for (status, is) in [
        (401, Error::is_unauthorized as fn(&Error) -> bool),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (429, Error::is_rate_limited),
        (503, Error::is_server_error),
    ] {
        let error = get(Behaviour::CutOff {
            status,
            announced: 100,
            body: "{\"message\":",
        })
        .await;
        assert!(is(&error), "{error}");
        assert_eq!(error.body(), Some(&b"{\"message\":"[..]));
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_read_may_have_happened() {
    for behaviour in [
        Behaviour::CutOff {
            status: 200,
            announced: 100,
            body: "{\"mrr\"",
        },
        Behaviour::Answer {
            status: 200,
            body: "<html>login</html>",
        },
        Behaviour::Answer {
            status: 200,
            body: "",
        },
        Behaviour::Silence,
        Behaviour::Reset,
    ] {
        assert_eq!(
            get(behaviour).await.effect(),
            Effect::Unknown,
            "{behaviour:?}"
        );
    }
}

#[tokio::test]
async fn what_was_refused_or_never_sent_is_told_apart() {
    assert_eq!(
        get(Behaviour::Answer {
            status: 400,
            body: "\"no\""
        })
        .await
        .effect(),
        Effect::Refused
    );
    let nobody = Client::builder()
        .token(TOKEN)
        .base_url(support::closed_port())
        .retry_policy(NeverRetry)
        .build()
        .unwrap();
    let error = nobody.licenses().get(id()).send().await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.effect(), Effect::NotSent);
    let error = nobody.licenses().list().limit(0).send().await.unwrap_err();
    assert!(error.is_invalid_request());
    assert_eq!(error.effect(), Effect::NotSent);
}

#[tokio::test]
async fn an_endless_body_is_cut_at_the_bound() {
    let server = Server::start(Behaviour::Endless);
    let patient = Client::builder()
        .token(TOKEN)
        .base_url(server.url())
        .build()
        .unwrap();
    let error = patient.licenses().get(id()).send().await.unwrap_err();
    assert!(error.to_string().contains("larger than 64 MiB"), "{error}");
    assert_eq!(
        (error.status(), error.effect()),
        (Some(200), Effect::Unknown)
    );
}

/// 230 bytes on the wire, and 200,000 blanks when they are read.
#[cfg(feature = "gzip")]
#[tokio::test]
async fn the_bound_counts_what_was_decompressed() {
    const BLANKS: &[u8] = include_bytes!("support/blanks.gz");
    for (most, too_large) in [(199_999, true), (200_000, false)] {
        let server = Server::start(Behaviour::Gzipped(BLANKS));
        let builder = Client::builder().token(TOKEN).base_url(server.url());
        let client = builder.max_reply_bytes(most).build().unwrap();
        let error = client.licenses().get(id()).send().await.unwrap_err();
        assert_eq!(error.is_too_large(), too_large, "{error}");
        assert_eq!(error.is_decode(), !too_large, "{error}");
    }
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_ends() {
    let error = get(Behaviour::Silence).await;
    assert!(error.is_timeout() && !error.is_connect(), "{error}");
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn the_servers_own_words_are_kept() {
    let error = get(Behaviour::Answer {
        status: 400,
        body: r#"{"error":{"message":"companyId is required"}}"#,
    })
    .await;
    assert_eq!(error.message().as_deref(), Some("companyId is required"));
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(
        (error.operation(), error.path_template()),
        ("license_get", "/licenses/{id}")
    );
}

#[tokio::test]
async fn no_id_value_header_or_token_is_in_what_an_error_shows() {
    let marked = RecordRef::external("anna@example.com").unwrap();
    for behaviour in [
        Behaviour::Answer {
            status: 400,
            body: "\"no product marked-value\"",
        },
        Behaviour::Answer {
            status: 404,
            body: "{\"message\": \"nobody is Anna@Example.com\"}",
        },
        Behaviour::Answer {
            status: 400,
            body: "{\"marked\": \"marked-body\"}",
        },
        Behaviour::Answer {
            status: 200,
            body: "marked-body",
        },
        Behaviour::CutOff {
            status: 500,
            announced: 100,
            body: "marked-body",
        },
        Behaviour::Silence,
        Behaviour::Reset,
    ] {
        let server = Server::start(behaviour);
        let client = client(&server);
        let update = LicenseUpdate::new().product("marked-value");
        let request = client.licenses().update(&marked, update.clone());
        let shown = format!("{client:?} {request:?} {update:?} {marked:?}");
        let error = request.send().await.unwrap_err();
        let mut shown = format!("{shown} {error} {error:?}");
        let mut source = error.source();
        while let Some(inner) = source {
            shown.push_str(&format!(" {inner} {inner:?}"));
            source = inner.source();
        }
        for marked in ["anna", "marked", "req-1", TOKEN] {
            assert!(!shown.contains(marked), "{marked} in {shown}");
        }
    }
}

#[tokio::test]
async fn a_message_that_repeats_nothing_of_the_request_is_shown() {
    let error = get(Behaviour::Answer {
        status: 400,
        body: "{\"error\": {\"message\": \"companyId is required\"}}",
    })
    .await;
    assert_eq!(
        error.to_string(),
        "license_get (GET /licenses/{id}): the server answered 400: companyId is required"
    );
}

#[test]
fn a_builder_shows_neither_token_nor_credentials() {
    let builder = Client::builder()
        .token(TOKEN)
        .base_url("https://user:marked@example.com");
    let shown = format!("{builder:?}");
    assert!(!shown.contains("marked"), "{shown}");
    let error = builder.build().unwrap_err();
    assert!(error.is_configuration() && !format!("{error} {error:?}").contains("marked"));
    let cause = error
        .inner()
        .unwrap()
        .downcast_ref::<planhat_api::InvalidConfiguration>()
        .unwrap();
    assert!(matches!(
        cause,
        planhat_api::InvalidConfiguration::BaseUrl(_)
    ));
}

#[tokio::test]
async fn what_is_known_to_be_refused_is_not_sent() {
    let server = Server::start(Behaviour::Answer {
        status: 200,
        body: "{}",
    });
    let client = client(&server);
    let company = RecordRef::external("acme").unwrap();
    let not_sent = [
        client
            .deals()
            .create(DealCreate::new(&company).mrr(f64::NAN))
            .send()
            .await
            .unwrap_err(),
        client
            .deals()
            .create(DealCreate::new(&company).close_date("soon"))
            .send()
            .await
            .unwrap_err(),
        client
            .deals()
            .create(DealCreate::new(&company).comment("x".repeat(33 << 20)))
            .send()
            .await
            .unwrap_err(),
        client.licenses().bulk_upsert([]).send().await.unwrap_err(),
        client
            .licenses()
            .bulk_upsert(vec![Default::default(); 5_001])
            .send()
            .await
            .unwrap_err(),
        client.deals().list().limit(2_001).send().await.unwrap_err(),
    ];
    for (error, names) in not_sent.iter().zip([
        "`mrr`",
        "`closeDate`",
        "`body`",
        "`items`",
        "`items`",
        "`limit`",
    ]) {
        assert!(
            error.is_invalid_request() && error.to_string().contains(names),
            "{error}"
        );
    }
    assert_eq!(server.connections(), 0);
    // Setting again mends it.
    client
        .licenses()
        .list()
        .limit(0)
        .limit(1)
        .send()
        .await
        .unwrap_err();
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_call_can_move_to_another_task() {
    let server = Server::start(Behaviour::Answer {
        status: 200,
        body: "[{\"mrr\":1},{\"mrr\":2}]",
    });
    let page = tokio::spawn(client(&server).licenses().list().select(["mrr"]).send());
    let licenses = page.await.unwrap().unwrap();
    assert_eq!(licenses.http_status(), 200);
    assert_eq!(
        licenses
            .iter()
            .filter_map(|license| license.mrr())
            .sum::<f64>(),
        3.0
    );
}

#[tokio::test]
async fn where_a_body_cannot_be_read_is_told_without_a_word_of_the_request() {
    for (key, shown) in [
        ("mrr", "at `mrr`: "),
        ("bob", "at a place named like a part of the request: "),
        (
            "marked-token",
            "at a place named like a part of the request: ",
        ),
        ("a\\nERROR forged", "at `a ERROR forged`: "),
        (&"long ".repeat(80), "at a place with a long name: "),
    ] {
        let body = format!("{{\"{key}\": x");
        let server = Server::start(Behaviour::Answer {
            status: 200,
            body: body.leak(),
        });
        let bob = RecordRef::external("bob").unwrap();
        let error = client(&server).licenses().get(bob).send().await;
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains(&format!("be read: {shown}not valid")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_bad_element_of_a_page_is_named_by_its_place() {
    let server = Server::start(Behaviour::Answer {
        status: 200,
        body: "[{},[],{}]",
    });
    let error = client(&server).products().list().send().await.unwrap_err();
    assert!(error.is_decode());
    assert!(
        error
            .to_string()
            .ends_with("at `[1]`: expected an object, found an array"),
        "{error}"
    );
}
