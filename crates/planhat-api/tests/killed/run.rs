//! One run: lives that are killed, until one comes to its end.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use fastrand::Rng;
use planhat_api::bulk::BulkItem;
use planhat_api::bulk::journal::FileJournal;
use planhat_api::limits::Limits;
use planhat_api::{Client, License};
use planhat_emulator::{Emulator, Fault};

use crate::child::{Line, ORDERS, Orders, Told, Word, journal, told};
use crate::items::{Class, Manner, Plan, Sample};
use crate::point::Point;
use crate::relay::{Relay, Seen};
use crate::truth::{Claims, Stored};
use crate::watch::{Watch, length};

/// What came of runs.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) runs: u64,
    pub(crate) lives: u64,
    /// By the kind of the point.
    pub(crate) kills: [u64; Point::NAMES.len()],
    /// Lives that ended by themselves before all was done.
    pub(crate) ended: u64,
    /// Journals that were left with an unfinished part by the kill itself.
    pub(crate) torn: u64,
    pub(crate) items: u64,
    pub(crate) seen: Seen,
}

impl Figures {
    pub(crate) fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.lives += other.lives;
        for (sum, more) in self.kills.iter_mut().zip(other.kills) {
            *sum += more;
        }
        self.ended += other.ended;
        self.torn += other.torn;
        self.items += other.items;
        self.seen.bulk_requests += other.seen.bulk_requests;
        self.seen.items += other.seen.items;
        self.seen.reads += other.seen.reads;
        self.seen.late += other.seen.late;
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = &self.seen;
        let kills: u64 = self.kills.iter().sum();
        writeln!(formatter, "{} runs, {} items in all", self.runs, self.items)?;
        writeln!(formatter, "{} lives, {kills} killed", self.lives)?;
        for (kills, name) in self.kills.iter().zip(Point::NAMES) {
            writeln!(formatter, "    {kills} {name}")?;
        }
        writeln!(formatter, "{} ended with an error", self.ended)?;
        writeln!(formatter, "{} left half a part in the journal", self.torn)?;
        writeln!(formatter, "{} bulk upserts", seen.bulk_requests)?;
        writeln!(formatter, "    {} of them late", seen.late)?;
        writeln!(formatter, "    {} items in them", seen.items)?;
        write!(formatter, "{} gets and lists", seen.reads)
    }
}

/// The run of a seed, with so many items.
pub(crate) async fn run(seed: u64, items: u64) -> Figures {
    let mut rng = Rng::with_seed(seed);
    let manners = [
        Manner::Shuffled,
        Manner::Changing,
        Manner::Twins,
        Manner::Unrepeatable,
    ];
    let plan = Plan {
        seed,
        items,
        chunk: rng.usize((items / 20).max(1) as usize..=(items / 4).min(5000) as usize),
        manner: manners[(seed % 4) as usize],
    };
    let stormy = stormy(&plan, &mut rng).await;
    let mut lives = Lives {
        plan,
        relay: Relay::start(stormy.address()).await,
        folder: tempfile::tempdir().unwrap(),
        claims: Claims::default(),
        figures: Figures {
            runs: 1,
            items,
            ..Figures::default()
        },
    };
    let last = lives.lead(&mut rng).await;
    assert_eq!(lives.relay.late().await, 0, "it was not waited for");

    let items = last.iter().map(|(sample, _)| sample.item.clone());
    let expected = undisturbed(&plan, items.collect()).await;
    stormy.clear_faults();
    let stored = Stored::of(&client(&stormy)).await;
    let open = last.iter().filter(|(_, told)| told.word == Word::Unknown);
    let open: HashSet<&str> = open.map(|(sample, _)| &*sample.key).collect();
    stored.assert_same(&expected, &open);
    lives.claims.assert_true(&stored);
    lives.figures.seen = lives.relay.seen();
    lives.figures
}

/// The tenant, behind a server that fails before and after it writes.
async fn stormy(plan: &Plan, rng: &mut Rng) -> Emulator {
    let emulator = plan.emulator().await;
    for fault in [
        Fault::status(503),
        Fault::status(429),
        Fault::html(502).after_write(),
        Fault::reset(),
        Fault::reset().after_write(),
        Fault::cut_off().after_write(),
    ] {
        let fault = fault.share(0.05, rng.u64(..)).on("license_bulk_upsert");
        emulator.inject(fault).unwrap();
    }
    for operation in ["license_get", "license_list"] {
        let fault = Fault::status(503).share(0.05, rng.u64(..));
        emulator.inject(fault.on(operation)).unwrap();
    }
    emulator
}

fn client(emulator: &Emulator) -> Client {
    let builder = Client::builder().base_url(emulator.url());
    let builder = builder.token(emulator.token()).limits(Limits::off());
    builder.build().unwrap()
}

