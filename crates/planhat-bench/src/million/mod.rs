//! A million items and a million records, within a bound on memory.

pub(crate) mod work;

use crate::child::{Server, tell};
use crate::table::{Table, grouped, megabytes};
use work::{Told, Work};

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// How many items, and how many records.
    #[arg(long, default_value_t = 1_000_000)]
    items: u64,
    /// A bulk upsert with a journal, too. Each chunk waits for the disk twice.
    #[arg(long)]
    journal: bool,
    /// The most memory that a bulk upsert may take, in MB.
    #[arg(long, value_name = "MB", default_value_t = 96)]
    bulk_bound: u32,
    /// The most memory that a stream may take, in MB.
    #[arg(long, value_name = "MB", default_value_t = 64)]
    stream_bound: u32,
}

impl Options {
    /// The most memory that a process may have had, in bytes.
    fn bound(&self, work: Work) -> u64 {
        let megabytes = match work {
            Work::Bulk | Work::Journaled => self.bulk_bound,
            Work::Stream | Work::Decode => self.stream_bound,
        };
        u64::from(megabytes) * 1_000_000
    }
}

/// Whether all bounds are kept.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    if cfg!(debug_assertions) {
        println!("Built without --release: times tell nothing.");
    }
    println!(
        "{} items and records; the limits on calls are off (Limits::off()), all else is as it is unless set.\n\
         Client and server are processes of their own; the memory is the client's.\n",
        grouped(options.items)
    );
    let server = Server::start(&["--records".to_owned(), options.items.to_string()])?;
    let mut table = Table::new(["work", "time", "a second", "peak memory", "bound", ""]);
    let mut all_kept = true;
    for work in [Work::Bulk, Work::Journaled, Work::Stream] {
        if work == Work::Journaled && !options.journal {
            continue;
        }
        let told: Told = tell(&work.arguments(&server.url(), options.items))?;
        let bound = options.bound(work);
        let kept = told.peak <= bound;
        all_kept &= kept;
        table.row([
            work.to_string(),
            format!("{:.1} s", told.seconds),
            grouped(told.rate(options.items)),
            megabytes(told.peak),
            megabytes(bound),
            if kept { "kept" } else { "PASSED" }.to_owned(),
        ]);
    }
    table.print();
    Ok(all_kept)
}
