//! Paths, from the specification.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;

use super::Server;
use super::receive::receive;
use crate::control;
use crate::spec::{Operation, Resource, Spec, Verb};
use crate::tenant::Index;

/// A path of the specification.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    pub(super) index: Index,
    resource: &'static Resource,
    /// Whether it names one record.
    is_of_one: bool,
}

impl Route {
    /// What can be done with it.
    pub(super) fn verbs(self) -> impl Iterator<Item = Verb> {
        let verbs = Verb::ALL.into_iter();
        verbs.filter(move |verb| verb.is_of_one() == self.is_of_one)
    }

    /// What a method does with it.
    pub(super) fn verb(self, method: &str) -> Option<Verb> {
        self.verbs().find(|verb| verb.method() == method)
    }

    /// The operation that a method calls.
    pub(super) fn operation(self, method: &str) -> Option<&'static Operation> {
        self.resource.operation(self.verb(method)?)
    }
}

/// The paths of every resource, those of the emulator itself, and an error for any other.
pub(crate) fn router(server: &Arc<Server>, spec: &'static Spec) -> Router {
    let handler = |route| {
        let server = Arc::clone(server);
        move |request: Request| receive(server.clone(), route, request)
    };
    let mut router = Router::new();
    for (place, resource) in spec.resources.iter().enumerate() {
        // A slash at the end changes nothing: an empty id is none.
        for (path, is_of_one) in [
            (resource.path.clone(), false),
            (format!("{}/", resource.path), false),
            (format!("{}/{{id}}", resource.path), true),
        ] {
            let route = Route {
                index: Index(place),
                resource,
                is_of_one,
            };
            router = router.route(&path, any(handler(Some(route))));
        }
    }
    if server.is_controlled {
        router = router.merge(control::router(server));
    }
    router.fallback(handler(None))
}
