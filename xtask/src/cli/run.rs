//! The commands themselves.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process;

use anyhow::Context as _;

use super::{Cli, Command};
use crate::documented::{self, Documented};
use crate::source::{Document, ReadError};
use crate::{drill, files, fixture, generate, lint, lower, problem, public_types};

const SPEC: &str = "openapi/planhat.yaml";
const DOCUMENTED: &str = "tests/documented";
const MEND: &str = "run: cargo xtask regen";

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exit {
    /// As it should.
    Fine,
    /// Generated files do not follow from the spec.
    Stale,
    /// The spec or the oracle does not hold.
    Refused,
    /// Anything else went wrong.
    Failed,
}

impl Exit {
    /// The exit code of the process.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Stale => 1,
            Self::Refused => 2,
            Self::Failed => 3,
        }
    }
}

pub(super) fn run(cli: &Cli, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let places = Places::of(cli)?;
    match &cli.command {
        Command::Lint { rules: true } => rules(out),
        Command::Lint { rules: false } => match read(&places, out)? {
            Some((document, documented)) => {
                let prose = documented
                    .rules
                    .iter()
                    .filter(|rule| lint::is_prose(&rule.kind))
                    .count();
                writeln!(
                    out,
                    "fine: {} passes {} rules",
                    document.path(),
                    lint::RULES.len()
                )?;
                writeln!(
                    out,
                    "      held against {} exchanges, {} properties and {} statements of {}\n      {} more statements are prose: for descriptions, and for people to check",
                    documented.exchanges.len(),
                    documented
                        .tables
                        .iter()
                        .map(|table| table.rows.len())
                        .sum::<usize>(),
                    documented.rules.len() - prose,
                    places.documented_shown,
                    prose,
                )?;
                Ok(Exit::Fine)
            }
            None => Ok(Exit::Refused),
        },
        Command::Regen { check } => regen(&places, *check, out),
        Command::Build => match regen(&places, false, out)? {
            Exit::Fine => build(&places, out),
            exit => Ok(exit),
        },
        Command::Drill { only } => Ok(match drill::run(&places.root, only.as_deref(), out)? {
            drill::Verdict::AllFailed => Exit::Fine,
            drill::Verdict::SomeEscaped => Exit::Failed,
        }),
        Command::Fixture => Ok(match fixture::run(&places.root, out)? {
            fixture::Verdict::Builds => Exit::Fine,
            fixture::Verdict::Fails => Exit::Failed,
        }),
        Command::PublicTypes => Ok(match public_types::check(&places.root, out)? {
            public_types::Verdict::Clean => Exit::Fine,
            public_types::Verdict::Leaks(_) => Exit::Failed,
        }),
    }
}

/// Where everything stands, and how it is called in messages.
struct Places {
    root: PathBuf,
    spec: PathBuf,
    spec_shown: String,
    documented: PathBuf,
    documented_shown: String,
}

impl Places {
    fn of(cli: &Cli) -> anyhow::Result<Self> {
        let root = match &cli.places.root {
            Some(root) => root.clone(),
            None => find_root()?,
        };
        let place = |given: &Option<PathBuf>, usual: &str| match given {
            Some(path) => (path.clone(), path.display().to_string()),
            None => (root.join(usual), usual.to_owned()),
        };
        let (spec, spec_shown) = place(&cli.places.spec, SPEC);
        let (documented, documented_shown) = place(&cli.places.documented, DOCUMENTED);
        Ok(Self {
            root,
            spec,
            spec_shown,
            documented,
            documented_shown,
        })
    }
}

/// The workspace: cargo tells where this crate stands, and otherwise some folder above this one holds the spec.
fn find_root() -> anyhow::Result<PathBuf> {
    let here = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(crate_folder) => PathBuf::from(crate_folder),
        None => env::current_dir().context("this folder cannot be told")?,
    };
    let root = here.ancestors().find(|folder| folder.join(SPEC).is_file());
    root.map(Path::to_owned)
        .with_context(|| format!("no folder above this one holds {SPEC}"))
}

fn rules(out: &mut dyn Write) -> anyhow::Result<Exit> {
    for rule in lint::RULES {
        writeln!(out, "{:20} {}", rule.name, rule.about)?;
    }
    Ok(Exit::Fine)
}

/// Reads and lints; none where that ends the matter, which is then told.
fn read(places: &Places, out: &mut dyn Write) -> anyhow::Result<Option<(Document, Documented)>> {
    let document = Document::read(&places.spec, &places.spec_shown);
    let documented = documented::load(&places.documented, &places.documented_shown);
    let mut problems = Vec::new();
    let mut unreadable = Vec::new();
    let mut note = |error| match error {
        ReadError::Syntax(found) => problems.extend(found),
        io @ ReadError::Io { .. } => unreadable.push(io.to_string()),
    };
    let read = match (document, documented) {
        (Ok(document), Ok(documented)) => Some((document, documented)),
        (document, documented) => {
            document.err().into_iter().for_each(&mut note);
            documented.err().into_iter().for_each(&mut note);
            None
        }
    };
    for error in unreadable {
        writeln!(out, "{error}")?;
    }
    if let Some((document, documented)) = &read {
        problems = lint::check(document, Some(documented));
        // What lint finds sound may still have no form in Rust.
        if problems.is_empty() {
            problems.extend(lower::lower(document).err().into_iter().flatten());
        }
    }
    if !problems.is_empty() {
        return refuse(&problems, out).map(|_| None);
    }
    if read.is_none() {
        writeln!(out, "failed: nothing was written")?;
    }
    Ok(read)
}

fn refuse(problems: &[problem::Problem], out: &mut dyn Write) -> anyhow::Result<Exit> {
    write!(out, "{}", problem::render(problems))?;
    writeln!(
        out,
        "failed: mend these first; nothing is generated until then"
    )?;
    Ok(Exit::Refused)
}

fn regen(places: &Places, check: bool, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let Some((document, _)) = read(places, out)? else {
        return Ok(Exit::Refused);
    };
    let generated = match generate::generate(&document) {
        Ok(generated) => generated,
        Err(problems) => return refuse(&problems, out),
    };
    let steps = files::plan(&places.root, &generated)?;
    if steps.is_empty() {
        writeln!(
            out,
            "fresh: {} generated files follow from {}",
            generated.len(),
            document.path()
        )?;
        return Ok(Exit::Fine);
    }
    if check {
        for step in &steps {
            write!(out, "{}", step.diff())?;
        }
        writeln!(
            out,
            "stale: {} of {} generated files",
            steps.len(),
            generated.len()
        )?;
        writeln!(out, "{MEND}")?;
        return Ok(Exit::Stale);
    }
    files::apply(&places.root, &steps)?;
    for step in &steps {
        writeln!(out, "{}", step.summary())?;
    }
    writeln!(
        out,
        "written: {} of {} generated files",
        steps.len(),
        generated.len()
    )?;
    Ok(Exit::Fine)
}

fn build(places: &Places, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    writeln!(out, "building: cargo build --workspace")?;
    out.flush()?;
    let status = process::Command::new(cargo)
        .args(["build", "--workspace"])
        .current_dir(&places.root)
        .status()
        .context("cargo could not be started")?;
    if status.success() {
        return Ok(Exit::Fine);
    }
    writeln!(out, "failed: the workspace does not build")?;
    Ok(Exit::Failed)
}
