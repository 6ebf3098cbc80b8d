//! What a test asks of the emulator itself, beside Planhat's own paths: everything under `/_emulator`. It needs no token,
//! and can be switched off.

mod faults;
mod site;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use axum::middleware::{Next, from_fn};
use axum::routing::{any, get, post};
use serde_json::json;

use crate::http::{Server, body, reply};
use crate::refusal::Refusal;
use crate::seed::Seed;
use crate::state::StateError;

/// The most that a seed may have, which is some 300,000 records.
const MAX_SEED: usize = 256 * 1024 * 1024;

/// The paths under `/_emulator`.
pub(crate) fn router(server: &Arc<Server>) -> Router {
    let router = Router::new()
        .route("/_emulator/reset", post(reset))
        .route("/_emulator/seed", post(seed))
        .route("/_emulator/requests", get(requests).delete(forget))
        .route("/_emulator/save", post(save))
        .route("/_emulator", any(no_path))
        .route("/_emulator/", any(no_path))
        .route("/_emulator/{*path}", any(no_path))
        .merge(faults::router())
        .with_state(Arc::clone(server));
    #[cfg(feature = "docs")]
    let router = router.merge(crate::docs::router(&server.tokens));
    let is_loopback = server.is_loopback;
    router
        .method_not_allowed_fallback(no_method)
        .route_layer(from_fn(move |request: Request, next: Next| async move {
            match site::check(request.headers(), is_loopback) {
                Ok(()) => next.run(request).await,
                Err(refusal) => reply::refused(&refusal),
            }
        }))
}

/// What is misspelt is no call of Planhat: it is neither counted nor remembered.
async fn no_path(request: Request) -> Response<Body> {
    reply::refused(&Refusal::no_path(request.uri().path()))
}

async fn no_method(request: Request) -> Response<Body> {
    let (method, path) = (request.method(), request.uri().path());
    reply::refused(&Refusal::new(405, format!("{path} has no {method}")))
}

async fn reset(State(server): State<Arc<Server>>) -> Response<Body> {
    server.reset();
    reply::json(200, &json!({ "reset": true }))
}

async fn seed(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let sent = body::collect(request.into_body(), MAX_SEED).await;
    let records = sent.and_then(|bytes| sow(&server, &bytes));
    match records {
        Ok(records) => reply::json(200, &json!({ "records": records })),
        Err(refusal) => reply::refused(&refusal),
    }
}

fn sow(server: &Server, bytes: &[u8]) -> Result<usize, Refusal> {
    let text = str::from_utf8(bytes).map_err(|_| Refusal::bad("the seed is no UTF-8"))?;
    let seed: Seed = text.parse().map_err(refusal)?;
    let records = seed.len();
    server.tenant().sow(seed).map_err(refusal)?;
    Ok(records)
}

fn refusal(error: impl std::error::Error) -> Refusal {
    Refusal::bad(error.to_string())
}

async fn requests(State(server): State<Arc<Server>>) -> Response<Body> {
    reply::json(200, &server.log.all(&server.tokens))
}

async fn forget(State(server): State<Arc<Server>>) -> Response<Body> {
    server.log.clear();
    reply::json(200, &json!({ "forgotten": true }))
}

async fn save(State(server): State<Arc<Server>>) -> Response<Body> {
    match server.save() {
        Ok(()) => reply::json(200, &json!({ "saved": true })),
        Err(error @ StateError::NoFile) => reply::refused(&Refusal::new(409, error.to_string())),
        Err(error) => reply::refused(&Refusal::new(500, error.to_string())),
    }
}
