//! One run at a time, and the journal of an earlier one only for the file that it was about.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::SystemTime;

use fd_lock::{RwLock, RwLockWriteGuard};

/// The lock, in which the version of the CSV file is written that the journal is about. The journal's own
/// lock does not do: it is gone a moment before the journal is.
pub(crate) struct Turn<'a>(RwLockWriteGuard<'a, File>);

/// The file that is locked; it stays, for who removes it may take it from a run that has just opened it.
pub(crate) fn open(file: &Path) -> io::Result<RwLock<File>> {
    let mut options = File::options();
    let options = options.read(true).write(true).create(true).truncate(false);
    options.open(file).map(RwLock::new)
}

impl<'a> Turn<'a> {
    pub(crate) fn take(lock: &'a mut RwLock<File>) -> Result<Self, Box<dyn Error>> {
        match lock.try_write() {
            Ok(guard) => Ok(Self(guard)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                Err("another run is at this file".into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the journal is about this version.
    pub(crate) fn is_at(&mut self, version: &str) -> io::Result<bool> {
        let mut noted = Vec::new();
        self.0.rewind()?;
        self.0.read_to_end(&mut noted)?;
        Ok(noted == version.as_bytes())
    }

    /// A kill halfway leaves no version, and the next run begins anew.
    pub(crate) fn note(&mut self, version: &str) -> io::Result<()> {
        self.0.set_len(0)?;
        self.0.rewind()?;
        self.0.write_all(version.as_bytes())?;
        self.0.sync_all()
    }
}

/// When the file was written, and its length. Its content would not do: that a row is the same as on an
/// earlier night does not tell that the license still is.
pub(crate) fn version(csv: &Path) -> io::Result<String> {
    let csv = fs::metadata(csv)?;
    let written = csv.modified()?.duration_since(SystemTime::UNIX_EPOCH);
    let written = written.map_err(io::Error::other)?.as_nanos();
    Ok(format!("written {written}, {} bytes\n", csv.len()))
}
