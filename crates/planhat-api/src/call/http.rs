//! The HTTP client, as calls know it.

use std::future::Future;
use std::pin::Pin;

use reqwest::{Error, Request, Response};

/// Exchanges a request for a response. A trait, so that whatever holds a client of ours is compiled without all that
/// one of reqwest's consists of.
pub(crate) trait Http: Send + Sync {
    fn exchange(&self, request: Request) -> Exchange;
}

pub(crate) type Exchange = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

impl Http for reqwest::Client {
    fn exchange(&self, request: Request) -> Exchange {
        Box::pin(self.execute(request))
    }
}
