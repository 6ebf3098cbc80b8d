//! A server that answers a bulk upsert by what is in it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

/// Status and body of a reply; none where the connection is closed instead.
pub(crate) type Reply = Option<(u16, String)>;

/// A server on this machine, as long as the test runs.
pub(crate) struct Answering {
    port: u16,
    bodies: Arc<Mutex<Vec<Vec<Value>>>>,
}

impl Answering {
    /// Answers each request by its items and by how many came before it.
    pub(crate) fn start(answer: impl Fn(&[Value], usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::cutting_off(None, answer)
    }

    /// The same, and replies of this status break off before their end.
    pub(crate) fn cutting_off(
        cut: Option<u16>,
        answer: impl Fn(&[Value], usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let bodies = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&bodies);
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (heard, answer) = (Arc::clone(&heard), Arc::clone(&answer));
                thread::spawn(move || {
                    let items = read(&stream)?;
                    let mut heard = heard.lock().unwrap();
                    let reply = answer(&items, heard.len());
                    heard.push(items);
                    drop(heard);
                    reply.and_then(|(status, body)| {
                        let missing = usize::from(cut == Some(status));
                        write(stream, status, &body, missing)
                    })
                });
            }
        });
        Self { port, bodies }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The items of each request, in the order in which they came.
    pub(crate) fn bodies(&self) -> Vec<Vec<Value>> {
        self.bodies.lock().unwrap().clone()
    }
}

/// A result in which every item is created.
pub(crate) fn all_created(items: &[Value]) -> Reply {
    let count = items.len();
    let result = json!({ "created": count, "updated": 0, "nonupdates": 0 });
    Some((200, result.to_string()))
}

/// The source ids of items.
pub(crate) fn source_ids(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .filter_map(|item| item["sourceId"].as_str())
        .collect()
}

fn read(stream: &TcpStream) -> Option<Vec<Value>> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn write(mut stream: TcpStream, status: u16, body: &str, missing: usize) -> Option<()> {
    let head = format!(
        "HTTP/1.1 {status} Status\r\nconnection: close\r\ncontent-length: {}",
        body.len() + missing
    );
    write!(stream, "{head}\r\n\r\n{body}").ok()
}
