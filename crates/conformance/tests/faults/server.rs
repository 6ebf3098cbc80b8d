//! A server that plays a script, one step an attempt, and keeps what arrived.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::play::{Sent, play};
use crate::step::{Fault, Step};

/// What a server plays, for one operation.
pub(crate) struct Script {
    pub(crate) steps: Vec<Step>,
    /// The reply's body when the operation did what was asked.
    pub(crate) success: String,
    /// What `{elsewhere}` in a header stands for: another server, which nobody may contact.
    pub(crate) elsewhere: String,
}

/// A running server on loopback. It stops when it is dropped.
pub(crate) struct Server {
    port: u16,
    shared: Arc<Shared>,
    /// What keeps the port: a socket that does not listen yet, or one whose queue is full.
    kept: Mutex<Option<Kept>>,
    accepting: Mutex<JoinSet<()>>,
}

enum Kept {
    /// Nobody listens; so many attempts are yet to be refused.
    Closed { socket: TcpSocket, refusals: usize },
    /// Listens, and takes no one.
    Full {
        _listener: TcpListener,
        _waiting: Vec<TcpStream>,
    },
}

struct Shared {
    script: Script,
    now: Box<dyn Fn() -> Duration + Send + Sync>,
    log: Mutex<Log>,
    /// How many attempts have come.
    count: watch::Sender<usize>,
}

#[derive(Default)]
struct Log {
    next: usize,
    arrivals: Vec<Arrival>,
}

/// An attempt as the server saw it.
#[derive(Clone)]
pub(crate) struct Arrival {
    /// When it came, on the client's clock.
    pub(crate) at: Duration,
    /// The step that met it; none when the script was at its end.
    pub(crate) step: Option<usize>,
    /// What was asked; none where the server did not read it or it was not HTTP.
    pub(crate) asked: Option<Asked>,
    /// The reply, as far as it is known to have been sent.
    pub(crate) sent: Option<Sent>,
}

/// A request.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) target: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Method and target; headers hold the token.
impl fmt::Debug for Asked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} {}, {} bytes",
            self.method,
            self.target,
            self.body.len()
        )
    }
}

impl Server {
    /// Starts on a free port. `now` tells when an attempt arrives.
    pub(crate) async fn start(
        script: Script,
        now: impl Fn() -> Duration + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let refusals = script
            .steps
            .iter()
            .take_while(|step| matches!(step, Step::Fault(Fault::Refused)))
            .count();
        let unanswered = matches!(script.steps.first(), Some(Step::Fault(Fault::Unanswered)));
        let socket = TcpSocket::new_v4()?;
        socket.bind(([127, 0, 0, 1], 0).into())?;
        let port = socket.local_addr()?.port();
        let server = Self {
            port,
            shared: Arc::new(Shared {
                script,
                now: Box::new(now),
                log: Mutex::new(Log {
                    next: refusals,
                    ..Log::default()
                }),
                count: watch::Sender::default(),
            }),
            kept: Mutex::default(),
            accepting: Mutex::default(),
        };
        if unanswered {
            let kept = fill(socket).await?;
            *lock(&server.kept) = Some(kept);
        } else if refusals > 0 {
            // With nothing behind them, they have no end.
            let for_ever = refusals == server.shared.script.steps.len();
            let refusals = if for_ever { usize::MAX } else { refusals };
            *lock(&server.kept) = Some(Kept::Closed { socket, refusals });
        } else {
            server.listen(socket)?;
        }
        Ok(server)
    }

    /// Tells the server that the client waits before its next attempt: the time to open a port that was closed.
    pub(crate) fn client_waits(&self) -> io::Result<()> {
        let mut kept = lock(&self.kept);
        match kept.take() {
            Some(Kept::Closed {
                socket,
                refusals: 1,
            }) => self.listen(socket),
            Some(Kept::Closed { socket, refusals }) => {
                let refusals = refusals - 1;
                *kept = Some(Kept::Closed { socket, refusals });
                Ok(())
            }
            other => {
                *kept = other;
                Ok(())
            }
        }
    }

