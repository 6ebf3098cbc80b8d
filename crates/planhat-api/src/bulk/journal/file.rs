//! A journal in a file.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use fs4::TryLockError;

use super::error::Kind;
use super::frame::{Frame, NAME, VERSION, header};
use super::index::Index;
use super::{Entry, Journal, JournalError, Left, Mark};

/// A journal in a file that only grows.
///
/// It holds [fingerprints](super::Fingerprint) and marks: no id, no value, no token. Every part has a
/// checksum, and is on the disk before the run goes on. What a killed process left unfinished at the
/// end is cut off when the file is opened again; damage before that is an
/// [error](JournalError::is_corrupt). While it is open nobody else can open it, on this machine.
///
/// An item takes 33 bytes of the file each time it is sent. When the file is opened again, it takes
/// 32 bytes of memory, and as much for each time it was sent while the file is read.
pub struct FileJournal {
    path: PathBuf,
    file: File,
    /// Where the next part goes.
    end: u64,
    index: Index,
    /// What was last begun and is not done.
    begun: Vec<Entry>,
    was_empty: bool,
    /// Whether a part may have been written by halves.
    is_broken: bool,
}

impl FileJournal {
    /// Opens a journal, or makes a new one where there is no file.
    ///
    /// # Errors
    /// When the file is open elsewhere, is something else, is damaged, or cannot be read or written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, JournalError> {
        let path = path.as_ref();
        let error = |kind| JournalError::at(path, kind);
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        let file = options
            .open(path)
            .map_err(|source| error(Kind::Io("opened", source)))?;
        // By its full name: std has one of that name since Rust 1.89.
        match fs4::FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(error(Kind::InUse)),
            Err(TryLockError::Error(source)) => return Err(error(Kind::Io("locked", source))),
        }
        let mut journal = Self {
            path: path.to_owned(),
            file,
            end: 0,
            index: Index::default(),
            begun: Vec::new(),
            was_empty: true,
            is_broken: false,
        };
        journal.load()?;
        Ok(journal)
    }

    /// Whether no earlier run has left anything in it.
    #[inline]
    pub fn was_empty(&self) -> bool {
        self.was_empty
    }

    fn load(&mut self) -> Result<(), JournalError> {
        let length = self
            .file
            .metadata()
            .map_err(|source| self.io("read", source))?
            .len();
        let header = header();
        let mut reader = BufReader::new(&self.file);
        let mut found = header.to_vec();
        found.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        let head = reader.read_exact(&mut found);
        head.map_err(|source| self.io("read", source))?;
        if found.len() < header.len() && header.starts_with(&found) {
            // It is new, or its making was interrupted. What has no length, such as a device, is neither.
            let more = reader
                .read(&mut [0])
                .map_err(|source| self.io("read", source))?;
            return match more {
                0 => self.write_at(0, &header),
                _ => Err(self.error(Kind::NoJournal)),
            };
        }
        match found.strip_prefix(NAME).and_then(<[u8]>::first) {
            Some(&VERSION) => {}
            Some(version) => return Err(self.error(Kind::Version(*version))),
            None => return Err(self.error(Kind::NoJournal)),
        }
        self.end = header.len() as u64;
        self.index = Index::for_file(length);
        let read = frames(&mut reader, &mut self.end, length, &mut self.index);
        let fits = read.map_err(|source| self.io("read", source))?;
        self.index.finish();
        self.was_empty = self.end == header.len() as u64;
        match fits {
            false => Err(self.error(Kind::Corrupt(self.end))),
            true if self.end < length => self.cut(),
            true => Ok(()),
        }
    }

    /// Takes away what a killed process left unfinished at the end.
    fn cut(&mut self) -> Result<(), JournalError> {
        let mut rest = Vec::new();
        let read = self.file.seek(SeekFrom::Start(self.end));
        let read = read.and_then(|_| self.file.read_to_end(&mut rest));
        read.map_err(|source| self.io("read", source))?;
        // A part is written once the one before is on the disk, so only the last can be unfinished.
        if Frame::is_in(&rest, self.end) {
            return Err(self.error(Kind::Corrupt(self.end)));
        }
        let cut = self
            .file
            .set_len(self.end)
            .and_then(|()| self.file.sync_all());
        cut.map_err(|source| self.io("cut", source))
    }

    fn append(&mut self, frame: &Frame) -> Result<(), JournalError> {
        if self.is_broken {
            return Err(self.error(Kind::Broken));
        }
        let at = self.end;
        self.write_at(at, &frame.to_bytes(at))
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> Result<(), JournalError> {
        self.is_broken = true;
        let written = self.file.seek(SeekFrom::Start(at));
        let written = written.and_then(|_| self.file.write_all(bytes));
        let written = written.and_then(|()| self.file.sync_data());
        written.map_err(|source| self.io("written", source))?;
        if at == 0 {
            self.keep_name()
                .map_err(|source| self.io("written", source))?;
        }
        self.end = at + bytes.len() as u64;
        self.is_broken = false;
        Ok(())
    }

    /// A new file's name is on the disk once its folder is. Elsewhere than on Unix a folder cannot be
    /// opened, nor need it be.
    fn keep_name(&self) -> io::Result<()> {
        if !cfg!(unix) {
            return Ok(());
        }
        let folder = self
            .path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }

    fn io(&self, what: &'static str, source: io::Error) -> JournalError {
        self.error(Kind::Io(what, source))
    }

    fn error(&self, kind: Kind) -> JournalError {
        JournalError::at(&self.path, kind)
    }
}

