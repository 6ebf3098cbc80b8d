//! A small workspace of its own: the notes spec and its oracle, to be edited and run on.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

pub(crate) const SPEC: &str = "openapi/planhat.yaml";
pub(crate) const DOCUMENTED: &str = "tests/documented";

/// The cases of this crate.
pub(crate) fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// The workspace that this crate belongs to.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(crate) struct Tree {
    folder: TempDir,
}

impl Tree {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tree = Self { folder };
        copy(&cases().join("documented"), &tree.path(DOCUMENTED));
        fs::create_dir_all(tree.path("openapi")).unwrap();
        fs::copy(cases().join("notes.yaml"), tree.path(SPEC)).unwrap();
        tree
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    /// Replaces one text behind another; both must be there.
    pub(crate) fn edit(&self, path: &str, after: &str, find: &str, replace: &str) {
        let text = self.read(path);
        let start = text
            .find(after)
            .unwrap_or_else(|| panic!("{path} lacks {after:?}"));
        let (head, tail) = text.split_at(start);
        assert!(tail.contains(find), "{path} lacks {find:?}");
        self.write(path, &format!("{head}{}", tail.replacen(find, replace, 1)));
    }

    /// Runs one command line here.
    pub(crate) fn run(&self, arguments: &[&str]) -> (u8, String) {
        let mut all = vec!["xtask".into()];
        all.extend(arguments.iter().map(Into::into));
        all.push("--root".into());
        all.push(self.folder.path().as_os_str().to_owned());
        let mut out = Vec::new();
        let exit = xtask::cli::run(all, &mut out);
        (exit, String::from_utf8(out).unwrap())
    }

    /// Every file below a folder, in order, with what it holds.
    pub(crate) fn files(&self, folder: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        walk(self.folder.path(), Path::new(folder), &mut found);
        found.sort();
        found
    }
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return;
    };
    for entry in entries {
        let path = folder.join(entry.unwrap().file_name());
        if root.join(&path).is_dir() {
            walk(root, &path, found);
        } else {
            let text = fs::read_to_string(root.join(&path)).unwrap();
            found.push((path.display().to_string(), text));
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
