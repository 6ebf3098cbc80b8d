//! Plain `hyper` that reads bodies and counts their bytes: what is left of a call when nobody looks at it.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Method, Request, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use anyhow::{Context as _, ensure};

use super::{Caller, Maker, PAGE, Seen};
use crate::data::{self, items::Row};

pub(crate) struct Floor {
    authority: String,
    idle: Mutex<Vec<SendRequest<Full<Bytes>>>>,
    /// The body of a bulk upsert.
    items: Bytes,
}

impl Floor {
    pub(crate) fn new(url: &str, items: Bytes) -> anyhow::Result<Self> {
        let authority = url
            .strip_prefix("http://")
            .context("no URL of the server")?;
        Ok(Self {
            authority: authority.to_owned(),
            idle: Mutex::default(),
            items,
        })
    }

    async fn connect(&self) -> anyhow::Result<SendRequest<Full<Bytes>>> {
        if let Some(sender) = self.idle.lock().await.pop() {
            return Ok(sender);
        }
        let stream = TcpStream::connect(&self.authority).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }

    /// The bytes of the reply.
    async fn call(&self, method: Method, target: &str, body: Bytes) -> anyhow::Result<usize> {
        let mut sender = self.connect().await?;
        sender.ready().await?;
        let request = Request::builder()
            .method(method)
            .uri(target)
            .header(header::HOST, &self.authority)
            .header(header::AUTHORIZATION, "Bearer bench")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(body))?;
        let response = sender.send_request(request).await?;
        ensure!(response.status().is_success(), "{}", response.status());
        let mut body = response.into_body();
        let mut bytes = 0;
        while let Some(frame) = body.frame().await {
            bytes += frame?.data_ref().map_or(0, Bytes::len);
        }
        self.idle.lock().await.push(sender);
        Ok(bytes)
    }
}

impl Maker for Floor {
    type Item = Row;

    fn items(rows: Vec<Row>) -> anyhow::Result<Vec<Row>> {
        Ok(rows)
    }
}

/// It does not look at what it reads, so it takes all for what it should be.
impl Caller for Floor {
    async fn get(&self) -> anyhow::Result<Seen> {
        let target = format!("/licenses/{}", data::object_id(0));
        self.call(Method::GET, &target, Bytes::new()).await?;
        Ok(Seen::of([0], |number| Some(data::mrr(number))))
    }

    async fn page(&self, offset: u64, limit: u64) -> anyhow::Result<Seen> {
        let target = format!("/licenses?limit={limit}&offset={offset}&sort=_id");
        let is_empty = self.call(Method::GET, &target, Bytes::new()).await? == "[]".len();
        Ok(match is_empty {
            true => Seen::default(),
            false => Seen::of(offset..offset + limit.min(PAGE), |number| {
                Some(data::mrr(number))
            }),
        })
    }

    async fn bulk(&self, rows: Vec<Row>) -> anyhow::Result<Seen> {
        self.call(Method::PUT, "/licenses", self.items.clone())
            .await?;
        Ok(Seen::items(u64::try_from(rows.len())?))
    }
}
