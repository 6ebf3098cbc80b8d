//! How a step looks on the wire.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server::Script;
use crate::step::{Ending, Fault, Reply, Step};

/// A reply as it was sent.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    /// How the body began, or all of it.
    pub(crate) body: Vec<u8>,
    pub(crate) extent: Extent,
}

/// How much of a body came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All, as announced.
    Whole,
    /// What was sent, and perhaps more of the kind.
    AtLeast,
    /// A reset may have overtaken some of it.
    AtMost,
}

/// Between two bytes: slow for a reply, and often within the shortest time-out.
const DRIP: Duration = Duration::from_millis(20);

/// What an attempt is met with that the script does not have.
const ONE_TOO_MANY: &str = "\"one attempt more than the case has\"";

/// Plays a step, and says whether the connection is to be kept.
pub(crate) async fn play(
    stream: &mut TcpStream,
    step: Option<&Step>,
    script: &Script,
    sends: impl FnOnce(Sent),
) -> io::Result<bool> {
    match step {
        Some(Step::Fault(fault)) => commit(stream, *fault).await.map(|()| false),
        Some(Step::Reply(reply)) => answer(stream, reply, script, sends).await,
        None => {
            let head = head(418, &[], &format!("content-length: {}", ONE_TOO_MANY.len()));
            stream.write_all(head.as_bytes()).await?;
            stream
                .write_all(ONE_TOO_MANY.as_bytes())
                .await
                .map(|()| false)
        }
    }
}

async fn commit(stream: &mut TcpStream, fault: Fault) -> io::Result<()> {
    match fault {
        // These are over before a request is read; a request that arrives all the same is dropped.
        Fault::Refused | Fault::Unanswered | Fault::HangsUp | Fault::Closes => Ok(()),
        Fault::Resets => stream.set_zero_linger(),
        Fault::Silent => until_it_leaves(stream).await,
        Fault::NotHttp => stream.write_all(b"+OK ready\r\n\r\n").await,
        Fault::EndlessHead => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
            loop {
                stream
                    .write_all(b"x-padding: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")
                    .await?;
            }
        }
        Fault::DrippingHead => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nx-padding: ").await?;
            loop {
                tokio::time::sleep(DRIP).await;
                stream.write_all(b"a").await?;
            }
        }
        Fault::TwoLengths => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}")
                .await
        }
        Fault::NotTls => {
            stream
                .write_all(
                    b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
                )
                .await
        }
        // A fatal alert: handshake_failure.
        Fault::TlsAlert => stream.write_all(&[0x15, 3, 3, 0, 2, 2, 40]).await,
    }
}

async fn answer(
    stream: &mut TcpStream,
    reply: &Reply,
    script: &Script,
    sends: impl FnOnce(Sent),
) -> io::Result<bool> {
    let body = reply.body.bytes(&script.success);
    let headers: Vec<_> = reply
        .headers
        .iter()
        .map(|(name, value)| {
            (
                name.clone(),
                value.replace("{elsewhere}", &script.elsewhere),
            )
        })
        .collect();
    let extent = match reply.ends {
        Ending::Whole | Ending::KeptOpen | Ending::Unannounced | Ending::Chunked => Extent::Whole,
        Ending::Reset => Extent::AtMost,
        _ => Extent::AtLeast,
    };
    sends(Sent {
        status: reply.status,
        headers: headers.clone(),
        body: body.clone(),
        extent,
    });
    let framing = framing(reply.ends, body.len());
    stream
        .write_all(head(reply.status, &headers, &framing).as_bytes())
        .await?;
    write_body(stream, reply.ends, &body).await?;
    Ok(reply.ends == Ending::KeptOpen)
}

/// The headers that say where the body ends, true or not.
fn framing(ends: Ending, length: usize) -> String {
    /// More than comes.
    const MORE: usize = 1024 * 1024;
    match ends {
        Ending::Whole => format!("content-length: {length}\r\nconnection: close"),
        Ending::KeptOpen => format!("content-length: {length}"),
        Ending::Unannounced => "connection: close".to_owned(),
        Ending::Chunked | Ending::ChunkCutOff | Ending::BadChunk | Ending::Endless => {
            "transfer-encoding: chunked".to_owned()
        }
        Ending::CutOff | Ending::Reset | Ending::Stalls | Ending::Drips => {
            format!("content-length: {}", length + MORE)
        }
    }
}

fn head(status: u16, headers: &[(String, String)], framing: &str) -> String {
    let mut head = format!("HTTP/1.1 {status} Status\r\n");
    for (name, value) in headers {
        // Writing to a string cannot fail.
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head.push_str(framing);
    head.push_str("\r\n\r\n");
    head
}

async fn write_body(stream: &mut TcpStream, ends: Ending, body: &[u8]) -> io::Result<()> {
    let chunk = [format!("{:x}\r\n", body.len()).as_bytes(), body, b"\r\n"].concat();
    match ends {
        Ending::Whole | Ending::KeptOpen | Ending::Unannounced | Ending::CutOff => {
            stream.write_all(body).await
        }
        Ending::Chunked => {
            // An empty chunk would be the last.
            if !body.is_empty() {
                stream.write_all(&chunk).await?;
            }
            stream.write_all(b"0\r\n\r\n").await
        }
        Ending::ChunkCutOff => stream.write_all(&chunk).await,
        Ending::BadChunk => {
            stream.write_all(&chunk).await?;
            stream.write_all(b"zz\r\n").await
        }
        Ending::Reset => {
            stream.write_all(body).await?;
            stream.set_zero_linger()
        }
        Ending::Stalls => {
            stream.write_all(body).await?;
            until_it_leaves(stream).await
        }
        Ending::Drips => {
            stream.write_all(body).await?;
            loop {
                tokio::time::sleep(DRIP).await;
                stream.write_all(b" ").await?;
            }
        }
        Ending::Endless => loop {
            stream.write_all(&chunk).await?;
        },
    }
}

async fn until_it_leaves(stream: &mut TcpStream) -> io::Result<()> {
    stream.read(&mut [0]).await.map(drop)
}
