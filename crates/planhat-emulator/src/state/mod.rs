//! A state that outlives its emulator, in a file.

mod error;
mod read;

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{self, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::ser::{Serialize, SerializeMap as _, SerializeStruct as _, Serializer};
use tempfile::NamedTempFile;

use crate::identity::Company;
use crate::spec::Spec;
use crate::store::Store;
use crate::tenant::Tenant;

pub use error::StateError;

/// The form of the file; another one is not read.
const VERSION: u64 = 1;

/// Where a state is kept.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    /// Those who save take turns, so that an older state never replaces a newer one.
    turn: Mutex<()>,
}

impl StateFile {
    /// A program may change its folder before it saves, so a relative path is that of now.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self {
            path: path::absolute(&path).unwrap_or(path),
            turn: Mutex::new(()),
        }
    }

    /// Fills a tenant with what was saved, and tells whether anything was.
    pub(crate) fn load(&self, tenant: &mut Tenant) -> Result<bool, StateError> {
        read::load(&self.path, tenant)
    }

    /// Saves what `state` gives, in one step: whoever opens the file finds the old state or the new one.
    pub(crate) fn save(&self, state: impl FnOnce() -> Snapshot) -> Result<(), StateError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let written = write(&self.path, &state());
        written.map_err(|error| StateError::Write {
            path: self.path.clone(),
            error,
        })
    }
}

fn write(path: &Path, state: &Snapshot) -> std::io::Result<()> {
    // Of a link, what it leads to is replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut file = NamedTempFile::new_in(folder)?;
    let mut out = BufWriter::new(&mut file);
    serde_json::to_writer(&mut out, state)?;
    out.write_all(b"\n")?;
    out.flush()?;
    drop(out);
    // A new file is for its owner alone; one that was there stays for whom it was.
    if let Ok(old) = fs::metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|failed| failed.error)?;
    // The name is in the folder once the folder is written, too; where folders cannot be opened, it is by itself.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The state of a moment; it shares the records.
#[derive(Debug)]
pub(crate) struct Snapshot {
    spec: &'static Spec,
    companies: Vec<Company>,
    stores: Vec<Store>,
}

impl Snapshot {
    pub(crate) fn of(tenant: &Tenant) -> Self {
        Self {
            spec: tenant.spec,
            companies: tenant.companies.all().to_vec(),
            stores: tenant.stores.clone(),
        }
    }
}

impl Serialize for Snapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut state = serializer.serialize_struct("State", 3)?;
        state.serialize_field("version", &VERSION)?;
        state.serialize_field("companies", &self.companies)?;
        state.serialize_field("records", &Records(self))?;
        state.end()
    }
}

/// All records, by the names in the paths of their resources.
struct Records<'s>(&'s Snapshot);

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (resource, store) in self.0.spec.resources.iter().zip(&self.0.stores) {
            map.serialize_entry(resource.segment(), &All(store))?;
        }
        map.end()
    }
}

struct All<'s>(&'s Store);

impl Serialize for All<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records = self.0.records();
        serializer.collect_seq(records.map(|record| &**record))
    }
}
