//! Deletes the licenses that were lost and ended before a day. It shows first what would be deleted,
//! and deletes only when it is told to.
//!
//! ```console
//! $ PLANHAT_API_TOKEN=… cargo run --example prune -- 2024-01-01
//! $ PLANHAT_API_TOKEN=… cargo run --example prune -- 2024-01-01 --execute
//! ```
//!
//! Nothing is deleted when the list of licenses is not known to be complete, or when too many of them, or
//! too large a share, are to go. Each license is read once more before, and kept in a file, one a line and with all
//! that it had. To restore one, create a license with the properties of its line: it then has another
//! `_id`, and may have the same `sourceId` and `externalId`.
//!
//! Exits with 0 if all was done, and with 1 otherwise. Run again, it goes on with what is left. A license
//! that was kept and not deleted, since the delete failed or the run was killed, is then in the file twice.
//! `PLANHAT_BASE_URL` points it at another region's host, or at a local server.
#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a program speaks by printing"
)]

use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use planhat_api::removal::{Journal, JournalError, Outcome, Removal};
use planhat_api::{Client, License, LicenseRenewalStatus, Timestamp};

/// Deletes licenses that were lost and ended before a day.
#[derive(Parser)]
struct Arguments {
    /// The day, such as 2024-01-01.
    ended_before: Timestamp,
    /// Deletes; otherwise it is only shown what would be deleted.
    #[arg(long)]
    execute: bool,
    /// How many licenses may be deleted; with more, none is.
    #[arg(long, default_value_t = 100)]
    at_most: usize,
    /// Which share of all licenses may be deleted; with more, none is.
    #[arg(long, default_value_t = 0.1)]
    at_most_share: f64,
    /// Where deleted licenses are kept.
    #[arg(long, default_value = "deleted.ndjson")]
    keep: PathBuf,
}

impl Arguments {
    /// Whether a license is to go.
    fn is_over(&self, license: &License) -> bool {
        let is_lost = license.renewal_status() == Some(LicenseRenewalStatus::Lost);
        let ended = license.to_date();
        is_lost && ended.is_some_and(|day| day < self.ended_before)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match prune(&Arguments::parse()).await {
        Ok(removal) if removal.is_complete() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What was deleted, or would be.
async fn prune(arguments: &Arguments) -> Result<Removal, Box<dyn Error>> {
    let client = Client::from_env()?;
    // Only what it takes to choose: there may be many.
    let select = ["renewalStatus", "toDate", "product"];
    let mut list = client.licenses().list().select(select).stream();
    let mut over = list.collect_complete().await?;
    over.retain(|license| arguments.is_over(license));
    for license in &over {
        println!("{}", line(license));
    }

    let deletes = || {
        client
            .licenses()
            .delete_many(over.iter().filter_map(License::id), list.report())
            .at_most(arguments.at_most)
            .at_most_share(arguments.at_most_share)
            .only_if(|license| arguments.is_over(license))
    };
    let removal = deletes().dry_run().run().await?;
    println!("of {} licenses: {removal}", list.report().records());
    if !arguments.execute || !removal.is_complete() {
        return Ok(told(removal));
    }
    let kept = Kept::open(&arguments.keep)?;
    let removal = deletes().journal(kept).run().await?;
    println!("{removal}; kept in {}", arguments.keep.display());
    Ok(told(removal))
}

/// A license in a line, for whoever decides whether it may go.
fn line(license: &License) -> String {
    let id = license.id().map(|id| id.to_string()).unwrap_or_default();
    let product = license.product().unwrap_or("no product");
    let ended = license.to_date().map(|day| day.utc_date().to_string());
    format!("{id} {product}, ended {}", ended.unwrap_or_default())
}

/// Says of each license why it is still there, or what may be gone with it.
fn told(removal: Removal) -> Removal {
    for (id, outcome) in removal.outcomes() {
        if let Outcome::Failed(_) | Outcome::OtherRecord | Outcome::DeletedMore(_) = outcome {
            eprintln!("{id}: {outcome}");
        }
    }
    if let Some(error) = removal.journal_error() {
        eprintln!("a license cannot be kept, so none was deleted any more: {error}");
    }
    removal
}

/// Keeps what is deleted, one record a line.
struct Kept(File);

impl Kept {
    fn open(file: &Path) -> std::io::Result<Self> {
        let mut options = OpenOptions::new();
        let mut file = options.read(true).append(true).create(true).open(file)?;
        let mut last = [b'\n'];
        if file.metadata()?.len() > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        if last != [b'\n'] {
            // A run was killed as it wrote its last line; the next one is not to be part of that.
            file.write_all(b"\n")?;
        }
        Ok(Self(file))
    }
}

impl Journal<License> for Kept {
    fn before(&mut self, license: &License) -> Result<(), JournalError> {
        // A license is one line, however it came: JSON has no line break within a value.
        let line = license.as_json().replace(['\r', '\n'], " ");
        self.0.write_all(format!("{line}\n").as_bytes())?;
        Ok(self.0.sync_data()?)
    }
}
