//! Paths, from the specification.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::Request;
use axum::routing::any;

use super::{perform, reply};
use crate::auth::Tokens;
use crate::refusal::Refusal;
use crate::tenant::{Index, Tenant};

/// What answers requests.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) tokens: Tokens,
    /// For each resource the status with which it answers everything, if the tenant does not have it.
    pub(crate) absent: Vec<Option<u16>>,
    tenant: Mutex<Tenant>,
}

impl Server {
    pub(crate) fn new(tenant: Tenant, tokens: Tokens, absent: Vec<Option<u16>>) -> Self {
        Self {
            tokens,
            absent,
            tenant: Mutex::new(tenant),
        }
    }

    /// The tenant, for one call. Calls take turns, so that each finds what the one before it left.
    pub(crate) fn tenant(&self) -> MutexGuard<'_, Tenant> {
        self.tenant.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

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
    router.fallback(|request: Request| async move {
        let path = request.uri().path();
        reply::refused(&Refusal::new(404, format!("there is no path {path} here")))
    })
}
