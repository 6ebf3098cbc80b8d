//! Runs every case, once for all tests of this binary.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use conformance::workspace::Workspace;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::calls::{self, Outcome};
use crate::capture;
use crate::case::{Case, Op};
use crate::check::{Facts, check};
use crate::read::read;
use crate::scene::{Scene, SuiteClock, lock};
use crate::server::{Arrival, Script, Server};

/// What came of the suite.
pub(crate) struct Report {
    /// Cases as written.
    pub(crate) cases: usize,
    /// The operations they were run for, in all.
    pub(crate) runs: usize,
    /// The cases that did not come out as expected.
    pub(crate) failures: Vec<String>,
    /// First waits of a full jitter, of half a second at most.
    pub(crate) jitter: Vec<Duration>,
}

/// One run of a case.
#[derive(Clone)]
struct Run {
    file: Arc<str>,
    op: Op,
    case: Arc<Case>,
    /// Time-outs and such are set on the call, not on the client.
    per_call: bool,
}

/// The report of the one run there is.
pub(crate) fn report() -> &'static Report {
    static REPORT: OnceLock<Report> = OnceLock::new();
    REPORT.get_or_init(|| {
        capture::start();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(4)
            .enable_all()
            .build()
            .expect("threads can be started");
        runtime.block_on(run_all(load()))
    })
}

/// All cases of the folder, in the order of files and lines.
fn load() -> Vec<Run> {
    let folder = Workspace::default().file("tests/cases/faults");
    let entries = std::fs::read_dir(&folder).expect("the cases are in the workspace");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    files.sort();
    let mut runs = Vec::new();
    for file in files {
        let name: Arc<str> = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into();
        let text = std::fs::read_to_string(&file).expect("a readable file");
        let cases = read(&text).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        for (op, case) in cases {
            let case = Arc::new(case);
            let ways: &[bool] = if case.client.is_also_per_call() {
                &[false, true]
            } else {
                &[false]
            };
            runs.extend(ways.iter().map(|&per_call| Run {
                file: Arc::clone(&name),
                op,
                case: Arc::clone(&case),
                per_call,
            }));
        }
    }
    runs
}

/// Runs with real time-outs come last, so that nobody else's work makes them late.
async fn run_all(runs: Vec<Run>) -> Report {
    let mut names: Vec<_> = runs
        .iter()
        .map(|run| (Arc::clone(&run.file), run.case.name.clone()))
        .collect();
    names.dedup();
    let mut report = Report {
        cases: names.len(),
        runs: runs.len(),
        failures: Vec::new(),
        jitter: Vec::new(),
    };
    let (timed, untimed): (Vec<_>, Vec<_>) = runs
        .into_iter()
        .partition(|run| run.case.client.has_real_time());
    for runs in untimed.chunks(AT_ONCE).chain(timed.chunks(AT_ONCE)) {
        for (run, found) in runs.iter().zip(run_at_once(runs).await) {
            report.jitter.extend(found.jitter);
            if !found.mismatches.is_empty() {
                report.failures.push(format!(
                    "{}\n    {}",
                    run.title(),
                    found.mismatches.join("\n    ")
                ));
            }
        }
    }
    report
}

/// So many runs go at once. Each takes a few sockets.
const AT_ONCE: usize = 32;

/// Runs together. All clients are built before the first call: that would take its part of a time-out.
async fn run_at_once(runs: &[Run]) -> Vec<Found> {
    let staged = together(runs.iter().map(|run| {
        let run = run.clone();
        async move { Stage::new(run.op, &run.case, run.per_call).await }
    }));
    let runs = runs.iter().cloned().zip(staged.await);
    together(runs.map(async |(run, stage)| run.on(stage).await)).await
}

/// Awaits all, each in a task of its own.
async fn together<F>(futures: impl Iterator<Item = F>) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
    F::Output: 'static,
{
    let tasks: Vec<_> = futures.map(tokio::spawn).collect();
    let mut outputs = Vec::new();
    for task in tasks {
        outputs.push(task.await.expect("a run does not panic"));
    }
    outputs
}

/// What a run found.
struct Found {
    mismatches: Vec<String>,
    jitter: Option<Duration>,
}

