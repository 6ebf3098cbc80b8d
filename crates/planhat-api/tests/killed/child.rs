//! A life: one process, with one run.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use planhat_api::bulk::journal::FileJournal;
use planhat_api::bulk::{ItemOutcome, Outcome};
use planhat_api::clock::{Clock, Sleep, TestClock};
use planhat_api::limits::Limits;
use planhat_api::retry::RetryBudget;
use planhat_api::{Client, ObjectId};
use planhat_emulator::Emulator;
use serde::{Deserialize, Serialize};

use crate::items::Plan;

/// The variable of the environment that tells a child what to do.
pub(crate) const ORDERS: &str = "PLANHAT_KILLED_ORDERS";

/// What a child is told.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Orders {
    pub(crate) plan: Plan,
    pub(crate) life: u32,
    pub(crate) url: String,
    /// Where it waits while it leaves the server alone.
    pub(crate) settling: SocketAddr,
    pub(crate) folder: PathBuf,
}

/// A line of what a child tells.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Line {
    Chunk(Vec<Told>),
    Ended(String),
    Finished,
}

/// What is told of one item.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) index: u64,
    pub(crate) word: Word,
    pub(crate) after_retry: bool,
    /// The record that is named.
    pub(crate) id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Word {
    Created,
    Updated,
    Unchanged,
    SetAside,
    Failed,
    Unknown,
    DoneBefore,
    NotDone,
    Undetermined,
}

impl Told {
    fn of(item: &ItemOutcome) -> Self {
        let named = |id: &Option<ObjectId>| id.map(|id| id.to_string());
        let (word, id) = match &item.outcome {
            Outcome::Created(id) => (Word::Created, named(id)),
            Outcome::Updated(id) => (Word::Updated, named(id)),
            Outcome::Unchanged => (Word::Unchanged, None),
            Outcome::SetAside(_) => (Word::SetAside, None),
            Outcome::Failed(_) => (Word::Failed, None),
            Outcome::Unknown => (Word::Unknown, None),
            Outcome::DoneBefore => (Word::DoneBefore, None),
            Outcome::NotDone => (Word::NotDone, None),
            Outcome::Undetermined => (Word::Undetermined, None),
            other => panic!("{other:?}"),
        };
        Self {
            index: item.index,
            word,
            after_retry: item.after_retry,
            id,
        }
    }
}

pub(crate) fn journal(folder: &Path) -> PathBuf {
    folder.join("journal")
}

pub(crate) fn told(folder: &Path, life: u32) -> PathBuf {
    folder.join(format!("told-{life}"))
}

/// How long a run leaves the server alone that it finds something in flight of: no other wait is as long.
const SETTLE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// More than the faults ever take, and an end for a child whose parent is gone.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// A clock on which no time is spent, but that asks the parent before the server counts as settled.
#[derive(Debug)]
struct Asking {
    clock: TestClock,
    settling: SocketAddr,
}

impl Clock for Asking {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn wall(&self) -> SystemTime {
        self.clock.wall()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        if duration >= SETTLE {
            let mut parent = TcpStream::connect(self.settling).unwrap();
            assert_eq!(parent.read(&mut [0]).unwrap(), 0);
        }
        self.clock.sleep(duration)
    }
}

/// Does as the environment tells, if it does.
pub(crate) async fn live() {
    let Ok(orders) = std::env::var(ORDERS) else {
        return;
    };
    let orders: Orders = serde_json::from_str(&orders).unwrap();
    let clock = Asking {
        clock: TestClock::new(),
        settling: orders.settling,
    };
    let builder = Client::builder().base_url(&orders.url);
    let client = builder
        .token(Emulator::TOKEN)
        .limits(Limits::off())
        .retry_budget(RetryBudget::unlimited())
        .clock(clock)
        .build()
        .unwrap();
    let samples = orders.plan.samples(orders.life);
    let items = samples.into_iter().map(|sample| sample.item);
    let mut run = client
        .licenses()
        .bulk_upsert_all(items)
        .chunk_items(orders.plan.chunk)
        .settle(SETTLE)
        .patience(PATIENCE)
        .journal(FileJournal::open(journal(&orders.folder)).unwrap());
    let mut file = File::create(told(&orders.folder, orders.life)).unwrap();
    let mut tell = |line: Line| {
        let mut line = serde_json::to_string(&line).unwrap();
        line.push('\n');
        file.write_all(line.as_bytes()).unwrap();
    };
    while let Some(chunk) = run.next().await {
        match chunk {
            Ok(chunk) => tell(Line::Chunk(chunk.items().iter().map(Told::of).collect())),
            Err(error) => return tell(Line::Ended(error.to_string())),
        }
    }
    tell(Line::Finished);
}
