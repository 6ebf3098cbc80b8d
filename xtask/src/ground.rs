//! A copy of the workspace, to be changed and built.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::folders::{self, Folders, FoldersError};

/// The parts of the workspace that a build needs.
const PARTS: [&str; 5] = [".cargo", "crates", "openapi", "tests", "xtask"];

/// What names the members, and what says which crates of others they are built with.
const MANIFEST: &str = "Cargo.toml";
const LOCK: &str = "Cargo.lock";

/// Where the parts stand below the manifest; see [`Ground`].
const MOVED: &str = "copy";

/// The copy could not be made.
#[derive(Debug, thiserror::Error)]
pub enum GroundError {
    /// A file could not be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Cargo does not say where it builds.
    #[error(transparent)]
    Folders(#[from] FoldersError),
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> GroundError {
    let path = path.to_owned();
    move |error| GroundError::File { path, error }
}

/// A copy of the workspace.
///
/// It is built where the workspace is, so that nobody else's crate is built twice. Cargo tells packages apart by their
/// places below the manifest of their workspace, and would take what it built of a copy for what it would build of the
/// workspace; so the members stand a folder deeper here. What comes of a build, a broken client say, is not put where
/// that of the workspace is.
pub struct Ground {
    /// Where the parts are that the workspace has at its root.
    pub root: PathBuf,
    target: PathBuf,
    build: PathBuf,
}

impl Ground {
    /// Copies what a build needs of the workspace at `root` below `to`, in place of what stands there already.
    ///
    /// # Errors
    /// When a file cannot be read or written, or cargo does not say where it builds.
    pub fn lay(root: &Path, to: &Path) -> Result<Self, GroundError> {
        let folders = Folders::of(root)?;
        let ground = Self {
            root: to.join(MOVED),
            target: folders.target.join("ground"),
            build: folders.build,
        };
        fs::create_dir_all(&ground.root).map_err(at(&ground.root))?;
        for part in PARTS {
            let to = ground.root.join(part);
            if to.is_dir() {
                fs::remove_dir_all(&to).map_err(at(&to))?;
            }
            copy(&root.join(part), &to)?;
        }
        copy(&root.join(LOCK), &to.join(LOCK))?;
        let manifest = root.join(MANIFEST);
        let manifest = fs::read_to_string(&manifest).map_err(at(&manifest))?;
        let to = to.join(MANIFEST);
        fs::write(&to, moved(&manifest)).map_err(at(&to))?;
        Ok(ground)
    }

    /// Cargo on the copy.
    #[must_use]
    pub fn cargo(&self) -> Command {
        let mut command = folders::cargo(&self.root);
        command
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_BUILD_BUILD_DIR", &self.build);
        command
    }
}

/// The manifest of the workspace, its members a folder deeper.
fn moved(manifest: &str) -> String {
    PARTS.iter().fold(manifest.to_owned(), |manifest, part| {
        manifest
            .replace(&format!("\"{part}/"), &format!("\"{MOVED}/{part}/"))
            .replace(&format!("\"{part}\""), &format!("\"{MOVED}/{part}\""))
    })
}

fn copy(from: &Path, to: &Path) -> Result<(), GroundError> {
    if !from.is_dir() {
        fs::copy(from, to).map_err(at(from))?;
        return Ok(());
    }
    fs::create_dir_all(to).map_err(at(to))?;
    for entry in fs::read_dir(from).map_err(at(from))? {
        let entry = entry.map_err(at(from))?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