impl Run {
    fn title(&self) -> String {
        let way = if self.per_call { ", set per call" } else { "" };
        format!("{}: {:?}, {:?}{way}", self.file, self.case.name, self.op)
    }

    async fn on(&self, stage: Result<Stage, String>) -> Found {
        match stage {
            Ok(stage) => self.found(
                &stage,
                stage.perform(self.op, &self.case, self.per_call).await,
            ),
            Err(problem) => Found::problem(problem),
        }
    }

    fn found(&self, stage: &Stage, performed: Result<Performed, String>) -> Found {
        let performed = match performed {
            Ok(performed) => performed,
            Err(problem) => return Found::problem(problem),
        };
        let facts = Facts {
            op: self.op,
            case: &self.case,
            outcome: &performed.outcome,
            arrivals: &performed.arrivals[performed.before..],
            span: performed.span,
            asks: &lock(&stage.scene.notes.asks),
            heard: &lock(&stage.scene.notes.attempts),
            elsewhere: stage.elsewhere.connections.load(Ordering::SeqCst),
        };
        Found {
            mismatches: check(&facts),
            jitter: facts.first_jitter(),
        }
    }
}

/// Real time. What takes longer waits for something that does not come.
pub(crate) const LONG: Duration = Duration::from_secs(10);

/// All that a case takes: servers, clock and client.
pub(crate) struct Stage {
    pub(crate) scene: Scene,
    elsewhere: Elsewhere,
}

/// A case after its last call.
pub(crate) struct Performed {
    pub(crate) outcome: Outcome,
    /// All that came to the server.
    pub(crate) arrivals: Vec<Arrival>,
    /// How many of them are of the calls before the last one.
    before: usize,
    /// When the last call began and ended, on the client's clock.
    span: (Duration, Duration),
}

impl Stage {
    pub(crate) async fn new(op: Op, case: &Case, per_call: bool) -> Result<Self, String> {
        let told = |error: io::Error| format!("the servers do not start: {error}");
        let elsewhere = Elsewhere::start().await.map_err(told)?;
        let clock = Arc::new(SuiteClock::new(case.client.real_clock));
        let script = Script {
            steps: case.server.clone(),
            success: calls::success(op),
            elsewhere: elsewhere.url.clone(),
        };
        let now = {
            let clock = Arc::clone(&clock);
            move || clock.passed()
        };
        let server = Server::start(script, now).await.map_err(told)?;
        let scene = Scene::new(&case.client, per_call, server, clock);
        let scene = scene.map_err(|error| format!("the client is not built: {error}"))?;
        Ok(Self { scene, elsewhere })
    }

    /// Makes the case's calls.
    pub(crate) async fn perform(
        &self,
        op: Op,
        case: &Case,
        per_call: bool,
    ) -> Result<Performed, String> {
        let calls = tokio::time::timeout(LONG, self.calls(op, case, per_call)).await;
        calls.map_err(|_| format!("it did not end within {LONG:?}"))
    }

    async fn calls(&self, op: Op, case: &Case, per_call: bool) -> Performed {
        let Scene {
            client,
            server,
            clock,
            notes,
        } = &self.scene;
        for _ in 0..case.client.calls_before {
            calls::call(client, op, &case.client, per_call).await;
        }
        let before = server.arrivals().len();
        lock(&notes.attempts).clear();
        lock(&notes.asks).clear();
        let began = clock.passed();
        let outcome = calls::call(client, op, &case.client, per_call).await;
        Performed {
            outcome,
            arrivals: server.arrivals(),
            before,
            span: (began, clock.passed()),
        }
    }
}

impl Found {
    fn problem(text: String) -> Self {
        Self {
            mismatches: vec![text],
            jitter: None,
        }
    }
}

/// A server that nobody may contact.
struct Elsewhere {
    url: String,
    connections: Arc<AtomicUsize>,
    _accepting: JoinSet<()>,
}

impl Elsewhere {
    async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let connections = Arc::new(AtomicUsize::new(0));
        let mut accepting = JoinSet::new();
        let counter = Arc::clone(&connections);
        accepting.spawn(async move {
            while listener.accept().await.is_ok() {
                counter.fetch_add(1, Ordering::SeqCst);
            }
        });
        Ok(Self {
            url,
            connections,
            _accepting: accepting,
        })
    }
}
