//! Stands between a child and the emulator, and sees when a child has come to the point where it is to be killed.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde::de::IgnoredAny;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::point::Point;

/// Forwards what children send, request by request.
pub(crate) struct Relay {
    pub(crate) url: String,
    /// Where children wait for the server to settle.
    pub(crate) settling: SocketAddr,
    address: SocketAddr,
    pub(crate) state: Arc<State>,
    /// They end with it.
    tasks: JoinSet<()>,
}

/// What its connections share.
pub(crate) struct State {
    server: SocketAddr,
    /// How many connections there are.
    open: watch::Sender<usize>,
    now: Mutex<Now>,
    /// Requests of killed children that are on their way; locked while they arrive.
    late: tokio::sync::Mutex<Vec<Vec<u8>>>,
}

#[derive(Default)]
struct Now {
    point: Option<Point>,
    is_reached: bool,
    /// Of this life.
    bulk_requests: u64,
    reads: u64,
    /// Whether the last request was a bulk upsert.
    is_bulk: bool,
    seen: Seen,
}

/// What went through.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) bulk_requests: u64,
    /// The items in them.
    pub(crate) items: u64,
    pub(crate) reads: u64,
    pub(crate) late: u64,
}

/// What is done with a request.
enum Forward {
    All,
    /// This share of it, and the child is killed.
    Part(f64),
    /// Later, and the child is killed.
    Late,
}

/// What is done with a reply.
enum Hand {
    Over,
    /// It goes to the child, which is killed then.
    Last,
    /// It does not, and the child is killed.
    Back,
}

impl Relay {
    pub(crate) async fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let settling = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let state = Arc::new(State {
            server,
            open: watch::Sender::new(0),
            now: Mutex::default(),
            late: tokio::sync::Mutex::default(),
        });
        let address = listener.local_addr().unwrap();
        let mut relay = Self {
            url: format!("http://{address}"),
            settling: settling.local_addr().unwrap(),
            address,
            state: Arc::clone(&state),
            tasks: JoinSet::new(),
        };
        let settled = Arc::clone(&state);
        relay.tasks.spawn(async move {
            // The end of the connection tells the child that it has waited long enough.
            while let Ok((child, _)) = settling.accept().await {
                settled.deliver().await;
                drop(child);
            }
        });
        relay.tasks.spawn(async move {
            while let Ok((child, _)) = listener.accept().await {
                state.open.send_modify(|open| *open += 1);
                let state = Arc::clone(&state);
                tokio::spawn(async move {
                    // Whatever ends a connection ends it on both sides.
                    let _ = state.connection(child).await;
                    state.open.send_modify(|open| *open -= 1);
                });
            }
        });
        relay
    }

    /// Tells where the next child is to be killed.
    pub(crate) fn begin(&self, point: Option<Point>) {
        let mut now = self.state.now();
        *now = Now {
            point,
            seen: now.seen,
            ..Now::default()
        };
    }

    pub(crate) fn seen(&self) -> Seen {
        self.state.now().seen
    }

    /// How many requests are still on their way.
    pub(crate) async fn late(&self) -> usize {
        self.state.late.lock().await.len()
    }

    /// Waits until the server has done what a dead child has left under way, but for what is late: a child
    /// settles on a clock on which that takes no time, and then gets what is late alone.
    pub(crate) async fn quiet(&self) {
        let quiet = async {
            self.begin(None);
            // Connections are accepted in their order: those of the child are known once this one is.
            ask(self.address).await;
            let mut open = self.state.open.subscribe();
            open.wait_for(|open| *open == 0).await.unwrap();
            // The emulator has one thread, and does what it has begun before this.
            ask(self.state.server).await;
        };
        let in_time = tokio::time::timeout(Duration::from_secs(120), quiet).await;
        in_time.expect("a server comes to an end");
    }
}

/// Asks for what is not there.
async fn ask(address: SocketAddr) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    stream.read_to_end(&mut Vec::new()).await.unwrap();
}

impl State {
    /// Whether the child has come to its point.
    pub(crate) fn is_reached(&self) -> bool {
        self.now().is_reached
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap()
    }

    async fn deliver(&self) {
        let mut late = self.late.lock().await;
        for request in late.drain(..) {
            let mut server = TcpStream::connect(self.server).await.unwrap();
            server.write_all(&request).await.unwrap();
            // An answer, or the end of the connection: either way it is done.
            let _ = server.read(&mut [0]).await;
            self.now().seen.late += 1;
        }
    }

