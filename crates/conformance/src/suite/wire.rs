//! What is looked at in a request.

use crate::compare::{
    BodyRule, HeaderRule, QueryRule, RequestMismatch, RequestRule, Secret, compare_request,
};
use crate::report::Failure;

use super::bearing::Bearing;
use super::scene::Asked;
use super::stage::{Call, Credentials, TOKEN};

/// What stands for the token in documented headers.
const PLACEHOLDER: &str = "{{apiToken}}";

/// Headers that HTTP itself needs, or that name the client. Any other is one too many.
const ALLOWED: [&str; 4] = ["host", "user-agent", "content-length", "accept-encoding"];

/// Everything in which what arrived differs from the one request that should have.
pub(super) fn check(
    bearing: &Bearing<'_>,
    asked: &Asked,
    credentials: Credentials,
    call: &Call,
) -> Vec<Failure> {
    if let Err(problem) = &call.came {
        let wanted = "a request that the client can make";
        return vec![Failure::new(
            "unbuildable",
            "request",
            wanted,
            problem.to_string(),
        )];
    }
    let [request] = &call.arrived[..] else {
        let found = match (call.arrived.len(), &call.came) {
            (0, Ok(outcome)) => match &outcome.result {
                Err(error) => format!("none: {error}"),
                Ok(_) => "none, and a result all the same".to_owned(),
            },
            (more, _) => format!("{more} requests"),
        };
        return vec![Failure::new("requests", "request", "one request", found)];
    };
    let rule = rule(asked, credentials);
    let mismatches = compare_request(&rule, request);
    let failure = |mismatch: &RequestMismatch| {
        let failure = Failure::of_request(mismatch);
        match bearing.on_request(mismatch, credentials) {
            Some(rule) => failure.against(rule),
            None => failure,
        }
    };
    mismatches.iter().map(failure).collect()
}

fn rule(asked: &Asked, credentials: Credentials) -> RequestRule {
    let body = match &asked.body {
        Some(node) => BodyRule::Json(node.clone()),
        None => BodyRule::Empty,
    };
    RequestRule {
        method: asked.method.clone(),
        path: asked.path.clone(),
        query: QueryRule::exactly(asked.query.clone()),
        headers: HeaderRule {
            required: required(asked, credentials),
            forbidden: vec!["api-version".to_owned()],
            allowed: Some(ALLOWED.map(str::to_owned).into()),
        },
        body,
        secrets: Secret::token(TOKEN),
    }
}

/// The documented headers, and those that every request has. A type of a body is required where there is a body, and
/// one too many where there is none, though the vendor prints it there as well.
fn required(asked: &Asked, credentials: Credentials) -> Vec<(String, String)> {
    let mut headers = vec![("accept".to_owned(), "application/json".to_owned())];
    let mut authorization = credentials.header();
    if asked.body.is_some() {
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    for (name, value) in &asked.headers {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "authorization" if credentials == Credentials::Bearer => {
                authorization = value.replace(PLACEHOLDER, TOKEN);
            }
            "authorization" => {}
            "content-type" if asked.body.is_none() => {}
            _ => {
                headers.retain(|(other, _)| *other != name);
                headers.push((name, value.clone()));
            }
        }
    }
    headers.push(("authorization".to_owned(), authorization));
    headers
}
