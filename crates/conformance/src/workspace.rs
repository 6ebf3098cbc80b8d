//! Where the files stand that the proof reads.

use std::path::{Path, PathBuf};

/// The root of the workspace, or of a copy of it.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Default for Workspace {
    /// The workspace that this program was built in.
    fn default() -> Self {
        let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = crate_folder.ancestors().nth(2).unwrap_or(crate_folder);
        Self {
            root: root.to_owned(),
        }
    }
}

impl Workspace {
    /// A workspace at another place, such as a copy with an edited spec.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The spec.
    pub fn spec(&self) -> PathBuf {
        self.root.join("openapi/planhat.yaml")
    }

    /// A file by its path from the root.
    pub fn file(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A path as reports name it: from the root, with `/` between its parts.
    pub fn shown(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        if inside.is_absolute() {
            inside.display().to_string()
        } else {
            parts.join("/")
        }
    }
}
