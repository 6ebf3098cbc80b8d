//! Replies. All of them are JSON.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::limits::Standing;
use crate::refusal::Refusal;
use crate::semantics::numbers;

const LIMIT: HeaderName = HeaderName::from_static("x-rate-limit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-rate-limit-remaining");

/// A reply with a body.
pub(crate) fn json(status: u16, body: &impl Serialize) -> Response<Body> {
    match numbers::json(body) {
        Ok(text) => bytes(status, text),
        Err(error) => bytes(500, error.to_string().into_bytes()),
    }
}

fn bytes(status: u16, text: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    with(response, CONTENT_TYPE, "application/json")
}

/// A reply that refuses.
pub(crate) fn refused(refusal: &Refusal) -> Response<Body> {
    let response = json(refusal.status, &refusal.to_json());
    match refusal.status {
        401 => with(response, WWW_AUTHENTICATE, "Bearer, Basic"),
        _ => response,
    }
}

/// No such method; these are the ones there are.
pub(super) fn not_allowed(method: &str, path: &str, allowed: &str) -> Response<Body> {
    let refusal = Refusal::new(405, format!("{path} has no {method}; it has {allowed}"));
    with(refused(&refusal), ALLOW, allowed)
}

/// Tells how the limits stand.
pub(super) fn with_standing(response: Response<Body>, standing: &Standing) -> Response<Body> {
    let numbers = [
        (LIMIT, Some(standing.limit)),
        (REMAINING, Some(standing.remaining)),
        (RETRY_AFTER, standing.retry_after),
    ];
    let told = numbers
        .into_iter()
        .filter_map(|(name, number)| Some((name, number?)));
    told.fold(response, |response, (name, number)| {
        with(response, name, &number.to_string())
    })
}

fn with(mut response: Response<Body>, name: HeaderName, value: &str) -> Response<Body> {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}
