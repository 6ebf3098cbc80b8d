//! The most memory that each contender takes, in a process of its own.

use serde::{Deserialize, Serialize};

use clap::ValueEnum as _;

use super::field::{Contender, Field};
use super::work::Work;
use crate::child::tell;
use crate::memory;
use crate::table::{Table, megabytes};

/// What is done in a process, and how often.
const WORKS: [(Work, usize); 2] = [(Work::Page, 20), (Work::Bulk, 5)];

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    contender: Contender,
    work: Work,
    times: usize,
    /// Where the server is, for works that call one.
    #[arg(default_value = "http://127.0.0.1:1")]
    url: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Peak {
    contender: Contender,
    work: Work,
    bytes: u64,
}

/// Does the work, and prints the peak.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let field = Field::new(&options.url, 0)?;
    field.measure(options.contender, options.work, options.times)?;
    println!("{}", memory::peak()?);
    Ok(())
}

pub(super) fn ask(url: &str) -> anyhow::Result<Vec<Peak>> {
    let mut peaks = Vec::new();
    for (work, times) in WORKS {
        for contender in Contender::of(work) {
            let name = |value: Option<clap::builder::PossibleValue>| {
                value.map(|value| value.get_name().to_owned())
            };
            let names = [
                name(contender.to_possible_value()),
                name(work.to_possible_value()),
            ];
            let words = ["alone".to_owned()]
                .into_iter()
                .chain(names.into_iter().flatten());
            let words: Vec<String> = words.chain([times.to_string(), url.to_owned()]).collect();
            let bytes = tell(&words)?;
            peaks.push(Peak {
                contender,
                work,
                bytes,
            });
        }
    }
    Ok(peaks)
}

pub(super) fn print(peaks: &[Peak]) {
    let mut table = Table::new([
        "peak memory, in a process of its own",
        "pages",
        "bulk upserts",
    ]);
    for contender in Contender::ALL {
        let of = |work| {
            peaks
                .iter()
                .find(|peak| peak.contender == *contender && peak.work == work)
        };
        let [pages, bulk] = WORKS.map(|(work, _)| of(work).map(|peak| megabytes(peak.bytes)));
        if let (Some(pages), Some(bulk)) = (pages, bulk) {
            table.row([format!("  {}", contender.name(Work::Page)), pages, bulk]);
        }
    }
    table.print();
}
