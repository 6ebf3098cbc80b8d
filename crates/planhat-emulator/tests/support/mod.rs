//! Calls to an emulator, the state in which it starts, and how its replies are compared.
#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod alone;
pub(crate) mod compare;
pub(crate) mod raw;
pub(crate) mod state;
pub(crate) mod steps;

use std::path::PathBuf;

use planhat_emulator::Emulator;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Client, Error, Method};
use serde_json::Value;

/// A file of the workspace's tests.
pub(crate) fn tests(path: &str) -> PathBuf {
    let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    workspace.join("tests").join(path)
}

/// A JSON file of the workspace's tests.
pub(crate) fn json(path: &str) -> Value {
    let text =
        std::fs::read_to_string(tests(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Someone who calls an emulator.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    url: String,
    authorization: Option<String>,
    client: Client,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

/// What came back, as it came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawReply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl RawReply {
    pub(crate) fn json(self) -> Reply {
        let body = match self.body.len() {
            0 => Value::Null,
            _ => serde_json::from_slice(&self.body).unwrap(),
        };
        Reply {
            status: self.status,
            headers: self.headers,
            body,
        }
    }
}

/// How a call ended that has no whole reply.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    Reset,
    /// Within the body of this status.
    CutOff(u16),
    Else(String),
}

impl Broken {
    fn of(error: &Error, status: Option<u16>) -> Self {
        let mut source = std::error::Error::source(error);
        while let Some(error) = source {
            let io = error.downcast_ref::<std::io::Error>();
            if io.is_some_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset) {
                return Self::Reset;
            }
            source = error.source();
        }
        status.map_or_else(|| Self::Else(format!("{error:?}")), Self::CutOff)
    }
}

impl Caller {
    pub(crate) fn new(emulator: &Emulator) -> Self {
        Self::with(emulator, Some(format!("Bearer {}", emulator.token())))
    }

    pub(crate) fn with(emulator: &Emulator, authorization: Option<String>) -> Self {
        Self {
            url: emulator.url().to_owned(),
            authorization,
            client: Client::builder()
                .no_proxy()
                .redirect(Policy::none())
                .build()
                .unwrap(),
        }
    }

    /// `GET /licenses?limit=2`, with a JSON body or without one.
    pub(crate) async fn call(&self, line: &str, body: Option<&Value>) -> Reply {
        let body = body.map(|body| body.to_string().into_bytes());
        self.send(line, body, Some("application/json")).await
    }

    pub(crate) async fn send(
        &self,
        line: &str,
        body: Option<Vec<u8>>,
        content_type: Option<&str>,
    ) -> Reply {
        let ended = self.attempt(line, body, content_type).await;
        ended
            .unwrap_or_else(|broken| panic!("{line}: {broken:?}"))
            .json()
    }

    /// A call that may break.
    pub(crate) async fn attempt(
        &self,
        line: &str,
        body: Option<Vec<u8>>,
        content_type: Option<&str>,
    ) -> Result<RawReply, Broken> {
        let (method, path) = line.split_once(' ').unwrap();
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        if let Some(body) = body {
            if let Some(content_type) = content_type {
                request = request.header(CONTENT_TYPE, content_type);
            }
            request = request.body(body);
        }
        let response = request.send().await;
        let response = response.map_err(|error| Broken::of(&error, None))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await;
        let body = body.map_err(|error| Broken::of(&error, Some(status)))?;
        Ok(RawReply {
            status,
            headers,
            body: body.to_vec(),
        })
    }

    /// Everything that the emulator holds.
    pub(crate) async fn everything(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for resource in ["deals", "products", "licenses"] {
            let reply = self
                .call(&format!("GET /{resource}?limit=2000"), None)
                .await;
            assert_eq!(reply.status, 200, "{:?}", reply.body);
            all.push(reply.body);
        }
        all
    }
}
