//! One file, written and opened again and again.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use planhat_api::bulk::journal::{FileJournal, Journal as _, JournalError, Left, Mark};

use super::frame::Frames;
use super::{CONTENTS, KEYS, entry};

/// Where a journal lies.
pub struct Disk {
    path: PathBuf,
}

/// What a journal has of each key with each content.
pub(super) type Told = Vec<Option<Left>>;

impl Disk {
    /// A file of this process, in the folder for temporary ones.
    pub fn here() -> &'static Self {
        static DISK: OnceLock<Disk> = OnceLock::new();
        DISK.get_or_init(|| Self {
            path: std::env::temp_dir().join(format!("planhat-fuzz-{}.journal", std::process::id())),
        })
    }

    pub(super) fn put(&self, bytes: &[u8]) {
        fs::write(&self.path, bytes).expect("the file can be written");
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        fs::read(&self.path).expect("the file can be read")
    }

    pub(super) fn remove(&self) {
        let _ = fs::remove_file(&self.path);
    }

    pub(super) fn open(&self) -> Result<FileJournal, JournalError> {
        FileJournal::open(&self.path)
    }

    /// What the file has, once it is opened.
    pub(super) fn told(&self) -> Result<Told, JournalError> {
        let mut journal = self.open()?;
        let pairs = (0..KEYS).flat_map(|key| (0..CONTENTS).map(move |content| entry(key, content)));
        pairs.map(|entry| journal.look_up(&entry)).collect()
    }

    /// Any bytes are a journal or an error. An error leaves them as they are; a journal is one with the same told
    /// whenever it is opened, and goes on.
    pub fn hold_any(&self, bytes: &[u8]) -> Option<Told> {
        self.put(bytes);
        let told = match self.told() {
            Ok(told) => told,
            Err(error) => {
                assert!(error.is_no_journal() || error.is_corrupt(), "{error:?}");
                assert_eq!(self.bytes(), bytes, "what is refused is left alone");
                return None;
            }
        };
        let kept = self.bytes();
        assert!(kept.starts_with(bytes) || bytes.starts_with(&kept));
        assert_eq!(self.told().expect("it was opened before"), told);
        assert_eq!(self.bytes(), kept, "there is nothing more to cut off");
        let mut journal = self.open().expect("it was opened before");
        journal.begin(&[entry(0, 0)]).expect("it can be written");
        journal.done(&[Mark::Stored]).expect("it can be written");
        drop(journal);
        let after = self.told().expect("it was opened before");
        assert_eq!(after.first(), Some(&Some(Left::new(true, Mark::Stored))));
        let others = usize::from(CONTENTS);
        assert_eq!(after.get(others..), told.get(others..));
        Some(told)
    }

    /// Of frames in any order nothing is told that none of them says.
    pub fn hold_frames(&self, frames: &Frames) {
        let told = self.hold_any(&frames.bytes).unwrap_or_default();
        let pairs = (0..KEYS).flat_map(|key| (0..CONTENTS).map(move |content| (key, content)));
        for ((key, content), left) in pairs.zip(told) {
            let Some(left) = left else { continue };
            assert!(frames.names(key), "a key that is nowhere");
            assert!(
                !left.same_content || frames.has(key, content),
                "content that is nowhere"
            );
            assert!(left.mark == Mark::InFlight || frames.marks.contains(&left.mark.to_byte()));
        }
    }
}
