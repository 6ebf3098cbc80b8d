//! How long connecting may take, for the client and for one call.
//!
//! reqwest knows one connect time-out a client. A layer around its connector reads the call's own
//! from the task that makes the call.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tower_layer::Layer;
use tower_service::Service;

use crate::race::in_time;

tokio::task_local! {
    static OF_THIS_CALL: Duration;
}

/// Runs a future whose connections have this long to come about.
pub(super) async fn within<F: Future>(limit: Duration, future: F) -> F::Output {
    OF_THIS_CALL.scope(limit, future).await
}

/// The connect time-out of a client.
#[derive(Clone, Copy)]
pub(crate) struct ConnectTimeout(pub(crate) Duration);

impl<S> Layer<S> for ConnectTimeout {
    type Service = Limited<S>;

    fn layer(&self, connector: S) -> Limited<S> {
        Limited {
            connector,
            limit: self.0,
        }
    }
}

#[derive(Clone)]
pub(crate) struct Limited<S> {
    connector: S,
    limit: Duration,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl<S, R> Service<R> for Limited<S>
where
    S: Service<R>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let limit = OF_THIS_CALL.try_with(|limit| *limit).unwrap_or(self.limit);
        let connecting = self.connector.call(target);
        Box::pin(async move {
            match in_time(limit, connecting).await {
                Some(connected) => connected.map_err(Into::into),
                None => Err(io::Error::new(
                    io::ErrorKind::TimedOut,
                    "connecting took longer than its time-out",
                )
                .into()),
            }
        })
    }
}
