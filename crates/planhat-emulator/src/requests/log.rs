//! The last requests. What is kept of each is copied while it is answered, and read when somebody asks.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use axum::http::request::Parts;

use super::ReceivedRequest;
use super::hide::Secrets;
use crate::auth::Tokens;
use crate::faults::FaultId;

/// A body beyond this is not kept, only counted.
const MAX_BODY: usize = 64 * 1024;

/// The headers that are kept. Whatever else is sent may be a secret.
const HEADERS: [&str; 5] = [
    "accept",
    "accept-encoding",
    "content-length",
    "content-type",
    "user-agent",
];

/// The last requests, up to a number of them.
#[derive(Debug)]
pub(crate) struct Log {
    most: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    count: u64,
    last: VecDeque<Received>,
}

/// A request as it came.
pub(crate) struct Received {
    number: u64,
    time: SystemTime,
    method: String,
    path: String,
    query: Option<String>,
    operation: Option<&'static str>,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    body_length: usize,
    status: Option<u16>,
    faults: Vec<FaultId>,
}

/// A request may repeat a token where nobody looks for one.
impl std::fmt::Debug for Received {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Received")
            .field("number", &self.number)
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

impl Received {
    pub(crate) fn new(
        time: SystemTime,
        head: &Parts,
        operation: Option<&'static str>,
        body: &[u8],
        status: Option<u16>,
        faults: Vec<FaultId>,
    ) -> Self {
        let headers = HEADERS.iter().flat_map(|name| {
            let values = head.headers.get_all(*name).into_iter();
            values.map(|value| {
                let value = String::from_utf8_lossy(value.as_bytes());
                ((*name).to_owned(), value.into_owned())
            })
        });
        Self {
            number: 0,
            time,
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().map(str::to_owned),
            operation,
            headers: headers.collect(),
            body: (1..=MAX_BODY).contains(&body.len()).then(|| body.to_vec()),
            body_length: body.len(),
            status,
            faults,
        }
    }

    fn shown(&self, secrets: &Secrets) -> ReceivedRequest {
        let body = self.body.as_ref();
        let mut body = body.and_then(|body| serde_json::from_slice(body).ok());
        if let Some(body) = &mut body {
            secrets.out_of_json(body);
        }
        let query = self.query.as_ref();
        let headers = self.headers.iter();
        ReceivedRequest {
            number: self.number,
            time: self.time,
            method: secrets.out_of(&self.method),
            path: secrets.out_of(&self.path),
            query: query.map(|query| secrets.out_of(query)),
            operation: self.operation.map(str::to_owned),
            headers: headers
                .map(|(name, value)| (name.clone(), secrets.out_of(value)))
                .collect(),
            body,
            body_length: self.body_length,
            status: self.status,
            faults: self.faults.clone(),
        }
    }
}

impl Log {
    /// Keeps this many.
    pub(crate) fn of(most: usize) -> Self {
        Self {
            most,
            kept: Mutex::default(),
        }
    }

    pub(crate) fn add(&self, received: impl FnOnce() -> Received) {
        let mut kept = self.kept();
        kept.count += 1;
        if self.most == 0 {
            return;
        }
        if kept.last.len() >= self.most {
            kept.last.pop_front();
        }
        let number = kept.count;
        kept.last.push_back(Received {
            number,
            ..received()
        });
    }

    pub(crate) fn clear(&self) {
        *self.kept() = Kept::default();
    }

    /// All that are kept, in the order in which they were answered.
    pub(crate) fn all(&self, tokens: &Tokens) -> Vec<ReceivedRequest> {
        let secrets = Secrets::of(tokens);
        let kept = self.kept();
        let last = kept.last.iter();
        last.map(|received| received.shown(&secrets)).collect()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
