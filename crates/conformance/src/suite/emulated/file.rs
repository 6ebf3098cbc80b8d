//! States, exceptions and conversations, from `tests/cases/emulator`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use thiserror::Error;

use crate::json::{self, Node, ReadError};
use crate::oracle::Location;
use crate::suite::plan::Planned;
use crate::workspace::Workspace;

use super::stage::Stage;
use super::state::State;

pub(super) const EXCHANGES: &str = "tests/cases/emulator/exchanges.json";
const CONVERSATIONS: &str = "tests/cases/emulator/conversations.json";

/// Why a file of cases cannot be used.
#[derive(Debug, Error)]
#[error("{file}: {problem}")]
pub struct FileError {
    file: &'static str,
    problem: String,
}

/// All that the two files hold.
#[derive(Debug)]
pub(in crate::suite) struct Data {
    states: BTreeMap<String, State>,
    pub(super) exceptions: Vec<Exception>,
    pub(super) conversations: Vec<Conversation>,
}

/// Where the reply to an exchange differs from the printed one, and why that is as it should be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exception {
    pub(super) exchange: String,
    /// JSON pointers.
    pub(super) at: Vec<String>,
    pub(super) reason: String,
}

/// Calls one after another.
#[derive(Debug)]
pub(super) struct Conversation {
    pub(super) id: String,
    pub(super) at: Location,
    pub(super) state: State,
    pub(super) steps: Vec<Step>,
}

/// A call, and what must come of it.
#[derive(Debug)]
pub(super) struct Step {
    /// The operation.
    pub(super) call: String,
    pub(super) token: Token,
    pub(super) id: Option<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Option<Node>,
    pub(super) status: u16,
    /// The whole reply.
    pub(super) equals: Option<Node>,
    /// A part of the reply: objects may have more members.
    pub(super) reply: Option<Node>,
    /// What a proxy must object to.
    pub(super) violations: Vec<Violation>,
}

/// What a call is made with.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Token {
    #[default]
    Full,
    ReadOnly,
    Unknown,
}

/// What a proxy objects to rightly.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Violation {
    /// Places as the proxy names them, with dots: `request.query.limit`.
    pub(super) at: Vec<String>,
    pub(super) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchanges {
    #[serde(rename = "about")]
    _about: String,
    exchanges: BTreeMap<String, State>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversations {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<WrittenConversation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenConversation {
    id: String,
    #[serde(default)]
    state: State,
    steps: Vec<WrittenStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    call: String,
    #[serde(default)]
    token: Token,
    id: Option<String>,
    #[serde(default)]
    query: BTreeMap<String, String>,
    body: Option<Box<RawValue>>,
    status: Option<u16>,
    equals: Option<Box<RawValue>>,
    reply: Option<Box<RawValue>>,
    #[serde(default)]
    violations: Vec<Violation>,
}

impl Data {
    /// Reads both files of a workspace.
    pub(in crate::suite) fn read(workspace: &Workspace) -> Result<Self, FileError> {
        let exchanges: Exchanges = parsed(EXCHANGES, &text(workspace, EXCHANGES)?)?;
        let conversations = text(workspace, CONVERSATIONS)?;
        Ok(Self {
            states: exchanges.exchanges,
            exceptions: exchanges.exceptions,
            conversations: all_conversations(&conversations)?,
        })
    }

    /// That every state and exception belongs to a case, and every exception has a reason.
    pub(in crate::suite) fn check(&self, cases: &[Planned<'_, Stage>]) -> Result<(), FileError> {
        let problem = |problem| {
            Err(FileError {
                file: EXCHANGES,
                problem,
            })
        };
        let excepted = self.exceptions.iter().map(|exception| &exception.exchange);
        let mut named = self.states.keys().chain(excepted);
        if let Some(id) = named.find(|id| cases.iter().all(|case| case.id != **id)) {
            return problem(format!("there is no exchange {id}; take it out"));
        }
        let unreasoned = |exception: &&Exception| exception.reason.trim().is_empty();
        if let Some(exception) = self.exceptions.iter().find(unreasoned) {
            let id = &exception.exchange;
            return problem(format!("an exception of {id} has no reason; give one"));
        }
        Ok(())
    }

    /// The state in which an exchange happens.
    pub(super) fn state(&self, exchange: &str) -> Option<&State> {
        self.states.get(exchange)
    }

    /// Where the reply to an exchange differs, each place with the reason.
    pub(super) fn excepted(&self, exchange: &str) -> Vec<(&str, &str)> {
        let of_it = self.exceptions.iter();
        let of_it = of_it.filter(|exception| exception.exchange == exchange);
        let places = of_it.flat_map(|exception| {
            let places = exception.at.iter();
            places.map(|at| (at.as_str(), exception.reason.as_str()))
        });
        places.collect()
    }
}

fn text(workspace: &Workspace, file: &'static str) -> Result<String, FileError> {
    std::fs::read_to_string(workspace.file(file)).map_err(|error| FileError {
        file,
        problem: format!("cannot be read: {error}; name the checkout with --root"),
    })
}

fn parsed<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, FileError> {
    serde_json::from_str(text).map_err(|error| FileError {
        file,
        problem: error.to_string(),
    })
}

fn all_conversations(text: &str) -> Result<Vec<Conversation>, FileError> {
    let file = CONVERSATIONS;
    let written: Conversations = parsed(file, text)?;
    let lines = lines(text).map_err(|error| FileError {
        file,
        problem: error.to_string(),
    })?;
    let mut ids = BTreeSet::new();
    let mut all = Vec::new();
    for (case, line) in written.cases.into_iter().zip(lines) {
        let failed = |problem: String| FileError {
            file,
            problem: format!("line {line}: {problem}"),
        };
        if !ids.insert(case.id.clone()) {
            return Err(failed(format!("there are two cases {}", case.id)));
        }
        let steps = case.steps.into_iter().map(step).collect::<Result<_, _>>();
        all.push(Conversation {
            id: case.id,
            at: Location {
                file: file.to_owned(),
                line,
            },
            state: case.state,
            steps: steps.map_err(failed)?,
        });
    }
    Ok(all)
}

/// The line of each case.
fn lines(text: &str) -> Result<Vec<usize>, ReadError> {
    let members = json::members(text)?;
    let mut lines = Vec::new();
    for member in members.iter().filter(|member| member.key == "cases") {
        let items = json::items(member.value)?;
        let line = |item: &json::Item<'_>| json::line_of(text, member.value_at + item.value_at);
        lines.extend(items.iter().map(line));
    }
    Ok(lines)
}

fn step(written: WrittenStep) -> Result<Step, String> {
    let node = |raw: Option<Box<RawValue>>| {
        let node = raw.map(|raw| json::parse(raw.get())).transpose();
        node.map_err(|error| error.to_string())
    };
    Ok(Step {
        call: written.call,
        token: written.token,
        id: written.id,
        query: written.query.into_iter().collect(),
        body: node(written.body)?,
        status: written.status.unwrap_or(200),
        equals: node(written.equals)?,
        reply: node(written.reply)?,
        violations: written.violations,
    })
}
