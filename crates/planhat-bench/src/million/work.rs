//! One work, in a process of its own, which tells what it took.

use std::fmt;
use std::time::Instant;

use anyhow::ensure;
use clap::ValueEnum;
use planhat_api::Client;
use planhat_api::bulk::Tally;
use planhat_api::bulk::journal::FileJournal;
use planhat_api::limits::Limits;
use serde::{Deserialize, Serialize};

use crate::contenders::{Coder as _, Seen, ours::Ours};
use crate::data::{self, items::items, records};
use crate::memory;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Work {
    Bulk,
    Journaled,
    Stream,
    /// A body of that many records, from memory.
    Decode,
}

impl Work {
    /// What runs it as a process.
    pub(crate) fn arguments(self, url: &str, count: u64) -> Vec<String> {
        let work = self
            .to_possible_value()
            .map(|value| value.get_name().to_owned());
        let count = count.to_string();
        ["work".to_owned()]
            .into_iter()
            .chain(work)
            .chain([url.to_owned(), count])
            .collect()
    }
}

impl fmt::Display for Work {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Bulk => "bulk upsert",
            Self::Journaled => "bulk upsert, with a journal",
            Self::Stream => "stream",
            Self::Decode => "decode one body",
        })
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    work: Work,
    url: String,
    count: u64,
}

/// What a work took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) seconds: f64,
    /// The most memory at once, in bytes.
    pub(crate) peak: u64,
}

impl Told {
    /// How many of so many items a second.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a rate is shown in whole items"
    )]
    pub(crate) fn rate(&self, items: u64) -> u64 {
        (items as f64 / self.seconds) as u64
    }
}

/// Does the work, and prints what it took.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    // As `#[tokio::main]` has it.
    let runtime = tokio::runtime::Runtime::new()?;
    let client = Client::builder()
        .token("bench")
        .base_url(&options.url)
        .limits(Limits::off())
        .build()?;
    let body = match options.work {
        Work::Decode => records::page(0, options.count, options.count),
        _ => String::new(),
    };
    // The connection is there afterwards.
    runtime.block_on(client.licenses().availability().send())?;
    let since = Instant::now();
    match options.work {
        Work::Bulk => runtime.block_on(bulk(&client, options.count, None))?,
        Work::Journaled => {
            let folder = tempfile::tempdir()?;
            let journal = FileJournal::open(folder.path().join("journal"))?;
            runtime.block_on(bulk(&client, options.count, Some(journal)))?;
        }
        Work::Stream => runtime.block_on(stream(&client, options.count))?,
        Work::Decode => decode(body.as_bytes(), options.count)?,
    }
    let told = Told {
        seconds: since.elapsed().as_secs_f64(),
        peak: memory::peak()?,
    };
    println!("{}", serde_json::to_string(&told)?);
    Ok(())
}

/// The server creates every other item, and a chunk has an even number of them.
async fn bulk(client: &Client, count: u64, journal: Option<FileJournal>) -> anyhow::Result<()> {
    let mut run = client.licenses().bulk_upsert_all(items(count));
    if let Some(journal) = journal {
        run = run.journal(journal);
    }
    let mut tally = Tally::default();
    let mut next = 0;
    while let Some(chunk) = run.next().await {
        let chunk = chunk?;
        for item in chunk.items() {
            ensure!(item.index == next, "item {next} has no outcome of its own");
            next += 1;
        }
        tally.add(&chunk);
    }
    ensure!(
        next == count && tally.created == count.div_ceil(2) && tally.updated == count / 2,
        "not every other item was created: {tally:?}"
    );
    Ok(())
}

fn decode(body: &[u8], count: u64) -> anyhow::Result<()> {
    let records = Ours::decode(body)?;
    ensure!(
        u64::try_from(records.len())? == count,
        "not {count} records"
    );
    Ok(())
}

async fn stream(client: &Client, count: u64) -> anyhow::Result<()> {
    let mut licenses = client.licenses().list().stream();
    let mut seen = Seen::default();
    while let Some(license) = licenses.next().await {
        seen.add(Seen::of([license?], |license| license.mrr()));
    }
    let expected = Seen::of(0..count, |number| Some(data::mrr(number)));
    ensure!(seen == expected, "seen {seen:?}, and not {expected:?}");
    let report = licenses.report();
    ensure!(report.is_complete(), "the list is incomplete: {report:?}");
    Ok(())
}
