//! The cases: what they are planned from, how each is run, and what came of them.
//!
//! - `scene`: a request and its reply, from the oracle or from the spec's examples; every other case starts from one.
//! - `exchanges`, `ids`, `statuses`, `bulk`, `successes`, `variants`, `writing`, `authentication`, `schema`: one kind of case each.
//! - `wire`, `reply`: what is looked at in a request and in a reply; `bearing`: the rule that a difference breaks.
//! - `stage`: the local server with the client before it; `perform`: all cases, several at a time.
//! - `emulated`: the cases that need a server with a state.

mod authentication;
mod bearing;
mod bulk;
mod edit;
mod emulated;
mod exchanges;
mod ids;
mod material;
mod perform;
mod plan;
mod refusals;
mod reply;
mod scene;
mod schema;
mod stage;
mod statuses;
mod successes;
mod target;
mod transcript;
mod variants;
mod wire;
mod writing;

use thiserror::Error;

use crate::oracle::{Oracle, OracleError};
use crate::report::{Report, Target};
use crate::spec::{Spec, SpecError};
use crate::workspace::Workspace;

use material::Material;
use plan::Planned;

pub use target::{Options, Proxy};
pub use transcript::Transcript;

/// Why nothing could be run at all.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SuiteError {
    /// The oracle.
    #[error(transparent)]
    Oracle(#[from] OracleError),
    /// The spec.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// The hostile ids.
    #[error("tests/cases/ids.json does not hold ids with their paths: {0}")]
    Ids(#[source] serde_json::Error),
    /// The states and conversations of the emulator.
    #[error(transparent)]
    Emulated(#[from] emulated::FileError),
    /// The runtime that the client needs.
    #[error("no asynchronous runtime can be started: {0}")]
    Runtime(#[source] std::io::Error),
    /// The client that is held against the documents.
    #[error("the client cannot be built: {0}")]
    Client(#[from] planhat_api::Error),
    /// The one case that was asked for.
    #[error("there is no case {id}; nearest are {}", near.join(", "))]
    NoCase {
        /// What was asked for.
        id: String,
        /// The ids most like it.
        near: Vec<String>,
    },
    /// A thread that ran cases broke off.
    #[error("a case broke off in the midst of its run; its message stands above")]
    BrokeOff,
}

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    /// The report.
    pub report: Report,
    /// What went over the wire in the exchanges, and what the client made of it, in the order of the report.
    pub transcripts: Vec<Transcript>,
}

/// Runs every case, or one alone, against the documents of a workspace, on servers that answer what they are told.
///
/// # Errors
/// As [`run_with`].
pub fn run(workspace: &Workspace, only: Option<&str>) -> Result<Run, SuiteError> {
    let only = only.map(str::to_owned);
    run_with(
        workspace,
        &Options {
            only,
            ..Options::default()
        },
    )
}

/// Runs the cases of a target against the documents of a workspace.
///
/// # Errors
/// When the documents cannot be read, or no client can be set up. Differences are no errors: they stand in the report.
pub fn run_with(workspace: &Workspace, options: &Options) -> Result<Run, SuiteError> {
    let oracle = Oracle::read(workspace)?;
    let spec = Spec::read(&workspace.spec())?;
    let mut report = Report::plan(&oracle, &spec);
    report.only = options.only.clone();
    report.target = options.target;
    report.through_proxy = options.proxy.is_some();
    let material = Material::new(&oracle, &spec)?;
    let operations = report.operations.clone();
    let mut transcripts = Vec::new();
    let mut add = |report: &mut Report, done: Vec<perform::Done>| {
        for (case, transcript) in done {
            report.cases.push(case);
            transcripts.extend(transcript);
        }
    };
    match options.target {
        Target::Replay => {
            let planned = asked_for(plan::cases(&material, &operations), options)?;
            let done = perform::all(&planned, perform::STAGES, stage::Stage::open)?;
            add(&mut report, done);
        }
        Target::Emulator => {
            let data = emulated::Data::read(workspace)?;
            let planned = emulated::cases(&material, &data, &operations);
            data.check(&planned)?;
            let planned = asked_for(planned, options)?;
            // A proxy has one address to forward to.
            let stages = options.proxy.as_ref().map_or(perform::STAGES, |_| 1);
            let open = || emulated::Stage::open(options.proxy.as_ref());
            let done = perform::all(&planned, stages, open)?;
            add(&mut report, done);
            report.registered = emulated::registered(&data, &report);
        }
    }
    Ok(Run {
        report,
        transcripts,
    })
}

/// All cases, or the one that was asked for.
fn asked_for<'a, S>(
    mut planned: Vec<Planned<'a, S>>,
    options: &Options,
) -> Result<Vec<Planned<'a, S>>, SuiteError> {
    let only = options.only.as_deref();
    if let Some(id) = only.filter(|id| planned.iter().all(|case| case.id != *id)) {
        let near = nearest(id, planned.iter().map(|case| case.id.as_str()));
        return Err(SuiteError::NoCase {
            id: id.to_owned(),
            near,
        });
    }
    planned.retain(|case| only.is_none_or(|id| case.id == id));
    Ok(planned)
}

/// The ids that start most like this one.
fn nearest<'a>(id: &str, ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let alike = |other: &str| {
        id.bytes()
            .zip(other.bytes())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_by_key(|other| std::cmp::Reverse(alike(other)));
    ids.into_iter().take(5).map(str::to_owned).collect()
}
