//! Replies that refuse: whatever their body, they come out as errors that keep all of it.

use planhat_api::Error;

use crate::capture::Reply;
use crate::report::Failure;

use super::scene::Scene;
use super::stage::{Stage, TOKEN};

/// A body of a refusal.
struct Body {
    name: &'static str,
    content_type: &'static str,
    text: &'static str,
}

const BODIES: [Body; 7] = [
    Body {
        name: "JSON object",
        content_type: "application/json",
        text: r#"{"error":{"message":"no such thing","code":7.0}}"#,
    },
    Body {
        name: "JSON string",
        content_type: "application/json",
        text: r#""no such thing""#,
    },
    Body {
        name: "JSON list",
        content_type: "application/json",
        text: r#"["no such thing"]"#,
    },
    Body {
        name: "JSON cut short",
        content_type: "application/json",
        text: r#"{"error":"#,
    },
    Body {
        name: "text",
        content_type: "text/plain; charset=utf-8",
        text: "no such thing – nowhere\r\n",
    },
    Body {
        name: "HTML",
        content_type: "text/html",
        text: "<!doctype html>\n<html><body><h1>No such thing</h1></body></html>\n",
    },
    Body {
        name: "empty body",
        content_type: "text/plain",
        text: "",
    },
];

/// A header that must be found again on the error.
const HEADER: (&str, &str) = ("x-request-id", "request-7");

/// Answers a request with a status and each body.
pub(super) fn play(scene: &Scene, status: u16, stage: &Stage) -> Vec<Failure> {
    let refused = |body: &Body| {
        let call = stage.call(
            &scene.operation,
            &scene.request.input(),
            reply(status, body),
        );
        let mut failures = match call.came.map(|outcome| outcome.result) {
            Ok(Err(error)) => kept(scene, status, body.text, &error),
            Ok(Ok(replied)) => {
                let found = format!("a result, with status {}", replied.status);
                vec![Failure::new("refusal-hidden", "reply", "an error", found)]
            }
            Err(problem) => {
                let wanted = "a request that the client can make";
                vec![Failure::new(
                    "unbuildable",
                    "request",
                    wanted,
                    problem.to_string(),
                )]
            }
        };
        if status < 400 && call.arrived.len() > 1 {
            let found = format!("{} requests", call.arrived.len());
            failures.push(Failure::new("followed", "redirect", "one request", found));
        }
        for failure in &mut failures {
            failure.place = format!("{} ({})", failure.place, body.name);
        }
        failures
    };
    BODIES.iter().flat_map(refused).collect()
}

fn reply(status: u16, body: &Body) -> Reply {
    let mut headers = vec![("content-type", body.content_type), HEADER];
    if status < 400 {
        headers.push(("location", "/elsewhere"));
    }
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    Reply {
        status,
        headers: headers.into_iter().map(owned).collect(),
        body: body.text.as_bytes().to_vec(),
    }
}

/// All that an error must keep of the refusal.
pub(super) fn kept(scene: &Scene, status: u16, body: &str, error: &Error) -> Vec<Failure> {
    let mut out = Vec::new();
    let mut same = |place: &str, expected: String, found: String| {
        if expected != found {
            out.push(Failure::new("error-lost", place, expected, found));
        }
    };
    let or_nothing = |found: Option<String>| found.unwrap_or_else(|| "nothing".to_owned());
    same(
        "operation of the error",
        scene.operation.clone(),
        error.operation().to_owned(),
    );
    same(
        "status of the error",
        status.to_string(),
        or_nothing(error.status().map(|status| status.to_string())),
    );
    let bytes = error
        .body()
        .map(|body| String::from_utf8_lossy(body).into_owned());
    same("body of the error", body.to_owned(), or_nothing(bytes));
    same(
        "body text of the error",
        body.to_owned(),
        or_nothing(error.body_text()),
    );
    let header = error.headers().and_then(|headers| headers.get(HEADER.0));
    same(
        "headers of the error",
        HEADER.1.to_owned(),
        or_nothing(header.map(str::to_owned)),
    );
    same(
        "meaning of the error",
        meaning(status).to_owned(),
        meant(error),
    );
    let told = format!("{error}\n{error:?}");
    let secrets = [
        ("the token", Some(TOKEN)),
        ("the id", scene.request.id.as_deref()),
    ];
    for (what, secret) in secrets {
        if secret.is_some_and(|secret| told.contains(secret)) {
            let wanted = "neither token nor id";
            out.push(Failure::new("told", "text of the error", wanted, what));
        }
    }
    out
}

/// What an error status means.
fn meaning(status: u16) -> &'static str {
    match status {
        200..300 => "unreadable",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not found",
        429 => "rate limited",
        500..600 => "server error",
        _ => "",
    }
}

/// What an error says that it means.
fn meant(error: &Error) -> String {
    let predicates = [
        (error.is_decode(), "unreadable"),
        (error.is_unauthorized(), "unauthorized"),
        (error.is_forbidden(), "forbidden"),
        (error.is_not_found(), "not found"),
        (error.is_rate_limited(), "rate limited"),
        (error.is_server_error(), "server error"),
        (error.is_connect(), "no connection"),
        (error.is_timeout(), "time-out"),
        (error.is_configuration(), "configuration"),
        (error.is_invalid_request(), "invalid request"),
    ];
    let words = predicates
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| *word);
    words.collect::<Vec<_>>().join(", ")
}
