//! Replies. All of them are JSON.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::refusal::Refusal;

/// A reply with a body.
pub(crate) fn json(status: u16, body: &impl Serialize) -> Response<Body> {
    match serde_json::to_vec(body) {
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

fn with(mut response: Response<Body>, name: HeaderName, value: &str) -> Response<Body> {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}
