//! The reference as a page. What it does in a browser is held by `.ci/browser.cjs`.
#![cfg(feature = "docs")]
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use planhat_emulator::{Builder, Emulator};
use serde_json::{Value, json};
use support::raw::{self, Raw};

const PAGE: &str = "/_emulator/docs";
const DOCUMENT: &str = "/_emulator/openapi.json";

const SECRET: &str = "a-token-of-ones-own";

const SERVED: [(&str, &str); 8] = [
    (PAGE, "text/html; charset=utf-8"),
    ("/_emulator/docs/", "text/html; charset=utf-8"),
    ("/_emulator/docs/page.js", "text/javascript"),
    ("/_emulator/docs/page.css", "text/css"),
    ("/_emulator/docs/swagger-ui-bundle.js", "text/javascript"),
    (
        "/_emulator/docs/swagger-ui-bundle.js.map",
        "application/json",
    ),
    ("/_emulator/docs/swagger-ui.css", "text/css"),
    (DOCUMENT, "application/json"),
];

/// Without a token.
fn call(emulator: &Emulator, line: &str) -> Raw {
    raw::call(&emulator.address().to_string(), line, None)
}

fn get(emulator: &Emulator, target: &str) -> Raw {
    call(emulator, &format!("GET {target}"))
}

/// What stands in the quotes of these attributes.
fn attributes<'p>(page: &'p str, names: &[&str]) -> Vec<&'p str> {
    let starts = names.iter().map(|name| format!(" {name}=\""));
    starts
        .flat_map(|start| {
            let parts: Vec<_> = page.split(&start).skip(1).collect();
            parts.into_iter().filter_map(|part| part.split('"').next())
        })
        .collect()
}

/// The values of every member of this name, however deep.
fn members<'v>(value: &'v Value, name: &str) -> Vec<&'v Value> {
    let own = value.get(name);
    let parts: Box<dyn Iterator<Item = &Value>> = match value {
        Value::Object(members) => Box::new(members.values()),
        Value::Array(items) => Box::new(items.iter()),
        _ => Box::new(std::iter::empty()),
    };
    own.into_iter()
        .chain(parts.flat_map(|part| members(part, name)))
        .collect()
}

#[tokio::test]
async fn everything_is_served_without_a_token_and_may_load_from_the_emulator_alone() {
    let emulator = Emulator::start().await.unwrap();
    for (path, media) in SERVED {
        let reply = get(&emulator, path);
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (200, media),
            "{path}"
        );
        assert!(!reply.body.is_empty(), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        let policy = reply.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; "),
            "{path}: {policy}"
        );
        for directive in policy.split(';').map(str::trim) {
            let mut sources = directive.split(' ').skip(1);
            let is_own = |source| matches!(source, "'none'" | "'self'" | "data:");
            assert!(sources.all(is_own), "{path}: {directive}");
        }
    }
}

#[tokio::test]
async fn the_page_names_nothing_but_what_the_emulator_serves() {
    let emulator = Emulator::start().await.unwrap();
    let page = get(&emulator, PAGE).body;
    let named = attributes(&page, &["src", "href"]);
    assert_eq!(named.len(), 6, "{named:?}");
    for target in named.into_iter().filter(|target| *target != "data:,") {
        assert!(target.starts_with("/_emulator/"), "{target}");
        assert_eq!(get(&emulator, target).status, 200, "{target}");
    }
    for part in [page, get(&emulator, "/_emulator/docs/page.js").body] {
        assert!(!part.contains("://"), "{part}");
    }
}

#[tokio::test]
async fn the_document_is_the_specification_with_the_emulator_for_its_only_server() {
    let emulator = Emulator::start().await.unwrap();
    let served = get(&emulator, DOCUMENT).body;
    let specification = include_str!("../src/generated/planhat.json");
    let parsed = |text| serde_json::from_str::<Value>(text).unwrap();
    let (mut document, mut expected) = (parsed(&served), parsed(specification));

    let servers = json!([{ "url": "/", "description": "This emulator" }]);
    assert_eq!(members(&document, "servers"), [&servers]);
    assert_eq!(members(&document["paths"], "operationId").len(), 18);

    document["servers"] = Value::Null;
    expected["servers"] = Value::Null;
    assert_eq!(document, expected);
    // The page shows operations and properties in the order of the document.
    assert_eq!(after_servers(&served), after_servers(specification));
}

/// A document from its paths on, without spaces.
fn after_servers(document: &str) -> String {
    let start = document.find("\"paths\"").unwrap();
    document[start..].split_whitespace().collect()
}

#[tokio::test]
async fn only_the_token_that_everybody_knows_is_filled_in() {
    type Settings = fn(Builder) -> Builder;
    let cases: [(Settings, &str); 5] = [
        (|builder| builder, Emulator::TOKEN),
        (
            |builder| builder.token(SECRET).token(Emulator::TOKEN),
            Emulator::TOKEN,
        ),
        (
            |builder| builder.token(SECRET).read_only_token(Emulator::TOKEN),
            Emulator::TOKEN,
        ),
        (|builder| builder.token(SECRET), ""),
        (|builder| builder.read_only_token(SECRET), ""),
    ];
    for (place, (settings, filled_in)) in cases.into_iter().enumerate() {
        let emulator = settings(Emulator::builder()).start().await.unwrap();
        let page = get(&emulator, PAGE).body;
        assert_eq!(
            attributes(&page, &["data-token"]),
            [filled_in],
            "case {place}"
        );
        for (path, _) in SERVED {
            assert!(
                !get(&emulator, path).body.contains(SECRET),
                "case {place}: {path}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_not_there_cannot_be_reached_by_any_spelling() {
    let emulator = Emulator::start().await.unwrap();
    for target in [
        "/_emulator/docs/index.html",
        "/_emulator/docs/mod.rs",
        "/_emulator/docs/openapi.yaml",
        "/_emulator/docs/oauth2-redirect.html",
        "/_emulator/docs//page.js",
        "/_emulator/docs/page.js/",
        "/_emulator/docs/../openapi.json",
        "/_emulator/docs/../../Cargo.toml",
        "/_emulator/docs/../../../../../../etc/passwd",
        "/_emulator/docs/%2e%2e/%2e%2e/etc/passwd",
        "/_emulator/docs/..%2f..%2f..%2fetc%2fpasswd",
        "/_emulator/docs/%2fetc%2fpasswd",
        "/_emulator/docs/page.js%00.map",
    ] {
        let reply = get(&emulator, target);
        assert_eq!(reply.status, 404, "{target}: {}", reply.body);
    }
    for path in [PAGE, DOCUMENT, "/_emulator/docs/swagger-ui.css"] {
        let reply = call(&emulator, &format!("POST {path}"));
        assert_eq!(reply.status, 405, "{path}");
        let head = call(&emulator, &format!("HEAD {path}"));
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{path}");
    }
}

#[tokio::test]
async fn without_control_there_is_no_reference() {
    let emulator = Emulator::builder().control(false).start().await.unwrap();
    for (path, _) in SERVED {
        assert_eq!(get(&emulator, path).status, 404, "{path}");
    }
}
