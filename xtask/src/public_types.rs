//! Whether a type of another crate stands in a public signature of `planhat-api`.
//!
//! What callers write or match is ours: an upgrade of the HTTP client must not be a breaking change of this one. The
//! compiler tells, by rustdoc's JSON, which types every public item names; those of a short list of crates may.

mod description;
mod leak;
mod rustdoc;
mod surface;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use leak::Leak;

use crate::folders::FoldersError;

const PACKAGE: &str = "planhat-api";

/// Whose types any signature may name. `futures_core` is the trait of streams, and has nothing else to change.
const ALWAYS: [&str; 6] = [
    "std",
    "core",
    "alloc",
    "serde",
    "serde_core",
    "futures_core",
];

/// Items that name a type of a crate on purpose, and say so in their docs: the marked ways out.
const ESCAPES: [(&str, &str); 1] = [("planhat_api::Builder::reqwest_client", "reqwest")];

/// One way of building the crate, and whose types may be named beyond [`ALWAYS`].
struct Build {
    called: &'static str,
    arguments: &'static [&'static str],
    also: &'static [&'static str],
}

/// Crates behind a feature are there only when it is asked for, so the first build would not even find them.
const BUILDS: [Build; 2] = [
    Build {
        called: "default features",
        arguments: &[],
        also: &[],
    },
    Build {
        called: "all features",
        arguments: &["--all-features"],
        also: &["chrono", "jiff", "schemars", "time"],
    },
];

/// What the check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No foreign type is named.
    Clean,
    /// As many places name one.
    Leaks(usize),
}

/// Why the check could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublicTypesError {
    /// Cargo does not say where it builds.
    #[error(transparent)]
    Folders(#[from] FoldersError),
    /// A program of the toolchain does not start.
    #[error("{program} could not be started: {error}")]
    Start {
        /// Its name.
        program: &'static str,
        /// What the system says.
        error: io::Error,
    },
    /// A program of the toolchain ended badly; it has told why.
    #[error("{program} failed: {status}")]
    Ended {
        /// Its name and what it was asked.
        program: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// A file cannot be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// What a program of the toolchain wrote is no JSON.
    #[error("what {program} wrote is no JSON: {error}")]
    Json {
        /// Its name.
        program: &'static str,
        /// Where it ends to be JSON.
        error: serde_json::Error,
    },
    /// It is JSON, but not as it is known here: an empty answer must not pass for a clean one.
    #[error(
        "the JSON of {program} is not understood ({version}): {what}; see xtask/src/public_types"
    )]
    Format {
        /// Who wrote it.
        program: &'static str,
        /// Which version of its format it claims to be.
        version: String,
        /// What is missing.
        what: String,
    },
    /// The verdict cannot be told.
    #[error("the verdict cannot be written: {0}")]
    Tell(#[from] io::Error),
}

/// Has rustdoc describe `planhat-api` in the workspace at `root`, with default features and with all, and tells on
/// `out` each public item that names a type of a crate which it should not.
///
/// # Errors
/// When the crate does not build, or rustdoc writes what is not understood here.
pub fn check(root: &Path, out: &mut dyn Write) -> Result<Verdict, PublicTypesError> {
    let mut leaks = 0;
    for build in &BUILDS {
        let described = rustdoc::describe(root, PACKAGE, build.arguments)?;
        let allowed: Vec<&str> = ALWAYS.iter().chain(build.also).copied().collect();
        let mut surface = surface::read(&described, &allowed)?;
        for (item, of) in ESCAPES {
            if !surface.pardon(item, of) {
                leaks += 1;
                writeln!(
                    out,
                    "{item} names no type of {of} any more: take it from the list of escapes"
                )?;
            }
        }
        tell(build, &allowed, &surface, out)?;
        leaks += surface.leaks.len();
    }
    Ok(if leaks == 0 {
        Verdict::Clean
    } else {
        Verdict::Leaks(leaks)
    })
}

fn tell(
    build: &Build,
    allowed: &[&str],
    surface: &surface::Surface,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Build { called, .. } = build;
    for leak in &surface.leaks {
        writeln!(out, "{leak}")?;
    }
    if surface.leaks.is_empty() {
        return writeln!(
            out,
            "fine: {} public items of {PACKAGE} ({called}) name types of {} and its own alone",
            surface.items,
            allowed.join(", "),
        );
    }
    writeln!(
        out,
        "failed: {} public names of foreign types in {PACKAGE} ({called}); make the item private, or wrap the type \
         in one of ours",
        surface.leaks.len(),
    )
}

#[cfg(test)]
mod tests;
