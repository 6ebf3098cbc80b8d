//! The server.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use httpmock::{HttpMockResponse, MockServer};

use super::CapturedRequest;

/// A reply that the server is told to give.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl Reply {
    /// A reply with a JSON body.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![(
            "content-type".to_owned(),
            "application/json; charset=utf-8".to_owned(),
        )];
        Self {
            status,
            headers,
            body: body.into(),
        }
    }
}

/// A running server on loopback, for one test at a time. It stops when it is dropped.
pub struct Server {
    server: MockServer,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    requests: Mutex<Vec<CapturedRequest>>,
    reply: Mutex<Option<Reply>>,
}

impl Server {
    /// Starts a server; waits while 25 others run. Until it is told otherwise, it answers 501 without a body, which no
    /// client takes for a success.
    pub fn start() -> Self {
        Self::around(MockServer::start())
    }

    /// The same from asynchronous code.
    pub async fn start_async() -> Self {
        Self::around(MockServer::start_async().await)
    }

    fn around(server: MockServer) -> Self {
        let state = Arc::new(State::default());
        let seen = Arc::clone(&state);
        server.mock(|when, then| {
            when.any_request();
            then.respond_with(move |request| {
                lock(&seen.requests).push(CapturedRequest::of(request));
                let reply = lock(&seen.reply).clone();
                let reply = reply.unwrap_or_else(|| Reply {
                    status: 501,
                    headers: Vec::new(),
                    body: Vec::new(),
                });
                HttpMockResponse {
                    status: Some(reply.status),
                    headers: Some(reply.headers),
                    body: Some(reply.body.into()),
                }
            });
        });
        Self { server, state }
    }

    /// The base URL, without a trailing slash.
    pub fn base_url(&self) -> String {
        self.server.base_url()
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.server.port()
    }

    /// What every request from now on is answered.
    pub fn reply_with(&self, reply: Reply) {
        *lock(&self.state.reply) = Some(reply);
    }

    /// The requests that arrived since the last call, in their order.
    pub fn take(&self) -> Vec<CapturedRequest> {
        std::mem::take(&mut *lock(&self.state.requests))
    }
}

/// A panic elsewhere leaves lists that are still whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