    async fn connection(&self, mut child: TcpStream) -> io::Result<()> {
        let mut server = TcpStream::connect(self.server).await?;
        child.set_nodelay(true)?;
        server.set_nodelay(true)?;
        let (mut from_child, mut from_server) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
        let mut request = Vec::new();
        let mut is_answered = true;
        loop {
            tokio::select! {
                read = child.read(&mut from_child) => {
                    let read = read.unwrap_or(0);
                    request.extend_from_slice(&from_child[..read]);
                    if read == 0 {
                        // The child is dead, and what it has sent arrives all the same.
                        return finish(server, &request).await;
                    }
                    if !is_whole(&request) {
                        continue;
                    }
                    is_answered = false;
                    let request = std::mem::take(&mut request);
                    let forward = self.now().on_request(&request);
                    match forward {
                        Forward::All => server.write_all(&request).await?,
                        Forward::Part(share) => {
                            let length = (share * request.len() as f64) as usize;
                            finish(server, &request[..length]).await?;
                            return self.kill(child).await;
                        }
                        Forward::Late => {
                            self.late.lock().await.push(request);
                            return self.kill(child).await;
                        }
                    }
                }
                read = server.read(&mut from_server) => {
                    let reply = match read {
                        Ok(0) => return Ok(()),
                        Ok(read) => &from_server[..read],
                        // A reset stays one.
                        Err(_) => return child.set_zero_linger(),
                    };
                    let is_begin = !std::mem::replace(&mut is_answered, true);
                    let hand = match is_begin {
                        true => self.now().on_reply(),
                        false => Hand::Over,
                    };
                    if let Hand::Back = hand {
                        return self.kill(child).await;
                    }
                    child.write_all(reply).await?;
                    if let Hand::Last = hand {
                        self.now().is_reached = true;
                    }
                }
            }
        }
    }

    /// Has the child killed, and keeps it from going on meanwhile.
    async fn kill(&self, mut child: TcpStream) -> io::Result<()> {
        self.now().is_reached = true;
        while child.read(&mut [0; 1024]).await? > 0 {}
        Ok(())
    }
}

/// Sends this, no more, and waits until the server is at an end with it.
async fn finish(mut server: TcpStream, rest: &[u8]) -> io::Result<()> {
    server.write_all(rest).await?;
    server.shutdown().await?;
    server.read_to_end(&mut Vec::new()).await?;
    Ok(())
}

impl Now {
    fn on_request(&mut self, request: &[u8]) -> Forward {
        self.is_bulk = request.starts_with(b"PUT ");
        if !self.is_bulk {
            let is_read = request.starts_with(b"GET /licenses");
            self.reads += u64::from(is_read);
            self.seen.reads += u64::from(is_read);
            return match self.point {
                Some(Point::Read(nth)) if nth == self.reads => Forward::Part(0.0),
                _ => Forward::All,
            };
        }
        self.bulk_requests += 1;
        self.seen.bulk_requests += 1;
        let items: Vec<IgnoredAny> = serde_json::from_slice(body(request)).unwrap();
        self.seen.items += items.len() as u64;
        match self.point {
            Some(Point::Asked(nth)) if nth == self.bulk_requests => Forward::Part(0.0),
            Some(Point::Part(nth, share)) if nth == self.bulk_requests => Forward::Part(share),
            Some(Point::Late(nth)) if nth == self.bulk_requests => Forward::Late,
            _ => Forward::All,
        }
    }

    /// The first of a reply has come.
    fn on_reply(&self) -> Hand {
        match self.point {
            _ if !self.is_bulk => Hand::Over,
            Some(Point::Answered(nth)) if nth == self.bulk_requests => Hand::Back,
            Some(Point::Heard(nth)) if nth == self.bulk_requests => Hand::Last,
            _ => Hand::Over,
        }
    }
}

/// Whether all of a request is there, by the length that it tells.
fn is_whole(request: &[u8]) -> bool {
    let Some(head) = head(request) else {
        return false;
    };
    let head = std::str::from_utf8(&request[..head]).unwrap();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().unwrap())
    });
    body(request).len() >= length.unwrap_or(0)
}

fn body(request: &[u8]) -> &[u8] {
    head(request).map_or(&[], |head| &request[head..])
}

/// The length of the head, with the empty line behind it.
fn head(request: &[u8]) -> Option<usize> {
    let end = request.windows(4).position(|part| part == b"\r\n\r\n")?;
    Some(end + 4)
}