/// Reads frames as long as they are whole, and moves `at` behind each; false if one does not fit those
/// before it.
fn frames(file: &mut impl Read, at: &mut u64, length: u64, index: &mut Index) -> io::Result<bool> {
    let mut bytes = Vec::new();
    while length - *at >= Frame::HEAD as u64 {
        bytes.resize(Frame::HEAD, 0);
        file.read_exact(&mut bytes)?;
        let Some(size) = Frame::length(&bytes).filter(|size| *size as u64 <= length - *at) else {
            break;
        };
        bytes.resize(size, 0);
        file.read_exact(bytes.get_mut(Frame::HEAD..).unwrap_or_default())?;
        match Frame::read(&bytes, *at) {
            Some((Frame::Begin(entries), _)) => index.begin(&entries),
            Some((Frame::Done(marks), _)) if index.done(&marks) => {}
            Some((Frame::Done(_), _)) => return Ok(false),
            None => break,
        }
        *at += size as u64;
    }
    Ok(true)
}

impl Journal for FileJournal {
    fn look_up(&mut self, entry: &Entry) -> Result<Option<Left>, JournalError> {
        Ok(self.index.look_up(entry))
    }

    fn begin(&mut self, chunk: &[Entry]) -> Result<(), JournalError> {
        self.append(&Frame::Begin(chunk.to_vec()))?;
        for entry in chunk {
            self.index.tell(entry, Mark::InFlight);
        }
        self.begun = chunk.to_vec();
        Ok(())
    }

    fn done(&mut self, marks: &[Mark]) -> Result<(), JournalError> {
        let begun = std::mem::take(&mut self.begun);
        if begun.len() != marks.len() {
            return Err(self.error(Kind::Marks));
        }
        // A part about nothing would not fit the last chunk when it is read.
        if begun.is_empty() {
            return Ok(());
        }
        self.append(&Frame::Done(marks.to_vec()))?;
        for (entry, mark) in begun.iter().zip(marks) {
            self.index.tell(entry, *mark);
        }
        Ok(())
    }
}

/// Gives the lock back. It would go with the file only once no process has that open any more, and one that is being
/// started can have it for a moment.
impl Drop for FileJournal {
    fn drop(&mut self) {
        let _ = fs4::FileExt::unlock(&self.file);
    }
}

impl fmt::Debug for FileJournal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FileJournal")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_that_is_dropped_is_free_whoever_still_has_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.journal");
        let journal = FileJournal::open(&path).unwrap();
        // What a process that is being started has of this one.
        let inherited = journal.file.try_clone().unwrap();
        drop(journal);
        FileJournal::open(&path).unwrap();
        drop(inherited);
    }
}
