//! The cases: what they are planned from, how each is run, and what came of them.
//!
//! - `scene`: a request and its reply, from the oracle or from the spec's examples; every other case starts from one.
//! - `exchanges`, `ids`, `statuses`, `bulk`, `successes`, `variants`, `writing`, `authentication`, `schema`: one kind of case each.
//! - `wire`, `reply`: what is looked at in a request and in a reply; `bearing`: the rule that a difference breaks.
//! - `stage`: the local server with the client before it; `perform`: all cases, several at a time.

mod authentication;
mod bearing;
mod bulk;
mod edit;
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
mod transcript;
mod variants;
mod wire;
mod writing;

use thiserror::Error;

use crate::oracle::{Oracle, OracleError};
use crate::report::Report;
use crate::spec::{Spec, SpecError};
use crate::workspace::Workspace;

use material::Material;
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

/// Runs every case, or one alone, against the documents of a workspace.
///
/// # Errors
/// When the documents cannot be read, or no client can be set up. Differences are no errors: they stand in the report.
pub fn run(workspace: &Workspace, only: Option<&str>) -> Result<Run, SuiteError> {
    let oracle = Oracle::read(workspace)?;
    let spec = Spec::read(&workspace.spec())?;
    let mut report = Report::plan(&oracle, &spec);
    report.only = only.map(str::to_owned);
    let material = Material::new(&oracle, &spec)?;
    let operations = report.operations.clone();
    let mut planned = plan::cases(&material, &operations);
    if let Some(id) = only.filter(|id| planned.iter().all(|case| case.id != *id)) {
        let near = nearest(id, planned.iter().map(|case| case.id.as_str()));
        return Err(SuiteError::NoCase {
            id: id.to_owned(),
            near,
        });
    }
    planned.retain(|case| only.is_none_or(|id| case.id == id));
    let mut transcripts = Vec::new();
    for (case, transcript) in perform::all(&planned)? {
        report.cases.push(case);
        transcripts.extend(transcript);
    }
    Ok(Run {
        report,
        transcripts,
    })
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
