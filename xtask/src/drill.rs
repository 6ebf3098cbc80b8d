//! The client drill: broken clients, each of which conformance must fail.
//!
//! A broken client is an edit of `crates/planhat-api` in `tests/cases/client_drill.json`. It is made in a copy of the
//! workspace, put in a target folder of its own (so that nobody runs a broken client by mistake), and judged by the real
//! report.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::ground::{Ground, GroundError};

const CASES: &str = "tests/cases/client_drill.json";

/// One way to break the client.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What is broken.
    id: String,
    /// The edits, all of which belong to it.
    edits: Vec<Edit>,
    /// What the report must name.
    names: Vec<String>,
}

/// One edit of a source file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: PathBuf,
    find: String,
    replace: String,
}

/// What came of the drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every broken client was failed.
    AllFailed,
    /// Some broken client passed, or did not build, or was failed for another reason.
    SomeEscaped,
}

/// The drill could not be held.
#[derive(Debug, thiserror::Error)]
pub enum DrillError {
    /// A file could not be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The workspace could not be copied.
    #[error(transparent)]
    Ground(#[from] GroundError),
    /// The cases are no cases.
    #[error("{CASES}: {0}")]
    Cases(serde_json::Error),
    /// An edit does not fit the source any more.
    #[error("{CASES}: case `{id}`: {} does not hold exactly once: {find}", file.display())]
    Edit {
        /// The case.
        id: String,
        /// The file to edit.
        file: PathBuf,
        /// What should be replaced.
        find: String,
    },
    /// A report could not be written out.
    #[error(transparent)]
    Output(#[from] io::Error),
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> DrillError {
    let path = path.to_owned();
    move |error| DrillError::File { path, error }
}

/// Breaks the client in every way there is, or in those whose id holds `only`.
///
/// # Errors
/// When a case does not fit the source, or a file cannot be read or written.
pub fn run(root: &Path, only: Option<&str>, out: &mut dyn Write) -> Result<Verdict, DrillError> {
    let path = root.join(CASES);
    let text = fs::read_to_string(&path).map_err(at(&path))?;
    let mut cases: Vec<Case> = serde_json::from_str(&text).map_err(DrillError::Cases)?;
    cases.retain(|case| only.is_none_or(|only| case.id.contains(only)));
    let folder = tempfile::tempdir().map_err(at(Path::new("a temporary folder")))?;
    let ground = Ground::lay(root, folder.path())?;
    if let Some(reason) = unbroken(&ground)? {
        writeln!(out, "the unbroken client: {reason}")?;
        return Ok(Verdict::SomeEscaped);
    }
    writeln!(
        out,
        "passed as it should: the unbroken client, and the build stops at a spec that changed"
    )?;
    let mut escaped = 0;
    for case in &cases {
        match judge(&ground, case)? {
            None => writeln!(out, "failed as it should: {}", case.id)?,
            Some(reason) => {
                escaped += 1;
                writeln!(out, "ESCAPED: {}: {reason}", case.id)?;
            }
        }
    }
    writeln!(
        out,
        "{} of {} broken clients were failed",
        cases.len() - escaped,
        cases.len()
    )?;
    Ok(if escaped == 0 {
        Verdict::AllFailed
    } else {
        Verdict::SomeEscaped
    })
}

/// Why the drill would prove nothing, if so: the copy as it is must pass, and its build must stop at a spec that was
/// edited without regenerating.
fn unbroken(ground: &Ground) -> Result<Option<String>, DrillError> {
    let (built, clean, report) = report(ground)?;
    if !(built && clean) {
        return Ok(Some(format!("it does not pass:\n{report}")));
    }
    let path = ground.root.join("openapi/planhat.yaml");
    let text = fs::read_to_string(&path).map_err(at(&path))?;
    fs::write(&path, format!("{text}# edited\n")).map_err(at(&path))?;
    let stopped = self::report(ground);
    fs::write(&path, text).map_err(at(&path))?;
    let (built, _, said) = stopped?;
    Ok((built || !said.contains("cargo xtask regen"))
        .then(|| format!("a spec that changed since regen does not stop the build:\n{said}")))
}

/// Why a broken client was not failed as it should be, if so.
fn judge(ground: &Ground, case: &Case) -> Result<Option<String>, DrillError> {
    let mut originals = Vec::new();
    for edit in &case.edits {
        let path = ground.root.join(&edit.file);
        let text = fs::read_to_string(&path).map_err(at(&path))?;
        if text.matches(&edit.find).count() != 1 {
            return Err(DrillError::Edit {
                id: case.id.clone(),
                file: edit.file.clone(),
                find: edit.find.clone(),
            });
        }
        fs::write(&path, text.replace(&edit.find, &edit.replace)).map_err(at(&path))?;
        originals.push((path, text));
    }
    let report = report(ground);
    // Later edits of one file saw earlier ones, so they are taken back in the other order.
    for (path, text) in originals.into_iter().rev() {
        fs::write(&path, text).map_err(at(&path))?;
    }
    let (built, clean, report) = report?;
    // The table above the failures names every operation and check, failed or not.
    let failures = report
        .find("\nFAILED  ")
        .map_or("", |start| &report[start..]);
    let missing = case.names.iter().find(|name| !failures.contains(*name));
    Ok(match (built, clean, missing) {
        (false, ..) => Some(format!("it does not build:\n{report}")),
        (_, true, _) => Some("the report is clean".to_owned()),
        (_, _, Some(name)) => Some(format!("the report does not name `{name}`:\n{report}")),
        _ => None,
    })
}

/// Whether the broken client builds, whether its report is clean, and the report.
fn report(ground: &Ground) -> Result<(bool, bool, String), DrillError> {
    let cargo = |arguments: &[&str]| {
        ground
            .cargo()
            // Twenty builds of what is almost the same, also where nothing else is built twice.
            .env("CARGO_INCREMENTAL", "1")
            .args(arguments)
            .output()
            .map_err(at(Path::new("cargo")))
    };
    let build = cargo(&["build", "--quiet", "--package", "conformance"])?;
    if !build.status.success() {
        return Ok((
            false,
            false,
            String::from_utf8_lossy(&build.stderr).into_owned(),
        ));
    }
    let run = cargo(&["run", "--quiet", "--package", "conformance"])?;
    Ok((
        true,
        run.status.success(),
        String::from_utf8_lossy(&run.stdout).into_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The drill takes minutes; that a case no longer fits shows here at once.
    #[test]
    fn every_edit_fits_the_source_once() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let text = fs::read_to_string(root.join(CASES)).unwrap();
        let cases: Vec<Case> = serde_json::from_str(&text).unwrap();
        assert!(!cases.is_empty());
        for Case { id, edits, .. } in &cases {
            for Edit { file, find, .. } in edits {
                let source = fs::read_to_string(root.join(file)).unwrap_or_default();
                let fits = source.matches(find).count();
                assert_eq!(fits, 1, "case `{id}`, {}: {find}", file.display());
            }
        }
    }
}
