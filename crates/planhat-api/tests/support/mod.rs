//! A server that behaves as badly as a test wants.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What the server does with every request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Behaviour {
    /// Answers.
    Answer { status: u16, body: &'static str },
    /// Answers with less than it announced.
    CutOff {
        status: u16,
        announced: usize,
        body: &'static str,
    },
    /// Answers 200 and never stops.
    Endless,
    /// Reads the request and says nothing.
    Silence,
    /// Reads the request and closes the connection.
    Reset,
}

/// A server on this machine, as long as the test runs.
pub(crate) struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Starts on a free port.
    pub(crate) fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counter.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || serve(stream, behaviour));
            }
        });
        Self { port, connections }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How often somebody connected.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// An address at which nobody listens.
pub(crate) fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

fn serve(mut stream: TcpStream, behaviour: Behaviour) {
    // One read takes the requests of these tests whole, and an error means that nobody listens.
    let _ = stream.read(&mut [0; 64 * 1024]);
    let _ = match behaviour {
        Behaviour::Answer { status, body } => {
            head(&mut stream, status, body.len()).and_then(|()| stream.write_all(body.as_bytes()))
        }
        Behaviour::CutOff {
            status,
            announced,
            body,
        } => head(&mut stream, status, announced).and_then(|()| stream.write_all(body.as_bytes())),
        Behaviour::Endless => {
            let started = write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
            started.and_then(|()| {
                loop {
                    stream.write_all(&[b' '; 64 * 1024])?;
                }
            })
        }
        // The next read returns when the client gives up.
        Behaviour::Silence => stream.read(&mut [0]).map(drop),
        Behaviour::Reset => Ok(()),
    };
}

fn head(stream: &mut TcpStream, status: u16, length: usize) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status} Status\r\ncontent-length: {length}\r\nx-request-id: req-1\r\nconnection: close\r\n\r\n"
    )
}
