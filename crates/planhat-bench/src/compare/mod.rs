//! All contenders side by side.

pub(crate) mod counted;
pub(crate) mod field;
pub(crate) mod peak;
mod rounds;
mod verdict;
pub(crate) mod work;

use std::path::PathBuf;

use anyhow::Context as _;
use serde::Serialize;

use crate::child::Server;
use crate::cores;
use field::Field;
use rounds::Measured;
use work::Work;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only these works; all unless given, and then memory as well.
    #[arg(long, value_enum, value_name = "WORK")]
    only: Vec<Work>,
    /// Writes all figures into this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// How many rounds of each work there are at least.
    #[arg(long, default_value_t = 15)]
    rounds: u32,
    /// How many rounds there are at most, where the interval is wider than 5 %.
    #[arg(long, default_value_t = 75)]
    most_rounds: u32,
    /// How many records a stream has: some full pages of 2,000.
    #[arg(long, default_value_t = 100_000)]
    records: u64,
}

/// All figures.
#[derive(Debug, Serialize)]
struct Report {
    release: bool,
    /// The cores of server and client; none where they share all.
    cores: Option<(usize, usize)>,
    works: Vec<Measured>,
    memory: Vec<counted::Counted>,
    peaks: Vec<peak::Peak>,
}

/// Whether no must was missed.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let cores = match cores::numbers().as_slice() {
        [server, .., client] => Some((*server, *client)),
        _ => None,
    };
    let cores = cores.filter(|(_, client)| cores::stay_on(*client));
    head(cores);
    let server_core = cores.map(|(server, _)| server);
    let mut report = Report {
        release: !cfg!(debug_assertions),
        cores,
        works: Vec::new(),
        memory: Vec::new(),
        peaks: Vec::new(),
    };
    let mut holds = true;
    let works = match options.only.as_slice() {
        [] => Work::ALL,
        only => only,
    };
    for &work in works {
        let server = Server::fixed(options.records, work.latency(), server_core)?;
        let field = Field::new(&server.url(), options.records)?;
        let measured = rounds::measure(&field, work, options.rounds, options.most_rounds)?;
        holds &= measured.print();
        report.works.push(measured);
    }
    if options.only.is_empty() {
        report.memory = counted::ask()?;
        holds &= counted::print(&report.memory);
        let server = Server::fixed(options.records, 0, server_core)?;
        report.peaks = peak::ask(&server.url())?;
        peak::print(&report.peaks);
    }
    if let Some(file) = &options.json {
        let json = serde_json::to_vec_pretty(&report)?;
        std::fs::write(file, json).with_context(|| file.display().to_string())?;
    }
    Ok(holds)
}

fn head(cores: Option<(usize, usize)>) {
    if cfg!(debug_assertions) {
        println!("Built without --release: this tells nothing.\n");
    }
    match cores {
        Some((server, client)) => {
            println!("The server has core {server}, the client core {client}.")
        }
        None => println!("Server and client share all cores."),
    }
    println!(
        "Speed is against the lossy struct, higher is better: the median of the ratios of each round, and an interval of 95 %.\n"
    );
}
