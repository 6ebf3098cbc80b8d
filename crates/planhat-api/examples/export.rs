//! All licenses as NDJSON, with custom fields read into a struct. An export that stopped goes on where
//! it was when it is run again.
//!
//! ```console
//! $ PLANHAT_API_TOKEN=… cargo run --example export -- <file> [<records a page>]
//! ```
//!
//! It only reads. The lines go to `<file>.partial`, which takes the place of `<file>` once it is known to
//! have all licenses: an export that fails leaves the one of the day before. Until then
//! `<file>.position` beside it tells how far it is, and how long it was then. An export begun more than
//! twelve hours ago begins anew, so that a file has no licenses of two days. `<file>.lock` keeps a second
//! run out, and stays.
//!
//! A license whose custom fields do not fit the struct has a line with `usage` null. Its id is printed, and
//! the export exits with 1 though it is done. `PLANHAT_BASE_URL` points it at another region's host, or at a
//! local server.
#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "an example shows by printing"
)]

use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use fd_lock::RwLock;
use planhat_api::paging::Incomplete;
use planhat_api::{Client, DecodeError, License, ObjectId};
use serde::{Deserialize, Serialize};

/// How long after its beginning an export may go on. Raise it if one takes longer.
const GOES_ON: Duration = Duration::from_secs(12 * 60 * 60);

/// The custom fields of this tenant that matter here, by their labels.
#[derive(Default, Serialize, Deserialize)]
struct Usage {
    #[serde(rename = "Days in Phase")]
    days_in_phase: Option<u32>,
    #[serde(rename = "Owner")]
    owner: Option<String>,
}

/// A line of the export.
#[derive(Serialize)]
struct Line<'a> {
    id: Option<ObjectId>,
    product: Option<&'a str>,
    mrr: Option<f64>,
    /// None if the custom fields do not fit.
    usage: Option<Usage>,
}

/// How far an export is.
#[derive(Serialize, Deserialize)]
struct Position {
    /// When the export was begun.
    begun: SystemTime,
    /// Where the list is read on.
    offset: u64,
    /// The record in front of it, by which a change of the list shows.
    last: Option<ObjectId>,
    /// How long the file was.
    bytes: u64,
    /// How many lines have no `usage`.
    unfit: u64,
    /// What says that the list was not read whole, before this run.
    doubts: Vec<String>,
}

impl Position {
    fn start() -> Self {
        Self {
            begun: SystemTime::now(),
            offset: 0,
            last: None,
            bytes: 0,
            unfit: 0,
            doubts: Vec::new(),
        }
    }

    /// A clock that was set back tells nothing of its age.
    fn is_too_old(&self) -> bool {
        self.begun.elapsed().map_or(true, |age| age > GOES_ON)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments
        .next()
        .ok_or("usage: export <file> [<records a page>]")?;
    let records = arguments
        .next()
        .map(|records| records.parse())
        .transpose()?;
    let client = Client::from_env()?;

    let partial = PathBuf::from(format!("{file}.partial"));
    let beside = PathBuf::from(format!("{file}.position"));
    // A file of its own: the others are replaced, and a lock on them would be gone with them.
    let lock = format!("{file}.lock");
    let mut lock = RwLock::new(File::options().append(true).create(true).open(lock)?);
    let _alone = lock
        .try_write()
        .map_err(|error| format!("another export is writing this file: {error}"))?;
    let mut position = load(&beside)?;
    if position.is_too_old() {
        println!("the export that stopped is too old to go on, beginning anew");
        position = Position::start();
    }
    let mut lines = open(&partial, position.bytes)?;
    let list = client
        .licenses()
        .list()
        .select(["product", "mrr", "custom"]);
    let mut pages = list.pages();
    if let Some(records) = records {
        pages = pages.page_size(records);
    }
    if let Some(last) = position.last {
        println!("going on from offset {}", position.offset);
        pages = pages.start_after(last, position.offset);
    }
    let earlier = std::mem::take(&mut position.doubts);
    while let Some(page) = pages.next().await {
        // An error ends the run; what is on disk by now is the start of the next one.
        if let Err(error) = &page
            && error.is_nothing_new()
        {
            // Whoever goes on there meets the same page.
            remove(&beside)?;
        }
        let page = page?;
        for license in page.records() {
            let usage = usage(license).inspect_err(|error| {
                let id = license.id().map(|id| id.to_string()).unwrap_or_default();
                eprintln!("license {id} is without usage: {error}");
                position.unfit += 1;
            });
            serde_json::to_writer(&mut lines, &line(license, usage.ok()))?;
            lines.write_all(b"\n")?;
        }
        lines.flush()?;
        lines.get_ref().sync_data()?;
        // A position is stored before the list has ended, so that it is not yet read is no doubt.
        let doubts = pages.report().incomplete();
        let doubts = doubts.filter(|doubt| !matches!(doubt, Incomplete::Unread { .. }));
        position = Position {
            offset: page.next_offset(),
            last: page.last_id(),
            bytes: lines.stream_position()?,
            doubts: with(&earlier, doubts),
            ..position
        };
        save(&beside, &position)?;
    }
    let doubts = with(&earlier, pages.report().incomplete());
    println!("{} licenses in this run", pages.report().records());
    // First of all: a kill behind this line costs an export anew, and what is renamed has no position.
    remove(&beside)?;
    if !doubts.is_empty() {
        let doubts = doubts.join("; ");
        return Err(format!("licenses may be missing, export them again: {doubts}").into());
    }
    fs::rename(partial, file)?;
    match position.unfit {
        0 => Ok(()),
        unfit => Err(format!("exported; licenses without usage: {unfit}").into()),
    }
}

/// The doubts of an earlier run, and those of this one.
fn with(earlier: &[String], doubts: impl Iterator<Item = Incomplete>) -> Vec<String> {
    let earlier = earlier.iter().cloned();
    earlier
        .chain(doubts.map(|doubt| doubt.to_string()))
        .collect()
}

/// Takes a file away that need not be there.
fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// An error names the field that does not fit.
fn usage(license: &License) -> Result<Usage, DecodeError> {
    let usage = license.custom().map(|custom| custom.decode()).transpose();
    Ok(usage?.unwrap_or_default())
}

fn line(license: &License, usage: Option<Usage>) -> Line<'_> {
    Line {
        id: license.id(),
        product: license.product(),
        mrr: license.mrr(),
        usage,
    }
}

/// Where an earlier run got to; the start, if there was none.
fn load(file: &Path) -> Result<Position, Box<dyn Error>> {
    match fs::read(file) {
        Ok(json) => serde_json::from_slice(&json).map_err(|error| {
            format!("{}: {error}; delete it to start anew", file.display()).into()
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Position::start()),
        Err(error) => Err(error.into()),
    }
}

/// Replaces the position as a whole: a run that is killed leaves the old one or the new one.
fn save(file: &Path, position: &Position) -> Result<(), Box<dyn Error>> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut new = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    serde_json::to_writer(&mut new, position)?;
    new.as_file().sync_data()?;
    new.persist(file)?;
    Ok(())
}

/// Opens the export behind what is known to be whole: lines that a killed run wrote after its last
/// position come again.
fn open(file: &Path, bytes: u64) -> Result<BufWriter<File>, Box<dyn Error>> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(file)?;
    if file.metadata()?.len() < bytes {
        return Err(
            "the export is shorter than its position says: delete both to start anew".into(),
        );
    }
    file.set_len(bytes)?;
    file.seek(SeekFrom::Start(bytes))?;
    Ok(BufWriter::new(file))
}
