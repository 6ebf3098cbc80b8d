//! Around every call: limits, and what is remembered of it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use axum::http::request::Parts;

use super::router::Route;
use super::{Server, body, perform, reply};
use crate::limits::Standing;
use crate::refusal::Refusal;
use crate::requests::Received;

/// Answers a request; without a route there is no such path. Its body is read before anything is decided, so that no
/// client is cut off while it sends.
pub(super) async fn receive(
    server: Arc<Server>,
    route: Option<Route>,
    request: Request,
) -> Response<Body> {
    let (head, sent) = request.into_parts();
    let limits = server.limits.as_ref();
    let (standing, _under_way) = limits.map(|limits| limits.call(server.now())).unzip();
    let sent = body::collect(sent, body::MAX_BODY).await;
    let response = answer(&server, route, &head, &sent, standing.as_ref());
    let response = response.unwrap_or_else(|refusal| reply::refused(&refusal));
    let response = match &standing {
        Some(standing) => reply::with_standing(response, standing),
        None => response,
    };
    server.log.add(|| {
        let operation = route.and_then(|route| route.operation(head.method.as_str()));
        let operation = operation.map(|operation| operation.id.as_str());
        let body = sent.as_deref().unwrap_or_default();
        let status = Some(response.status().as_u16());
        Received::new(server.now(), &head, operation, body, status)
    });
    response
}

fn answer(
    server: &Server,
    route: Option<Route>,
    head: &Parts,
    sent: &Result<Vec<u8>, Refusal>,
    standing: Option<&Standing>,
) -> Result<Response<Body>, Refusal> {
    if let Some(refusal) = standing.and_then(Standing::refusal) {
        return Err(refusal);
    }
    let Some(route) = route else {
        let path = head.uri.path();
        return Err(Refusal::new(404, format!("there is no path {path} here")));
    };
    perform::answer(server, route, head, sent)
}