    fn listen(&self, socket: TcpSocket) -> io::Result<()> {
        let listener = socket.listen(128)?;
        let shared = Arc::clone(&self.shared);
        lock(&self.accepting).spawn(async move {
            let mut conversations = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&shared);
                conversations.spawn(async move {
                    // An error means that the client has gone, which is its right.
                    let _ = shared.converse(stream).await;
                });
            }
        });
        Ok(())
    }

    /// The port on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Waits until so many attempts have come.
    pub(crate) async fn has_seen(&self, attempts: usize) {
        let mut count = self.shared.count.subscribe();
        // The sender lives as long as the server.
        let _ = count.wait_for(|count| *count >= attempts).await;
    }

    /// The attempts so far, in their order.
    pub(crate) fn arrivals(&self) -> Vec<Arrival> {
        lock(&self.shared.log).arrivals.clone()
    }
}

impl Shared {
    async fn converse(&self, mut stream: TcpStream) -> io::Result<()> {
        let mut unread = Vec::new();
        loop {
            if let Some(Step::Fault(Fault::HangsUp)) = self.upcoming() {
                if stream.peek(&mut [0]).await? > 0 {
                    self.arrived(None);
                }
                return stream.set_zero_linger();
            }
            let asked = match read_request(&mut stream, &mut unread).await? {
                Incoming::Nothing => return Ok(()),
                Incoming::Request(asked) => Some(asked),
                Incoming::NotHttp => None,
            };
            let (position, step) = self.arrived(asked);
            let open = play(&mut stream, step, &self.script, |sent| {
                self.sends(position, sent)
            })
            .await?;
            if !open {
                return Ok(());
            }
        }
    }

    fn upcoming(&self) -> Option<&Step> {
        self.script.steps.get(lock(&self.log).next)
    }

    /// Keeps an attempt and says by which step it is met.
    fn arrived(&self, asked: Option<Asked>) -> (usize, Option<&Step>) {
        let mut log = lock(&self.log);
        let step = self.script.steps.get(log.next);
        let arrival = Arrival {
            at: (self.now)(),
            step: step.is_some().then_some(log.next),
            asked,
            sent: None,
        };
        log.next += 1;
        log.arrivals.push(arrival);
        self.count.send_replace(log.arrivals.len());
        (log.arrivals.len() - 1, step)
    }

    fn sends(&self, position: usize, sent: Sent) {
        if let Some(arrival) = lock(&self.log).arrivals.get_mut(position) {
            arrival.sent = Some(sent);
        }
    }
}

/// Fills the queue of those who wait to be taken, so that nobody else gets as far as that.
async fn fill(socket: TcpSocket) -> io::Result<Kept> {
    /// Long on loopback, where a connection that comes about does so at once.
    const PATIENCE: Duration = Duration::from_millis(50);
    let address = socket.local_addr()?;
    let listener = socket.listen(0)?;
    let mut waiting = Vec::new();
    while let Ok(connected) = tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await {
        waiting.push(connected?);
    }
    Ok(Kept::Full {
        _listener: listener,
        _waiting: waiting,
    })
}

enum Incoming {
    Nothing,
    Request(Asked),
    NotHttp,
}

/// Reads one request. What came behind it stays in `unread`.
async fn read_request(stream: &mut TcpStream, unread: &mut Vec<u8>) -> io::Result<Incoming> {
    const TLS_HANDSHAKE: u8 = 0x16;
    let head = loop {
        if let Some(end) = unread.windows(4).position(|part| part == b"\r\n\r\n") {
            break unread.drain(..end + 4).collect::<Vec<_>>();
        }
        if stream.read_buf(unread).await? == 0 {
            return Ok(Incoming::Nothing);
        }
        if unread.first() == Some(&TLS_HANDSHAKE) {
            return Ok(Incoming::NotHttp);
        }
    };
    let head = String::from_utf8_lossy(&head);
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length
        .and_then(|(_, value)| value.parse().ok())
        .unwrap_or(0);
    while unread.len() < length {
        if stream.read_buf(unread).await? == 0 {
            return Ok(Incoming::Nothing);
        }
    }
    Ok(Incoming::Request(Asked {
        method: first.next().unwrap_or_default().to_owned(),
        target: first.next().unwrap_or_default().to_owned(),
        headers,
        body: unread.drain(..length).collect(),
    }))
}

/// A panic elsewhere leaves lists that are still whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
