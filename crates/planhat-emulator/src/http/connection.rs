//! Connections that can be made to end in the wrong way.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use axum::extract::connect_info::Connected;
use axum::http::Response;
use axum::serve::{IncomingStream, Listener};
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Accepts connections.
pub(super) struct Listening(pub(super) TcpListener);

impl Listener for Listening {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Small replies are not to wait for the acknowledgement of the ones before them.
        let _ = stream.set_nodelay(true);
        let connection = Connection {
            stream,
            ending: Ending::default(),
        };
        (connection, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// Nothing is written any more, and the peer is told by a reset.
const RESET: u8 = 1;
/// A body waits until all that was written of it is sent.
const AWAITS_FLUSH: u8 = 2;
/// It is sent.
const FLUSHED: u8 = 3;

/// How a connection ends. Handlers of its requests have a clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Ending(Arc<AtomicU8>);

impl Connected<IncomingStream<'_, Listening>> for Ending {
    fn connect_info(stream: IncomingStream<'_, Listening>) -> Self {
        stream.io().ending.clone()
    }
}

impl Ending {
    /// Ends the connection by a reset: of the reply to this request no byte is sent.
    pub(super) fn reset(&self) -> Response<Body> {
        self.0.store(RESET, Ordering::Relaxed);
        // The server has to write something to find that it cannot.
        Response::new(Body::empty())
    }

    /// Ends the connection once the head and so many bytes of the body are sent.
    pub(super) fn cut_off(&self, response: Response<Bytes>, sent: usize) -> Response<Body> {
        response.map(|body| {
            Body::new(CutOff {
                length: body.len() as u64,
                part: Some(body.slice(..sent.min(body.len()))),
                ending: self.clone(),
            })
        })
    }

    fn is(&self, state: u8) -> bool {
        self.0.load(Ordering::Relaxed) == state
    }
}

/// A connection.
pub(super) struct Connection {
    stream: TcpStream,
    ending: Ending,
}

impl Connection {
    fn stream(self: Pin<&mut Self>) -> io::Result<Pin<&mut TcpStream>> {
        if self.ending.is(RESET) {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(Pin::new(&mut self.get_mut().stream))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.ending.is(RESET) {
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.stream()?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let ending = self.ending.clone();
        ready!(self.stream()?.poll_flush(context))?;
        // The server flushes a stream once it has written all that it holds.
        if ending.is(AWAITS_FLUSH) {
            ending.0.store(FLUSHED, Ordering::Relaxed);
            context.waker().wake_by_ref();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_shutdown(context)
    }
}

/// A body that says its length, and ends before it.
struct CutOff {
    length: u64,
    part: Option<Bytes>,
    ending: Ending,
}

impl http_body::Body for CutOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(part) = self.part.take().filter(|part| !part.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(part))));
        }
        // An error makes the server drop the connection with whatever it has not sent yet. The connection wakes the task
        // that asks, which is its own.
        if !self.ending.is(FLUSHED) {
            self.ending.0.store(AWAITS_FLUSH, Ordering::Relaxed);
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::other("the reply is cut off here"))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
