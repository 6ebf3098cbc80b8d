//! Licenses from a CSV file into Planhat, night after night and unattended. A run that was ended, or
//! killed, goes on where it was when it is run again; what could not be stored is kept with the reason.
//!
//! ```console
//! $ PLANHAT_API_TOKEN=… cargo run --example nightly_sync -- licenses.csv state
//! ```
//!
//! | column | what it is |
//! |---|---|
//! | `source_id` | the license's id in the billing system, by which it is found again |
//! | `company` | the external id of its company |
//! | `product`, `mrr`, `from`, `to` | dates such as `2026-12-31` |
//! | `custom:LABEL` | the custom field of that label, as text |
//! | `error` | nothing; dead letters have it |
//!
//! An empty cell is not sent, so the record keeps what it has there. Rows are matched by `source_id`;
//! of two rows with the same one the first counts, and the other is a dead letter.
//!
//! The folder has three files, named after the CSV file. `licenses.journal` is there until each row has been
//! dealt with. `licenses.dead.csv` is there after a run that could not store all rows: those rows as they
//! came, behind the reason. Mended they make a file for another run. A row that stays unclear
//! is among them, and can be sent again as well. `licenses.lock` keeps a second run out, and stays.
//!
//! Only the file that a run has begun with goes on: if the CSV file has been written again since, be it with
//! the same rows, the journal is thrown away and all rows are sent. Each updates the license that it made
//! before. The run waits first, as rows of the earlier one may still be on their way: see `--settle`.
//!
//! Exits with 0 if all is stored, with 1 if there are dead letters, and with 2 if it did not get through:
//! then it is to be run again, with the same file and folder. `PLANHAT_BASE_URL` points it at another
//! region's host, or at a local server.
#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a program speaks by printing"
)]

mod books;
mod rows;
mod screen;
mod turn;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use planhat_api::Client;
use planhat_api::bulk::journal::FileJournal;
use planhat_api::bulk::{BulkError, Canceller, Check, OnFinding, Tally};

use books::Books;
use rows::Rows;
use screen::Screen;
use turn::Turn;

/// Syncs licenses from a CSV file.
#[derive(Parser)]
struct Arguments {
    /// The licenses.
    csv: PathBuf,
    /// Where the journal and the dead letters are kept.
    folder: PathBuf,
    /// How many rows a request has.
    #[arg(long, default_value_t = 5000)]
    chunk: usize,
    /// How many seconds the server is left alone after a request that timed out or was killed; what it
    /// takes the server to finish one.
    #[arg(long, default_value_t = 30)]
    settle: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    match sync(&Arguments::parse()).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            eprintln!("not finished: {}", with_sources(&*error));
            ExitCode::from(2)
        }
    }
}

/// How many dead letters there are once every row has been dealt with.
async fn sync(arguments: &Arguments) -> Result<u64, Box<dyn Error>> {
    let client = Client::from_env()?;
    fs::create_dir_all(&arguments.folder)?;
    let journal_file = beside(arguments, "journal")?;
    let letters_file = beside(arguments, "dead.csv")?;
    let settle = Duration::from_secs(arguments.settle);

    // As long as it is held, no second run gets past this line.
    let mut lock = turn::open(&beside(arguments, "lock")?)?;
    let mut turn = Turn::take(&mut lock)?;
    let csv = turn::version(&arguments.csv).map_err(|error| of(&arguments.csv, &error))?;
    if journal_file.exists() && !turn.is_at(&csv)? {
        println!("an earlier run did not end, and the file was written since: sending all rows");
        tokio::time::sleep(settle).await;
        fs::remove_file(&journal_file)?;
    }
    let journal = FileJournal::open(&journal_file)?;
    turn.note(&csv)?;
    if !journal.was_empty() {
        println!("going on where an earlier run ended");
    }
    // What an earlier run did not store comes up again in this one, so the letters begin anew.
    let rows =
        Rows::open(&arguments.csv, &letters_file).map_err(|error| of(&arguments.csv, &*error))?;
    let books = rows.books();
    let screen = Screen::new(&arguments.csv)?;

    let mut run = client
        .licenses()
        .bulk_upsert_all(rows)
        .journal(journal)
        .chunk_items(arguments.chunk)
        .settle(settle)
        .check(Check::TwiceInRun, OnFinding::SetAside)
        .on_progress(screen.watch());
    tokio::spawn(end_on_ctrl_c(run.canceller(), screen.clone()));

    let mut tally = Tally::default();
    while let Some(chunk) = run.next().await {
        let chunk = chunk.map_err(|error| stopped(&error, &books))?;
        tally.add(&chunk);
        screen.is_at(books.settle(&chunk)?);
    }
    screen.clear();
    // What follows is in this order so that a kill in between costs another run, and no row.
    drop(run);
    let dead = books.close()?;
    fs::remove_file(journal_file)?;

    println!(
        "{} created, {} updated, {} unchanged, {} stored by an earlier run",
        tally.created, tally.updated, tally.unchanged, tally.done_before
    );
    if dead > 0 {
        println!("dead letters: {dead}, in {}", letters_file.display());
    }
    Ok(dead)
}

/// A file of the folder that is named after the CSV file.
fn beside(arguments: &Arguments, extension: &str) -> Result<PathBuf, Box<dyn Error>> {
    let name = Path::new(
        arguments
            .csv
            .file_stem()
            .ok_or("the CSV file has no name")?,
    );
    let name = format!("{}.{extension}", name.display());
    Ok(arguments.folder.join(name))
}

/// An error of a file, with its name.
fn of(file: &Path, error: &dyn Error) -> String {
    format!("{}: {error}", file.display())
}

/// The first time the run ends after the request that is under way, the second time without it.
async fn end_on_ctrl_c(canceller: Canceller, screen: Screen) {
    if tokio::signal::ctrl_c().await.is_ok() {
        screen.say("ending after this request; once more to end now");
        canceller.finish();
    }
    if tokio::signal::ctrl_c().await.is_ok() {
        canceller.abandon();
    }
}

fn stopped(error: &BulkError, books: &Books) -> String {
    format!(
        "{}\ndead letters so far: {}; run it again with the same file and folder to go on",
        with_sources(error),
        books.dead()
    )
}

/// An error and what it comes from.
fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
