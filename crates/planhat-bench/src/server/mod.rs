//! A server that does as little as it can: pages of generated licenses, and replies to bulk upserts that say of each item
//! what an honest server would. It is no Planhat; the emulator is.

mod envelope;
mod replies;

use std::convert::Infallible;
use std::io::Read as _;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use crate::cores;
use replies::{Replies, Reply};

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// How many licenses there are.
    #[arg(long)]
    records: u64,
    /// How long it waits before each reply, in milliseconds.
    #[arg(long, default_value_t = 0)]
    latency: u64,
    /// Makes each reply once, and keeps it.
    #[arg(long)]
    fixed: bool,
    /// The core to stay on.
    #[arg(long)]
    core: Option<usize>,
}

/// Serves until standard input ends; tells its port on standard output.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    if let Some(core) = options.core {
        cores::stay_on(core);
    }
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(options))
}

async fn serve(options: &Options) -> anyhow::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{}", listener.local_addr()?.port());
    let replies = Arc::new(Replies::new(options.records, options.fixed));
    let latency = Duration::from_millis(options.latency);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(connection(stream, Arc::clone(&replies), latency));
    }
}

async fn connection(stream: TcpStream, replies: Arc<Replies>, latency: Duration) {
    let service = service_fn(|request| answer(request, &replies, latency));
    // A client that goes away is no concern of the server's.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(
    request: Request<Incoming>,
    replies: &Replies,
    latency: Duration,
) -> Result<hyper::Response<http_body_util::Full<bytes::Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    // What breaks off has no reply.
    let body = body.collect().await.map(|body| body.to_bytes());
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let Reply { status, body } = match body {
        Ok(body) => replies.to(&head.method, &head.uri, &body),
        Err(_) => Reply::refusal(400),
    };
    let mut response = hyper::Response::new(body.into());
    *response.status_mut() = status;
    let json = header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    Ok(response)
}
