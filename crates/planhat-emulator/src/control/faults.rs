//! Faults, over HTTP.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::Response;
use axum::routing::{delete, post};
use serde_json::{Value, json};

use crate::faults::{Checked, Fault, FaultError, FaultId};
use crate::http::{Server, body, reply};
use crate::refusal::Refusal;

/// More faults than anyone writes.
const MAX_FAULTS: usize = 1024 * 1024;

pub(super) fn router() -> Router<Arc<Server>> {
    Router::new()
        .route("/_emulator/faults", post(inject).get(all).delete(clear))
        .route("/_emulator/faults/{id}", delete(remove))
}

async fn inject(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let sent = body::collect(request.into_body(), MAX_FAULTS).await;
    match sent.and_then(|bytes| injected(&server, &bytes)) {
        Ok(ids) => reply::json(200, &json!({ "ids": ids })),
        Err(refusal) => reply::refused(&refusal),
    }
}

/// All that were sent, or none.
fn injected(server: &Server, bytes: &[u8]) -> Result<Vec<FaultId>, Refusal> {
    let value = serde_json::from_slice(bytes);
    let value = value.map_err(|error| Refusal::bad(format!("the body is no JSON: {error}")))?;
    let spec = server.start.spec;
    let checked = |value| Checked::new(Fault::read(value)?, spec);
    let faults: Vec<Checked> = match value {
        Value::Array(values) => {
            let faults = values.into_iter().enumerate();
            let faults = faults.map(|(place, value)| {
                checked(value).map_err(|error| refusal(&format!("/{place}"), error))
            });
            faults.collect::<Result<_, _>>()?
        }
        value => vec![checked(value).map_err(|error| refusal("", error))?],
    };
    Ok(server.inject_all(faults))
}

fn refusal(place: &str, error: FaultError) -> Refusal {
    Refusal::at(format!("{place}{}", error.pointer), error.problem)
}

async fn all(State(server): State<Arc<Server>>) -> Response<Body> {
    reply::json(200, &server.faults.all())
}

async fn clear(State(server): State<Arc<Server>>) -> Response<Body> {
    server.faults.clear();
    reply::json(200, &json!({ "removed": true }))
}

async fn remove(State(server): State<Arc<Server>>, Path(id): Path<String>) -> Response<Body> {
    let number = id.parse::<u64>().ok();
    match number.is_some_and(|number| server.faults.remove(number.into())) {
        true => reply::json(200, &json!({ "removed": true })),
        false => reply::refused(&Refusal::new(404, "there is no fault of this id")),
    }
}
