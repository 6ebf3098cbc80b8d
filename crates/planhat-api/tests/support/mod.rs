//! A server that behaves as badly as a test wants.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the server does with every request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Behaviour {
    /// Answers.
    Answer { status: u16, body: &'static str },
    /// Answers 429 with this `Retry-After`.
    Limited { retry_after: &'static str },
    /// Answers 200 with a body that gzip made.
    Gzipped(&'static [u8]),
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
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts on a free port, and behaves to everyone alike.
    pub(crate) fn start(behaviour: Behaviour) -> Self {
        Self::scripted(&[behaviour])
    }

    /// Starts on a free port, with a behaviour for each connection; the last is for all others.
    pub(crate) fn scripted(script: &[Behaviour]) -> Self {
        let script = script.to_vec();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = Arc::clone(&heard);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let number = counter.fetch_add(1, Ordering::SeqCst);
                let behaviour = script[number.min(script.len() - 1)];
                let heard = Arc::clone(&hearing);
                thread::spawn(move || serve(stream, behaviour, &heard));
            }
        });
        Self {
            port,
            connections,
            heard,
        }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All that was sent to it.
    pub(crate) fn heard(&self) -> String {
        self.heard.lock().unwrap().concat()
    }

    /// Method and path of each request, in the order in which they came.
    pub(crate) fn calls(&self) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        let lines = heard.iter().filter_map(|request| request.lines().next());
        lines
            .map(|line| line.trim_end_matches(" HTTP/1.1").to_owned())
            .collect()
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

fn serve(mut stream: TcpStream, behaviour: Behaviour, heard: &Mutex<Vec<String>>) {
    // One read takes the requests of these tests whole, and an error means that nobody listens.
    let mut request = [0; 64 * 1024];
    let length = stream.read(&mut request).unwrap_or(0);
    heard
        .lock()
        .unwrap()
        .push(String::from_utf8_lossy(&request[..length]).into_owned());
    let _ = match behaviour {
        Behaviour::Answer { status, body } => {
            head(&mut stream, status, body.len()).and_then(|()| stream.write_all(body.as_bytes()))
        }
        Behaviour::Limited { retry_after } => write!(
            stream,
            "HTTP/1.1 429 Status\r\ncontent-length: 0\r\nretry-after: {retry_after}\r\nconnection: close\r\n\r\n"
        ),
        Behaviour::CutOff {
            status,
            announced,
            body,
        } => head(&mut stream, status, announced).and_then(|()| stream.write_all(body.as_bytes())),
        Behaviour::Gzipped(body) => {
            let length = body.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            );
            stream.write_all(&[head.as_bytes(), body].concat())
        }
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
