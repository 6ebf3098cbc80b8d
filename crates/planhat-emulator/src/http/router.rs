//! Paths, from the specification.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;

use super::{Server, perform, reply};
use crate::control;
use crate::refusal::Refusal;
use crate::tenant::Index;

/// A path of the specification.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    pub(super) index: Index,
    /// Whether it names one record.
    pub(super) is_of_one: bool,
}

/// The paths of every resource, and an error for any other.
pub(crate) fn router(server: &Arc<Server>) -> Router {
    let spec = server.tenant().spec;
    let mut router = Router::new();
    for (place, resource) in spec.resources.iter().enumerate() {
        let index = Index(place);
        // A slash at the end changes nothing: an empty id is none.
        for (path, is_of_one) in [
            (resource.path.clone(), false),
            (format!("{}/", resource.path), false),
            (format!("{}/{{id}}", resource.path), true),
        ] {
            let server = Arc::clone(server);
            let route = Route { index, is_of_one };
            let handler = move |request: Request| perform::perform(server.clone(), route, request);
            router = router.route(&path, any(handler));
        }
    }
    if server.is_controlled {
        router = router.merge(control::router(server));
    }
    router.fallback(|request: Request| async move {
        let path = request.uri().path();
        reply::refused(&Refusal::new(404, format!("there is no path {path} here")))
    })
}
