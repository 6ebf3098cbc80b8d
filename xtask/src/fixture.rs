//! The fixture: more resources as YAML alone, which the client must build with.
//!
//! The spec uses some kinds of properties in some places. The fixture adds resources to it that use every kind in
//! every place, and every name that is taken; what is generated is built with the hand-written code, in a copy of the
//! workspace.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::files::{self, FileError};
use crate::generate::generate;
use crate::ground::{Ground, GroundError};
use crate::problem;
use crate::source::Document;

const SPEC: &str = "openapi/planhat.yaml";
const RESOURCES: &str = include_str!("fixture/resources.yaml");

/// The copy stands in one place, so that cargo does not take each for another package and keep them all.
const GROUND: &str = "target/fixture";

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The client builds, without a warning, and the emulator serves what it calls.
    Builds,
    /// They are not generated, do not build, or are not served.
    Fails,
}

/// The fixture could not be tried.
#[derive(Debug, thiserror::Error)]
pub enum FixtureError {
    /// The copy could not be made.
    #[error(transparent)]
    Ground(#[from] GroundError),
    /// The generated files could not be written.
    #[error(transparent)]
    Files(#[from] FileError),
    /// The spec has no place where resources could be added.
    #[error("{SPEC} has no line `{0}`")]
    NoPlace(&'static str),
    /// A file or a program could not be used, or the outcome not be told.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Adds the resources to the spec of a copy, generates there, and builds.
///
/// # Errors
/// When the copy cannot be made or cargo not be started.
pub fn run(root: &Path, out: &mut dyn Write) -> Result<Verdict, FixtureError> {
    let ground = Ground::lay(root, &root.join(GROUND))?;
    let spec = ground.root.join(SPEC);
    let text = with_resources(&fs::read_to_string(&spec)?)?;
    fs::write(&spec, &text)?;
    let generated = Document::parse(SPEC, &text).and_then(|document| generate(&document));
    let generated = match generated {
        Ok(generated) => generated,
        Err(problems) => {
            write!(out, "{}", problem::render(&problems))?;
            writeln!(out, "failed: the fixture is not generated")?;
            return Ok(Verdict::Fails);
        }
    };
    files::apply(&ground.root, &files::plan(&ground.root, &generated)?)?;
    let built = ground
        .cargo()
        .args(["clippy", "--quiet", "--locked"])
        .args(["--package", "planhat-api", "--package", "planhat-mock"])
        .args(["--package", "conformance"])
        .args(["--", "-D", "warnings"])
        .output()?;
    if !built.status.success() {
        out.write_all(&built.stderr)?;
        writeln!(
            out,
            "failed: the client does not build with the fixture, in {GROUND}"
        )?;
        return Ok(Verdict::Fails);
    }
    // The emulator reads the spec when it starts, so building it shows nothing.
    let served = ground
        .cargo()
        .args(["test", "--quiet", "--locked", "--lib"])
        .args(["--package", "planhat-emulator", "--no-default-features"])
        .output()?;
    if !served.status.success() {
        out.write_all(&served.stdout)?;
        out.write_all(&served.stderr)?;
        writeln!(
            out,
            "failed: the emulator does not serve the fixture, in {GROUND}"
        )?;
        return Ok(Verdict::Fails);
    }
    writeln!(
        out,
        "fine: the client builds with the resources of the fixture, and the emulator serves them"
    )?;
    Ok(Verdict::Builds)
}

/// The spec with the resources of the fixture before its own.
fn with_resources(spec: &str) -> Result<String, FixtureError> {
    const PATHS: &str = "\npaths:\n";
    const SCHEMAS: &str = "\n  schemas:\n";
    let (_, resources) = part(RESOURCES, PATHS)?;
    let (paths, schemas) = part(resources, "components:\n  schemas:\n")?;
    let (before, rest) = part(spec, PATHS)?;
    let (between, after) = part(rest, SCHEMAS)?;
    Ok([before, PATHS, paths, between, SCHEMAS, schemas, after].concat())
}

fn part<'t>(text: &'t str, at: &'static str) -> Result<(&'t str, &'t str), FixtureError> {
    text.split_once(at).ok_or(FixtureError::NoPlace(at))
}

/// The spec with the resources of the fixture, for tests.
#[cfg(test)]
pub(crate) fn document() -> Document {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(SPEC);
    let text = with_resources(&fs::read_to_string(spec).unwrap()).unwrap();
    Document::parse(SPEC, &text).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fixture_is_generated_with_the_spec() {
        let generated = generate(&document()).map_err(|problems| problem::render(&problems));
        let paths: Vec<_> = generated
            .unwrap()
            .into_iter()
            .map(|file| file.path)
            .collect();
        for module in ["widget", "match_", "deal"] {
            for holder in ["planhat-api", "planhat-mock"] {
                let file = format!("crates/{holder}/src/generated/{module}.rs");
                assert!(paths.contains(&file.clone().into()), "{file}: {paths:?}");
            }
        }
    }
}
