//! A copy of the workspace, to be changed and built.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The parts of the workspace that a build needs.
const PARTS: [&str; 7] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "crates",
    "openapi",
    "tests",
    "xtask",
];

/// A file of the copy could not be made.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}", path.display())]
pub struct GroundError {
    path: PathBuf,
    error: io::Error,
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> GroundError {
    let path = path.to_owned();
    move |error| GroundError { path, error }
}

/// Copies what a build needs of the workspace at `root`, in place of what stands there already.
///
/// # Errors
/// When a file cannot be read or written.
pub fn lay(root: &Path, ground: &Path) -> Result<(), GroundError> {
    for part in PARTS {
        let to = ground.join(part);
        if to.is_dir() {
            fs::remove_dir_all(&to).map_err(at(&to))?;
        }
        fs::create_dir_all(ground).map_err(at(ground))?;
        copy(&root.join(part), &to)?;
    }
    Ok(())
}

/// Cargo on a copy. The copies share a target folder, which is not the workspace's: cargo tells packages apart by their
/// places in a workspace, and would take what it built of a copy for what it would build of the workspace.
pub fn cargo(root: &Path, ground: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(ground)
        .env("CARGO_TARGET_DIR", root.join("target/ground"));
    command
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
