//! What the fuzz targets reach, and nobody else is to: both ends of a call, without the server in between.
#![allow(missing_docs, reason = "no part of the interface")]

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::call::{Ended, Headers, History, Reply, Request, asked_by, said};
use crate::verb::Verb;
use crate::{Error, Token};

/// The address that a call would go to; none if it would not be sent.
pub fn address<V: Verb>(request: &Request<V>) -> Option<String> {
    if request.problem().is_some() {
        return None;
    }
    let sent = request.client.transport().request(&request.outgoing);
    Some(sent.url().as_str().to_owned())
}

/// What comes of a reply to a call that was sent with this token.
pub fn answered<V: Verb>(
    request: &Request<V>,
    token: &Token,
    status: u16,
    headers: &[(&'static str, &[u8])],
    body: &[u8],
) -> Result<V::Output, Error> {
    let reply = Reply {
        status,
        headers: Headers::new(header_map(headers)),
        body: body.to_vec().into(),
    };
    let failed = !reply.is_success();
    let ended = Ended {
        history: History::default(),
        retry_after: wait(request, headers).filter(|_| failed),
        put_off: false,
        token: Some(token.clone()),
        said: said(body, &request.outgoing, token).filter(|_| failed),
        result: Ok(reply),
    };
    request.read(ended).map(|response| response.into_inner())
}

/// How long these headers of a reply ask to wait.
pub fn wait<V: Verb>(request: &Request<V>, headers: &[(&'static str, &[u8])]) -> Option<Duration> {
    let clock = &request.client.transport().care.clock;
    asked_by(&Headers::new(header_map(headers)), &**clock)
}

/// The headers that HTTP can carry.
fn header_map(headers: &[(&'static str, &[u8])]) -> HeaderMap {
    let of = |(name, value): &(&'static str, &[u8])| {
        let value = HeaderValue::from_bytes(value).ok()?;
        Some((HeaderName::from_static(name), value))
    };
    headers.iter().filter_map(of).collect()
}
