//! The generated files: compared with what stands in the tree, and written all or none.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use similar::TextDiff;

/// The folders in which every file is generated; what is there beyond that is removed.
pub const FOLDERS: [&str; 4] = [
    "crates/planhat-api/src/generated",
    "crates/conformance/src/generated",
    "crates/planhat-mock/src/generated",
    "crates/planhat-emulator/src/generated",
];

/// One generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Where it belongs, from the root of the workspace.
    pub path: PathBuf,
    /// What it holds.
    pub contents: String,
}

/// A file could not be read, written or removed.
#[derive(Debug, thiserror::Error)]
#[error("{}: {what}: {error}", path.display())]
pub struct FileError {
    path: PathBuf,
    what: &'static str,
    error: io::Error,
}

fn failed(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> FileError {
    let path = path.to_owned();
    move |error| FileError { path, what, error }
}

/// What has to happen to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    /// It is not there yet.
    Add,
    /// It holds something else.
    Replace {
        /// What it holds now.
        old: String,
    },
    /// It is no longer generated.
    Remove {
        /// What it holds now.
        old: String,
    },
}

/// One step from the tree as it is to the tree as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    path: PathBuf,
    new: String,
    change: Change,
}

impl Step {
    /// A word and the path, for people: `+` for a new file, `~` for a changed one, `-` for one that goes.
    pub fn summary(&self) -> String {
        let sign = match self.change {
            Change::Add => '+',
            Change::Replace { .. } => '~',
            Change::Remove { .. } => '-',
        };
        format!("{sign} {}", self.path.display())
    }

    /// The change as a unified diff.
    pub fn diff(&self) -> String {
        let path = self.path.display();
        let (old, from, to) = match &self.change {
            Change::Add => ("", "/dev/null".to_owned(), format!("b/{path}")),
            Change::Replace { old } => (old.as_str(), format!("a/{path}"), format!("b/{path}")),
            Change::Remove { old } => (old.as_str(), format!("a/{path}"), "/dev/null".to_owned()),
        };
        TextDiff::from_lines(old, self.new.as_str())
            .unified_diff()
            .header(&from, &to)
            .to_string()
    }
}

/// The steps that lead from what stands under `root` to `files`; none where all is fresh.
///
/// # Errors
/// When a file or folder cannot be read.
pub fn plan(root: &Path, files: &[GeneratedFile]) -> Result<Vec<Step>, FileError> {
    let mut steps = Vec::new();
    for file in files {
        let change = match fs::read(root.join(&file.path)) {
            Ok(old) if old == file.contents.as_bytes() => continue,
            Ok(old) => Change::Replace {
                old: String::from_utf8_lossy(&old).into_owned(),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Change::Add,
            Err(error) => return Err(failed(&file.path, "cannot be read")(error)),
        };
        steps.push(Step {
            path: file.path.clone(),
            new: file.contents.clone(),
            change,
        });
    }
    let kept: BTreeSet<&Path> = files.iter().map(|file| file.path.as_path()).collect();
    for folder in FOLDERS {
        let mut found = Vec::new();
        walk(root, Path::new(folder), &mut found)?;
        for path in found
            .into_iter()
            .filter(|path| !kept.contains(path.as_path()))
        {
            let old = fs::read(root.join(&path)).map_err(failed(&path, "cannot be read"))?;
            let old = String::from_utf8_lossy(&old).into_owned();
            steps.push(Step {
                path,
                new: String::new(),
                change: Change::Remove { old },
            });
        }
    }
    steps.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(steps)
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), FileError> {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(folder, "cannot be read")(error)),
    };
    for entry in entries {
        let entry = entry.map_err(failed(folder, "cannot be read"))?;
        let path = folder.join(entry.file_name());
        let kind = entry.file_type().map_err(failed(&path, "cannot be read"))?;
        if kind.is_dir() {
            walk(root, &path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Takes the steps: everything is first written beside its place, and moved there only when all of it stands.
///
/// # Errors
/// When a file cannot be written, moved or removed. If that happens before the first move, nothing has changed.
pub fn apply(root: &Path, steps: &[Step]) -> Result<(), FileError> {
    let mut staged = Vec::new();
    for step in steps
        .iter()
        .filter(|step| !matches!(step.change, Change::Remove { .. }))
    {
        let target = root.join(&step.path);
        let folder = target.parent().unwrap_or(root);
        fs::create_dir_all(folder).map_err(failed(&step.path, "its folder cannot be made"))?;
        let mut file = beside(folder).map_err(failed(&step.path, "cannot be written"))?;
        file.write_all(step.new.as_bytes())
            .and_then(|()| file.as_file().sync_all())
            .map_err(failed(&step.path, "cannot be written"))?;
        staged.push((file, target));
    }
    for (file, target) in staged {
        file.persist(&target)
            .map_err(|error| failed(&target, "cannot be put in place")(error.error))?;
    }
    for step in steps
        .iter()
        .filter(|step| matches!(step.change, Change::Remove { .. }))
    {
        fs::remove_file(root.join(&step.path)).map_err(failed(&step.path, "cannot be removed"))?;
    }
    Ok(())
}

/// A file in the folder of the one that it is to replace, so that the two can change places at once.
fn beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".regen-");
    // A temporary file is private by default; a source file is not.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    builder.tempfile_in(folder)
}
