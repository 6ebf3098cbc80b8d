//! What a test asks of the emulator itself, beside Planhat's own paths: everything under `/_emulator`. It needs no token,
//! and can be switched off.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use axum::routing::post;
use serde_json::json;

use crate::http::{Server, reply};
use crate::refusal::Refusal;

/// The paths under `/_emulator`.
pub(crate) fn router(server: &Arc<Server>) -> Router {
    Router::new()
        .route("/_emulator/reset", post(reset))
        .method_not_allowed_fallback(no_method)
        .with_state(Arc::clone(server))
}

async fn no_method(request: Request) -> Response<Body> {
    let (method, path) = (request.method(), request.uri().path());
    reply::refused(&Refusal::new(405, format!("{path} has no {method}")))
}

async fn reset(State(server): State<Arc<Server>>) -> Response<Body> {
    server.reset();
    reply::json(200, &json!({ "reset": true }))
}
