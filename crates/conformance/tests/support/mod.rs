//! Copies of the documents to edit, and reports as text.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use conformance::report::{Report, write_text};
use conformance::workspace::Workspace;
use tempfile::TempDir;

/// A copy of parts of the workspace, for as long as it is held.
pub(crate) struct Copied(TempDir);

impl Copied {
    /// Copies folders, by their paths from the root.
    pub(crate) fn of(parts: &[&str]) -> Self {
        let copied = Self(tempfile::tempdir().expect("a folder"));
        for part in parts {
            copy_folder(&Workspace::default().file(part), &copied.file(part));
        }
        copied
    }

    pub(crate) fn workspace(&self) -> Workspace {
        Workspace::at(self.0.path())
    }

    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Edits a file, or writes a new one.
    pub(crate) fn edit(&self, path: &str, edit: impl FnOnce(&str) -> String) {
        let path = self.file(path);
        let text = fs::read_to_string(&path).unwrap_or_default();
        fs::write(&path, edit(&text)).expect("it can be written");
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}

/// The report as the command prints it.
pub(crate) fn text(report: &Report) -> String {
    let mut text = Vec::new();
    write_text(report, &mut text).expect("a vector takes it");
    String::from_utf8(text).expect("UTF-8")
}

/// Where snapshots are, by their plain names.
pub(crate) fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Workspace::default().file("tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}
