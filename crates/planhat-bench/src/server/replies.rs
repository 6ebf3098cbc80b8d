//! What is answered to which call.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use hyper::{Method, StatusCode, Uri};

use super::envelope;
use crate::data::records;

pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
}

impl Reply {
    fn ok(body: impl Into<Bytes>) -> Self {
        Self {
            status: StatusCode::OK,
            body: body.into(),
        }
    }

    pub(super) fn refusal(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST),
            body: Bytes::from_static(br#"{"message":"the benchmark's server does not know this"}"#),
        }
    }
}

/// The replies of a tenant of some licenses.
pub(super) struct Replies {
    records: u64,
    /// Those that were made, if they are to be kept: by the query, or by the length of the body, as the items are always
    /// the same.
    kept: Option<Mutex<HashMap<String, Bytes>>>,
}

impl Replies {
    pub(super) fn new(records: u64, keep: bool) -> Self {
        Self {
            records,
            kept: keep.then(Mutex::default),
        }
    }

    pub(super) fn to(&self, method: &Method, uri: &Uri, body: &[u8]) -> Reply {
        let Some(kept) = &self.kept else {
            return self.make(method, uri, body);
        };
        let name = format!("{method} {uri} {}", body.len());
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(body) = kept.get(&name) {
            return Reply::ok(body.clone());
        }
        let reply = self.make(method, uri, body);
        if reply.status.is_success() {
            kept.insert(name, reply.body.clone());
        }
        reply
    }

    fn make(&self, method: &Method, uri: &Uri, body: &[u8]) -> Reply {
        match (method, uri.path()) {
            (&Method::GET, "/licenses") => self.page(uri.query().unwrap_or_default()),
            (&Method::GET, path) if path.starts_with("/licenses/") => Reply::ok(records::record(0)),
            (&Method::PUT, "/licenses") => match envelope::to(body) {
                Some(envelope) => Reply::ok(envelope),
                None => Reply::refusal(400),
            },
            _ => Reply::refusal(404),
        }
    }

    fn page(&self, query: &str) -> Reply {
        let number = |name: &str, unless: u64| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let found = pairs.find(|(key, _)| *key == name);
            found.map_or(Some(unless), |(_, value)| value.parse().ok())
        };
        match (number("offset", 0), number("limit", 100)) {
            (Some(offset), Some(limit)) => Reply::ok(records::page(offset, limit, self.records)),
            _ => Reply::refusal(400),
        }
    }
}
