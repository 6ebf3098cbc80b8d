//! Where cargo builds.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use serde_json::Value;

/// Cargo, the one that runs this, in a folder.
pub(crate) fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}

/// Cargo does not say where it builds.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FoldersError {
    /// It does not start.
    #[error("cargo could not be started: {0}")]
    Start(io::Error),
    /// It ended badly; it has told why.
    #[error("cargo metadata failed: {0}")]
    Ended(ExitStatus),
    /// What it wrote is no JSON.
    #[error("what cargo metadata wrote is no JSON: {0}")]
    Json(serde_json::Error),
    /// It is JSON, but not as it is known here.
    #[error("cargo metadata names no target_directory")]
    NoTarget,
}

/// Where cargo builds, and where it puts what came of it.
pub(crate) struct Folders {
    /// What came of it.
    pub(crate) target: PathBuf,
    /// All that is built on the way; the same folder, unless a setting parts them.
    pub(crate) build: PathBuf,
}

impl Folders {
    /// Asks cargo, for the workspace at `root`.
    pub(crate) fn of(root: &Path) -> Result<Self, FoldersError> {
        let output = cargo(root)
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .stderr(Stdio::inherit())
            .output()
            .map_err(FoldersError::Start)?;
        if !output.status.success() {
            return Err(FoldersError::Ended(output.status));
        }
        let metadata: Value = serde_json::from_slice(&output.stdout).map_err(FoldersError::Json)?;
        let folder = |key: &str| metadata.get(key).and_then(Value::as_str).map(PathBuf::from);
        let target = folder("target_directory").ok_or(FoldersError::NoTarget)?;
        Ok(Self {
            build: folder("build_directory").unwrap_or_else(|| target.clone()),
            target,
        })
    }
}
