//! Which rows are with the run, and which became dead letters. Every row that is taken from the file leaves
//! here as stored or as a dead letter.

use std::collections::VecDeque;
use std::error::Error;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use csv::{ByteRecord, StringRecord};
use planhat_api::bulk::{ChunkOutcome, ItemError, ItemFailure, Outcome};

use crate::rows::Row;

/// Shared between the rows, which are read while the run is polled, and the loop over its outcomes.
#[derive(Clone)]
pub(crate) struct Books(Arc<Mutex<Inner>>);

struct Inner {
    /// The rows of the chunk that is filled or in flight, in their order.
    with_run: VecDeque<Row>,
    letters: csv::Writer<File>,
    /// Where the letters will be once they are all there.
    file: PathBuf,
    dead: u64,
    /// The column of the file that has an earlier error.
    error: Option<usize>,
    broken: Option<Box<dyn Error + Send + Sync>>,
}

impl Books {
    /// Begins with no dead letters. Those of the last finished run stay until this one has finished.
    pub(crate) fn open(file: &Path, header: &StringRecord) -> Result<Self, Box<dyn Error>> {
        let mut options = csv::WriterBuilder::new();
        let letters = options.flexible(true).from_path(partial(file))?;
        let mut inner = Inner {
            with_run: VecDeque::new(),
            letters,
            file: file.to_owned(),
            dead: 0,
            error: header.iter().position(|name| name == "error"),
            broken: None,
        };
        inner.write(b"error", header.as_byte_record())?;
        Ok(Self(Arc::new(Mutex::new(inner))))
    }

    /// A row goes to the run as its next item.
    pub(crate) fn sent(&self, row: Row) {
        self.inner().with_run.push_back(row);
    }

    /// A row that is not stored.
    pub(crate) fn bury(&self, row: &Row, why: &str) -> csv::Result<()> {
        self.inner().bury(row, why)
    }

    /// The file cannot be read on.
    pub(crate) fn break_off(&self, error: Box<dyn Error + Send + Sync>) {
        self.inner().broken = Some(error);
    }

    /// Parts the rows of a chunk by what became of them; the byte of the file behind which all is open.
    pub(crate) fn settle(&self, chunk: &ChunkOutcome) -> Result<u64, Box<dyn Error>> {
        let mut inner = self.inner();
        let mut byte = 0;
        for item in chunk {
            let row = inner.with_run.pop_front();
            let row = row.ok_or("there are more outcomes than rows")?;
            byte = row.place().1;
            if let Some(why) = why_dead(&item.outcome, chunk) {
                inner.bury(&row, &why)?;
            }
        }
        Ok(byte)
    }

    pub(crate) fn dead(&self) -> u64 {
        self.inner().dead
    }

    /// How many dead letters there are. They take the place of those of the last finished run.
    pub(crate) fn close(&self) -> Result<u64, Box<dyn Error>> {
        let mut inner = self.inner();
        if let Some(error) = inner.broken.take() {
            return Err(error);
        }
        inner.letters.flush()?;
        inner.letters.get_ref().sync_all()?;
        if inner.dead > 0 {
            fs::rename(partial(&inner.file), &inner.file)?;
            return Ok(inner.dead);
        }
        fs::remove_file(partial(&inner.file))?;
        match fs::remove_file(&inner.file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(0),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn bury(&mut self, row: &Row, why: &str) -> csv::Result<()> {
        self.dead += 1;
        let why = format!("line {}: {why}", row.place().0);
        self.write(why.as_bytes(), &row.cells)
    }

    /// Writes cells behind an error, without the one that an earlier run has put there.
    fn write(&mut self, error: &[u8], cells: &ByteRecord) -> csv::Result<()> {
        let earlier = self.error;
        let cells = cells.iter().enumerate();
        let cells = cells.filter(|(place, _)| Some(*place) != earlier);
        let cells = cells.map(|(_, cell)| cell);
        self.letters.write_record([error].into_iter().chain(cells))
    }
}

/// Where the letters are until they are all there.
fn partial(file: &Path) -> PathBuf {
    file.with_extension("csv.partial")
}

/// Why a row is a dead letter, if it is one.
fn why_dead(outcome: &Outcome, chunk: &ChunkOutcome) -> Option<String> {
    match outcome {
        Outcome::Created(_) | Outcome::Updated(_) | Outcome::Unchanged | Outcome::DoneBefore => {
            None
        }
        // The run ends, and comes to it again when it is resumed.
        Outcome::NotDone => None,
        Outcome::SetAside(finding) => Some(finding.to_string()),
        Outcome::Failed(failure) => Some(refused(failure, chunk)),
        Outcome::Undetermined => Some(format!(
            "it was sent, and the answer does not tell what became of it: {}",
            told_of_none(chunk)
        )),
        _ => Some("it was sent, and no answer tells what became of it".to_owned()),
    }
}

fn refused(failure: &ItemFailure, chunk: &ChunkOutcome) -> String {
    let why = match failure.refusal() {
        Some(error) => error.message().unwrap_or_else(|| error.to_string()),
        None if failure.entries().is_empty() => told_of_none(chunk),
        None => joined(failure.entries()),
    };
    match failure.is_its_own() {
        true => format!("refused: {why}"),
        false => format!("refused together with others, which may be at fault: {why}"),
    }
}

/// What the server says of no row. It may be about any of the chunk, so each of them has it, and a few will do.
fn told_of_none(chunk: &ChunkOutcome) -> String {
    const SHOWN: usize = 3;
    let entries = chunk.unattributed();
    let shown = joined(entries.iter().take(SHOWN));
    match entries.len() {
        0 => "the server does not say why".to_owned(),
        1..=SHOWN => shown,
        all => format!("{shown}; and {} more", all - SHOWN),
    }
}

fn joined<'a>(entries: impl IntoIterator<Item = &'a ItemError>) -> String {
    let entries: Vec<&str> = entries.into_iter().map(ItemError::as_json).collect();
    entries.join("; ")
}
