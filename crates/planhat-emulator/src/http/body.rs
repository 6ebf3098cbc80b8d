//! The body of a request.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use http_body_util::BodyExt as _;
use serde_json::Value;

use crate::refusal::Refusal;
use crate::semantics::numbers;

/// 32 MB are documented; what is beyond them in either reading of the unit is refused.
const MAX_BODY: usize = 32 * 1024 * 1024;

/// So much of a body that is too long is read and thrown away. A server that closes the connection under a client that
/// is still sending is taken for a broken connection, and its reply gets lost.
const MAX_DRAINED: usize = 8 * MAX_BODY;

/// Reads a body, up to the bound.
pub(super) async fn collect(mut body: Body) -> Result<Vec<u8>, Refusal> {
    let mut read = Vec::new();
    let mut total = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::bad("the body broke off"))?;
        let Ok(part) = frame.into_data() else {
            continue;
        };
        total = total.saturating_add(part.len());
        if total <= MAX_BODY {
            read.extend_from_slice(&part);
        } else if total <= MAX_DRAINED {
            read = Vec::new();
        } else {
            break;
        }
    }
    if total > MAX_BODY {
        let message = format!("the body has more than {MAX_BODY} bytes, 32 MB");
        return Err(Refusal::new(413, message));
    }
    Ok(read)
}

/// What a body says.
pub(super) fn value(headers: &HeaderMap, bytes: &[u8]) -> Result<Value, Refusal> {
    if !headers.get(CONTENT_TYPE).is_none_or(is_json) {
        return Err(Refusal::new(
            415,
            "the Content-Type is not application/json, which every body is here",
        ));
    }
    if bytes.is_empty() {
        return Err(Refusal::bad("the body is empty, and JSON is needed"));
    }
    let mut value = serde_json::from_slice(bytes)
        .map_err(|error| Refusal::bad(format!("the body is no JSON: {error}")))?;
    numbers::normalize(&mut value);
    Ok(value)
}

fn is_json(value: &HeaderValue) -> bool {
    let media = value.to_str().unwrap_or_default().split(';').next();
    let media = media.unwrap_or_default().trim();
    media.eq_ignore_ascii_case("application/json")
}
