//! The way to the server and back.

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
}

/// The largest reply that is read: a page of 2,000 records stays far below.
const MAX_REPLY: usize = 64 * 1024 * 1024;

impl Transport {
    pub(crate) fn new(
        http: reqwest::Client,
        base_url: BaseUrl,
        authorization: HeaderValue,
    ) -> Self {
        Self {
            http,
            base_url,
            authorization,
        }
    }

    pub(crate) fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    /// Sends a call and reads the whole reply, whatever its status.
    pub(crate) async fn execute(&self, outgoing: &Outgoing) -> Result<Reply, Error> {
        let operation = outgoing.operation;
        let failed = |failure| Error::failed(operation, failure, None);
        let request = self.request(outgoing).ok_or_else(|| failed(Failure::Url))?;
        let mut response = self
            .http
            .execute(request)
            .await
            .map_err(|error| failed(error.into()))?;
        let status = response.status().as_u16();
        let headers = Headers::new(std::mem::take(response.headers_mut()));
        match read(response).await {
            Ok(body) => Ok(Reply {
                status,
                headers,
                body,
            }),
            Err((failure, body)) => Err(Error::failed(
                operation,
                failure,
                Some(Reply {
                    status,
                    headers,
                    body,
                }),
            )),
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
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, self.authorization.clone());
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(body) = &outgoing.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(Body::from(body.clone()));
        }
        Some(request)
    }
}

/// The body, or why it ended and what came of it.
async fn read(mut response: Response) -> Result<Bytes, (Failure, Bytes)> {
    // The announced length is the server's word: it may save copies, not reserve gigabytes.
    const TRUSTED: u64 = 4 * 1024 * 1024;
    let announced = response.content_length().unwrap_or(0).min(TRUSTED);
    let mut body = BytesMut::with_capacity(usize::try_from(announced).unwrap_or(0));
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > MAX_REPLY => {
                return Err((Failure::TooLarge { limit: MAX_REPLY }, body.freeze()));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body.freeze()),
            Err(error) => return Err((Failure::reading(error), body.freeze())),
        }
    }
}
