//! The way to the server and back.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Request, Response, Url};

use super::outgoing::Outgoing;
use super::reply::{Headers, Reply};
use crate::client::BaseUrl;
use crate::error::{Error, Failure};
use crate::operation::Method;

/// What all calls of a client share.
pub(crate) struct Transport {
    http: reqwest::Client,
    base_url: BaseUrl,
    authorization: HeaderValue,
    settings: Settings,
}

/// How calls are made unless one says otherwise.
pub(crate) struct Settings {
    /// How long one attempt may take.
    pub(crate) timeout: Duration,
    /// The largest body of a reply that is read.
    pub(crate) max_reply_bytes: usize,
    /// The tenant's name in errors.
    pub(crate) label: Option<Arc<str>>,
    /// Whether nothing may be written.
    pub(crate) read_only: bool,
}

impl Transport {
    pub(crate) fn new(
        http: reqwest::Client,
        base_url: BaseUrl,
        authorization: HeaderValue,
        settings: Settings,
    ) -> Self {
        Self {
            http,
            base_url,
            authorization,
            settings,
        }
    }

    pub(crate) fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Makes a call: the one place that sees operation, request and raw reply, whatever its
    /// status.
    pub(crate) async fn execute(&self, outgoing: &Outgoing) -> Result<Reply, Error> {
        let attempt = self.attempt(outgoing).await;
        attempt
            .map_err(|Broken { failure, reply }| Error::failed(outgoing.operation, failure, reply))
    }

    /// Sends a call once and reads the whole reply.
    async fn attempt(&self, outgoing: &Outgoing) -> Result<Reply, Broken> {
        let broken = |failure| Broken {
            failure,
            reply: None,
        };
        let request = self.request(outgoing).ok_or_else(|| broken(Failure::Url))?;
        let sent = self.http.execute(request).await;
        let mut response = sent.map_err(|error| broken(error.into()))?;
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
                reply: Some(reply),
            }),
        }
    }

    fn request(&self, outgoing: &Outgoing) -> Option<Request> {
        let url = Url::parse(&format!("{}{}", self.base_url.as_str(), outgoing.target())).ok()?;
        let method = match outgoing.operation.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = Request::new(method, url);
        *request.timeout_mut() = Some(outgoing.timeout.unwrap_or(self.settings.timeout));
        let headers = request.headers_mut();
        headers.extend(outgoing.headers.clone());
        headers.insert(AUTHORIZATION, self.authorization.clone());
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(body) = &outgoing.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(Body::from(body.clone()));
        }
        Some(request)
    }
}

/// An attempt that brought no whole reply, with what came of it.
struct Broken {
    failure: Failure,
    reply: Option<Reply>,
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
