//! Around every call: limits, faults, and what is remembered of it.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::Response;
use axum::http::request::Parts;

use super::connection::Ending;
use super::router::Route;
use super::struck::{self, Outcome};
use super::{Server, body, perform, reply};
use crate::faults::{FaultId, Strike, Twist};
use crate::limits::Standing;
use crate::refusal::Refusal;
use crate::requests::Received;
use crate::tenant::Tenant;

/// A request whose body has arrived.
pub(super) struct Call {
    pub(super) server: Arc<Server>,
    /// Without a route there is no such path.
    route: Option<Route>,
    head: Parts,
    sent: Result<Vec<u8>, Refusal>,
    /// How the limits stand, where there are any.
    standing: Option<Standing>,
}

/// Answers a request. Its body is read before anything is decided, so that no client is cut off while it sends.
pub(super) async fn receive(
    server: Arc<Server>,
    route: Option<Route>,
    request: Request,
) -> Response<Body> {
    let (head, sent) = request.into_parts();
    let limits = server.limits.as_ref();
    let (standing, _under_way) = limits.map(|limits| limits.call(server.now())).unzip();
    let sent = body::collect(sent, body::MAX_BODY).await;
    let call = Call {
        server: Arc::clone(&server),
        route,
        head,
        sent,
        standing,
    };
    match call.strike() {
        None => {
            let response = call.answer(&server.tenant, &Twist::default());
            call.remember(Some(response.status().as_u16()), Vec::new());
            response
        }
        Some(strike) => {
            let ending = call.ending();
            // It takes its course though whoever calls gives up meanwhile, as a slow server does.
            let outcome = tokio::spawn(call.struck(strike)).await;
            outcome.unwrap_or(Outcome::Reset).send(&ending)
        }
    }
}

impl Call {
    /// What faults want of it.
    fn strike(&self) -> Option<Strike> {
        let route = self.route?;
        let verb = route.verb(self.head.method.as_str())?;
        // Whoever broke off is not there to be struck.
        let refused = self.sent.as_ref().err();
        if refused.is_some_and(|refusal| refusal.status != 413) {
            return None;
        }
        self.server.faults.strike(route.index, verb)
    }

    async fn struck(self, strike: Strike) -> Outcome {
        let outcome = struck::outcome(&self, &strike).await;
        // A reset forgets what was called before it, also what was still waiting then.
        if !self.server.faults.were_put_back_since(&strike) {
            self.remember(outcome.status(), strike.faults);
        }
        outcome
    }

    /// Performs it on this tenant.
    pub(super) fn answer(&self, tenant: &Mutex<Tenant>, twist: &Twist) -> Response<Body> {
        let response = self.performed(tenant, twist);
        let response = response.unwrap_or_else(|refusal| reply::refused(&refusal));
        match &self.standing {
            Some(standing) => reply::with_standing(response, standing),
            None => response,
        }
    }

    fn performed(&self, tenant: &Mutex<Tenant>, twist: &Twist) -> Result<Response<Body>, Refusal> {
        if let Some(refusal) = self.standing.as_ref().and_then(Standing::refusal) {
            return Err(refusal);
        }
        let Some(route) = self.route else {
            return Err(Refusal::no_path(self.head.uri.path()));
        };
        perform::answer(&self.server, tenant, twist, route, &self.head, &self.sent)
    }

    fn remember(&self, status: Option<u16>, faults: Vec<FaultId>) {
        self.server.log.add(|| {
            let method = self.head.method.as_str();
            let operation = self.route.and_then(|route| route.operation(method));
            let operation = operation.map(|operation| operation.id.as_str());
            let body = self.sent.as_deref().unwrap_or_default();
            Received::new(
                self.server.now(),
                &self.head,
                operation,
                body,
                status,
                faults,
            )
        });
    }

    /// What can end its connection.
    fn ending(&self) -> Ending {
        let ending = self.head.extensions.get::<ConnectInfo<Ending>>();
        ending.map(|info| info.0.clone()).unwrap_or_default()
    }
}