/// What a run of these items leaves that nothing disturbs.
async fn undisturbed(plan: &Plan, items: Vec<BulkItem<License>>) -> Stored {
    let emulator = plan.emulator().await;
    let client = client(&emulator);
    let run = client.licenses().bulk_upsert_all(items);
    let mut run = run.chunk_items(plan.chunk);
    while let Some(chunk) = run.next().await {
        chunk.unwrap();
    }
    Stored::of(&client).await
}

struct Lives {
    plan: Plan,
    relay: Relay,
    folder: tempfile::TempDir,
    claims: Claims,
    figures: Figures,
}

/// How a life ended.
enum End {
    Killed,
    ByItself,
}

impl Lives {
    /// Until one comes to its end, of which nothing can be known better: its items, and what it tells of each.
    async fn lead(&mut self, rng: &mut Rng) -> Vec<(Sample, Told)> {
        let lives = rng.u64(2..=8);
        for life in 1..100 {
            let is_left_alone = u64::from(life) > lives;
            let point = (!is_left_alone).then(|| Point::draw(rng, &self.plan, life, lives));
            let end = self.live(life, point).await;
            self.figures.lives += 1;
            self.relay.quiet().await;
            let (told, is_finished) = self.told(life);
            for (sample, told) in &told {
                self.claims.hear(&self.plan, life, sample, told);
            }
            match (end, point) {
                (End::Killed, Some(point)) => {
                    self.figures.kills[point.kind()] += 1;
                    self.leave_torn(rng);
                }
                _ if !is_finished => self.figures.ended += 1,
                _ => {
                    assert_eq!(
                        told.len() as u64,
                        self.plan.items,
                        "each index has an outcome"
                    );
                    let can_be_known = |(sample, told): &(Sample, Told)| {
                        told.word == Word::Unknown && sample.class != Class::Unrepeatable
                    };
                    if !told.iter().any(can_be_known) {
                        return told;
                    }
                    // They were sent together with what cannot be sent again.
                    assert_eq!(self.plan.manner, Manner::Unrepeatable);
                }
            }
        }
        panic!("it comes to no end");
    }

    async fn live(&self, life: u32, point: Option<Point>) -> End {
        let orders = Orders {
            plan: self.plan,
            life,
            url: self.relay.url.clone(),
            settling: self.relay.settling,
            folder: self.folder.path().to_owned(),
        };
        let path = self.folder.path().join(format!("said-{life}"));
        let said = File::create(&path).unwrap();
        self.relay.begin(point);
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--ignored", "--nocapture"])
            .env(ORDERS, serde_json::to_string(&orders).unwrap())
            .stdin(Stdio::null())
            .stdout(said.try_clone().unwrap())
            .stderr(said)
            .spawn()
            .unwrap();
        let journal = journal(self.folder.path());
        let watch = Watch::over(child, point, Arc::clone(&self.relay.state), &journal);
        let status = tokio::task::spawn_blocking(|| watch.wait());
        match status.await.unwrap() {
            None => End::Killed,
            Some(status) => {
                let said = fs::read_to_string(path).unwrap();
                assert!(status.success(), "{said}");
                End::ByItself
            }
        }
    }

    /// What a life has told of its items in whole lines, and whether it came to its end.
    fn told(&self, life: u32) -> (Vec<(Sample, Told)>, bool) {
        // One that was killed early has told nothing.
        let text = fs::read_to_string(told(self.folder.path(), life)).unwrap_or_default();
        let lines = text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        let mut all: Vec<Told> = Vec::new();
        let mut is_finished = false;
        for line in lines {
            match serde_json::from_str(line).unwrap() {
                Line::Chunk(items) => all.extend(items),
                Line::Ended(_) => {}
                Line::Finished => is_finished = true,
            }
        }
        for (told, index) in all.iter().zip(0..) {
            assert_eq!(told.index, index, "each index has one outcome");
        }
        let samples = self.plan.samples(life);
        (samples.into_iter().zip(all).collect(), is_finished)
    }

    /// Leaves the journal as a kill can: with the beginning of a part at its end.
    fn leave_torn(&mut self, rng: &mut Rng) {
        let path = journal(self.folder.path());
        let before = length(&path);
        drop(FileJournal::open(&path).unwrap());
        if length(&path) < before {
            self.figures.torn += 1;
        }
        let bytes = fs::read(&path).unwrap();
        // The first part behind the header tells of items that are begun, and its head of how many.
        let part = bytes.get(16..).filter(|part| !part.is_empty());
        let Some(part) = part.filter(|_| rng.bool()) else {
            return;
        };
        let count = u32::from_le_bytes(part[5..9].try_into().unwrap());
        let torn = &part[..rng.usize(1..17 + 32 * count as usize)];
        let mut file = OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(torn).unwrap();
    }
}
