//! Calls that a fault strikes.

use std::sync::Mutex;

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tokio::time;

use super::connection::Ending;
use super::receive::Call;
use super::reply;
use crate::faults::{Answer, Cut, Strike, Twist, When};
use crate::refusal::Refusal;

/// How a call ends.
pub(super) enum Outcome {
    Reply(Response<Body>),
    /// Of this reply so many bytes of the body.
    CutOff(Response<Bytes>, usize),
    /// Without a reply.
    Reset,
}

impl Outcome {
    /// The status that is sent.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::Reply(response) => Some(response.status().as_u16()),
            Self::CutOff(response, _) => Some(response.status().as_u16()),
            Self::Reset => None,
        }
    }

    pub(super) fn send(self, ending: &Ending) -> Response<Body> {
        match self {
            Self::Reply(response) => response,
            Self::CutOff(response, sent) => ending.cut_off(response, sent),
            Self::Reset => ending.reset(),
        }
    }
}

/// Does to a call what the faults want.
pub(super) async fn outcome(call: &Call, strike: &Strike) -> Outcome {
    if !strike.wait_before.is_zero() {
        time::sleep(strike.wait_before).await;
        // What waited is not to be found in a tenant that somebody else has started with since.
        if call.server.faults.were_put_back_since(strike) {
            let refusal = Refusal::new(503, "the emulator was reset while this call waited");
            return Outcome::Reply(reply::refused(&refusal));
        }
    }
    let outcome = answered(call, strike).await;
    if !strike.wait_after.is_zero() {
        time::sleep(strike.wait_after).await;
    }
    outcome
}

async fn answered(call: &Call, strike: &Strike) -> Outcome {
    let Some((answer, when)) = &strike.answer else {
        return Outcome::Reply(call.answer(&call.server.tenant, &strike.twist));
    };
    if let Answer::CutOff(cut) = **answer {
        let response = match when {
            When::AfterWrite => call.answer(&call.server.tenant, &strike.twist),
            When::BeforeWrite => rehearsed(call, &strike.twist),
        };
        return cut_off(response, cut).await;
    }
    if *when == When::AfterWrite {
        call.answer(&call.server.tenant, &strike.twist);
    }
    match &**answer {
        Answer::Status {
            status,
            headers,
            body,
        } => Outcome::Reply(json(*status, headers, body.as_ref())),
        Answer::Html { status, headers } => Outcome::Reply(html(*status, headers)),
        Answer::Reset | Answer::CutOff(_) => Outcome::Reset,
    }
}

/// The reply that a call would have, by a tenant that is thrown away.
fn rehearsed(call: &Call, twist: &Twist) -> Response<Body> {
    let tenant = call.server.tenant().clone();
    call.answer(&Mutex::new(tenant), twist)
}

async fn cut_off(response: Response<Body>, cut: Cut) -> Outcome {
    let (head, body) = response.into_parts();
    match body.collect().await {
        Ok(body) => {
            let body = body.to_bytes();
            let sent = cut.of(body.len());
            Outcome::CutOff(Response::from_parts(head, body), sent)
        }
        Err(_) => Outcome::Reset,
    }
}

fn json(status: StatusCode, headers: &HeaderMap, body: Option<&Value>) -> Response<Body> {
    let refusal = || Refusal::new(status.as_u16(), "a fault, as it was asked for").to_json();
    let text = body.map_or_else(|| refusal().to_string(), Value::to_string);
    page(status, headers, "application/json", text)
}

/// What a gateway says on its own.
fn html(status: StatusCode, headers: &HeaderMap) -> Response<Body> {
    let reason = status.canonical_reason().unwrap_or("Error");
    let title = format!("{} {reason}", status.as_u16());
    let text = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n"
    );
    page(status, headers, "text/html", text)
}

fn page(
    status: StatusCode,
    headers: &HeaderMap,
    media: &'static str,
    text: String,
) -> Response<Body> {
    // These have no body, whatever is wanted.
    let is_bare = [
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::NOT_MODIFIED,
    ]
    .contains(&status);
    let mut response = match is_bare {
        true => Response::new(Body::empty()),
        false => {
            let mut response = Response::new(Body::from(text));
            let media = HeaderValue::from_static(media);
            response.headers_mut().insert(CONTENT_TYPE, media);
            response
        }
    };
    *response.status_mut() = status;
    for (name, value) in headers {
        response.headers_mut().insert(name, value.clone());
    }
    response
}
