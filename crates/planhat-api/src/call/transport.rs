//! The way to the server and back, once.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use reqwest::{Body, Request, Response};

use super::connect;
use super::http::Http;
use super::outgoing::Outgoing;
use super::reply::{Headers, Reply};
use crate::auth::Credentials;
use crate::client::{BaseUrl, CustomFields};
use crate::clock::Clock;
use crate::error::Failure;
use crate::limits::Limiter;
use crate::observe::Observer;
use crate::operation::{Evidence, Method};
use crate::retry::{Backoff, Random, RetryBudget, RetryPolicy};

/// What all calls of a client share.
pub(crate) struct Transport {
    pub(crate) http: Arc<dyn Http>,
    /// How long connecting may take.
    pub(crate) connect_timeout: Duration,
    pub(crate) base_url: BaseUrl,
    /// Sent with every call, where the HTTP client is not ours and may have none.
    pub(crate) user_agent: HeaderValue,
    pub(crate) credentials: Credentials,
    pub(crate) settings: Settings,
    pub(crate) care: Care,
}

/// How calls are made unless one says otherwise.
pub(crate) struct Settings {
    /// How long one attempt may take.
    pub(crate) timeout: Duration,
    /// How long a call may take, waits included.
    pub(crate) deadline: Option<Duration>,
    /// How long a call bears cool-downs.
    pub(crate) patience: Duration,
    /// The largest body of a reply that is read.
    pub(crate) max_reply_bytes: usize,
    /// The tenant's name in errors and spans.
    pub(crate) label: Option<Arc<str>>,
    /// Whether nothing may be written.
    pub(crate) read_only: bool,
    /// Whether a bulk upsert may be repeated on keys that are only inferred to be ones.
    pub(crate) inferred_keys: bool,
    /// Which custom fields may be written.
    pub(crate) custom_fields: CustomFields,
}

impl Settings {
    /// Whether items that this keeps from being created twice may be sent again.
    pub(crate) fn trusts(&self, keyed: Option<Evidence>) -> bool {
        match keyed {
            Some(Evidence::Inferred) => self.inferred_keys,
            keyed => keyed.is_some(),
        }
    }
}

/// What decides when an attempt is made, and who hears of it.
pub(crate) struct Care {
    pub(crate) limiter: Limiter,
    pub(crate) policy: Arc<dyn RetryPolicy>,
    pub(crate) backoff: Arc<dyn Backoff>,
    pub(crate) budget: RetryBudget,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Random,
    pub(crate) observer: Option<Arc<dyn Observer>>,
}

impl Transport {
    /// Sends a call once and reads the whole reply.
    pub(super) async fn attempt(
        &self,
        outgoing: &Outgoing,
        authorization: HeaderValue,
        timeout: Duration,
    ) -> Result<Reply, Broken> {
        let mut request = self.request(outgoing);
        request.headers_mut().insert(AUTHORIZATION, authorization);
        *request.timeout_mut() = Some(timeout);
        let connect_timeout = outgoing.options.connect_timeout;
        // A little less than the attempt has, for then it is known that nothing was sent.
        let connect_timeout = connect_timeout
            .unwrap_or(self.connect_timeout)
            .min(timeout.saturating_sub(timeout / 20));
        let exchange = connect::within(connect_timeout, self.http.exchange(request));
        let mut response = exchange.await.map_err(Failure::from)?;
        let status = response.status().as_u16();
        let headers = Headers::new(std::mem::take(response.headers_mut()));
        let (body, failure) = read(response, self.settings.max_reply_bytes).await;
        let reply = Reply {
            status,
            headers,
            body,
        };
        match failure {
            None => Ok(reply),
            Some(failure) => Err(Broken {
                failure,
                reply: Some(Box::new(reply)),
            }),
        }
    }

    pub(crate) fn request(&self, outgoing: &Outgoing) -> Request {
        let query = outgoing.encoded_query();
        let url = self.base_url.at(outgoing.path(), &query);
        let method = match outgoing.endpoint.method() {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
            Method::Patch => reqwest::Method::PATCH,
        };
        let mut request = Request::new(method, url);
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, self.user_agent.clone());
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.extend(outgoing.headers.clone());
        if let Some(body) = &outgoing.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(Body::from(body.clone()));
        }
        request
    }
}

/// An attempt that brought no whole reply, with what came of it.
pub(crate) struct Broken {
    pub(crate) failure: Failure,
    pub(crate) reply: Option<Box<Reply>>,
}

/// The body as far as it came, and why it ended early, if so.
async fn read(mut response: Response, most: usize) -> (Bytes, Option<Failure>) {
    // The announced length is the server's word: it may save copies, not reserve gigabytes.
    const TRUSTED: u64 = 4 * 1024 * 1024;
    let announced = response.content_length().unwrap_or(0).min(TRUSTED);
    let mut body = BytesMut::with_capacity(usize::try_from(announced).unwrap_or(0));
    let failure = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > most => {
                break Some(Failure::TooLarge { limit: most });
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break None,
            Err(error) => break Some(Failure::reading(error)),
        }
    };
    (body.freeze(), failure)
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            reply: None,
        }
    }
}
