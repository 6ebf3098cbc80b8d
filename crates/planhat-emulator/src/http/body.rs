//! The body of a request.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use http_body_util::BodyExt as _;
use serde_json::Value;

use crate::refusal::Refusal;
use crate::semantics::numbers;
use crate::store::{MAX_DEPTH, is_deeper};

/// 32 MB are documented; what is beyond them in either reading of the unit is refused.
pub(crate) const MAX_BODY: usize = 32 * 1024 * 1024;

/// So many times the bound of a body that is too long is read and thrown away. A server that closes the connection under
/// a client that is still sending is taken for a broken connection, and its reply gets lost.
const DRAINED: usize = 8;

/// Reads a body, up to a bound.
pub(crate) async fn collect(mut body: Body, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut read = Vec::new();
    let mut total = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::bad("the body broke off"))?;
        let Ok(part) = frame.into_data() else {
            continue;
        };
        total = total.saturating_add(part.len());
        if total <= most {
            read.extend_from_slice(&part);
        } else if total <= most.saturating_mul(DRAINED) {
            read = Vec::new();
        } else {
            break;
        }
    }
    if total > most {
        let message = format!("the body has more than {most} bytes, {} MB", most >> 20);
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
    if is_deeper(&value, MAX_DEPTH) {
        let message = format!("the body nests deeper than {MAX_DEPTH} levels, which are the most");
        return Err(Refusal::bad(message));
    }
    numbers::normalize(&mut value);
    Ok(value)
}

fn is_json(value: &HeaderValue) -> bool {
    let media = value.to_str().unwrap_or_default().split(';').next();
    let media = media.unwrap_or_default().trim();
    media.eq_ignore_ascii_case("application/json")
}
