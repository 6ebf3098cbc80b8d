//! What a report holds.

use clap::ValueEnum;
use serde::Serialize;

use crate::compare::{Mismatch, RequestMismatch};
use crate::oracle::{Evidence, Location, Rule};

/// What a case looks at. The order is that of the table's columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Check {
    /// The server answers what it should; a server that is told its answers is not asked.
    Answer,
    /// The request on the wire is the documented one.
    Wire,
    /// The reply, decoded and encoded again, is what it was.
    Reply,
    /// Every typed accessor says what the JSON says.
    Accessors,
    /// No key that the spec names is among the unknown ones.
    UnknownKeys,
    /// Ids of any characters reach the path whole.
    Ids,
    /// Every status comes out as what it means.
    Statuses,
    /// Each way of authentication puts the token where it belongs, and nowhere else.
    Authentication,
    /// The types' JSON Schema is the spec's.
    Schema,
    /// A proxy between client and server found that both keep to the spec.
    Proxy,
}

/// What cases are run against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Target {
    /// A local server that answers what the documents say
    #[default]
    Replay,
    /// The emulator, for each case anew in a state of its own
    Emulator,
}

impl Target {
    /// What it is, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Replay => "a server that replays the documents",
            Self::Emulator => "the emulator",
        }
    }
}

impl Check {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::Answer,
        Self::Wire,
        Self::Reply,
        Self::Accessors,
        Self::UnknownKeys,
        Self::Ids,
        Self::Statuses,
        Self::Authentication,
        Self::Schema,
        Self::Proxy,
    ];

    /// The word over its column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Reply => "reply",
            Self::Accessors => "accessors",
            Self::UnknownKeys => "unknown keys",
            Self::Ids => "ids",
            Self::Statuses => "statuses",
            Self::Authentication => "authentication",
            Self::Schema => "schema",
            Self::Answer => "answer",
            Self::Proxy => "proxy",
        }
    }
}

/// A whole run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The operations that there are, in the order of the table; cases of other subjects come after them.
    pub operations: Vec<String>,
    /// The ids of all documented exchanges that the oracle holds, run or not.
    pub documented: Vec<String>,
    /// What was run.
    pub cases: Vec<Case>,
    /// What cannot be run for want of a documented exchange or reply.
    pub holes: Vec<Hole>,
    /// The case that was asked for; others were then not run on purpose.
    pub only: Option<String>,
    /// What the cases were run against.
    pub target: Target,
    /// Whether a proxy stood before it.
    pub through_proxy: bool,
    /// The differences that cases expect.
    pub registered: Vec<Registered>,
}

/// A difference that is as it should be. Its case fails once it is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Registered {
    /// The case.
    pub case: String,
    /// The places, as failures name them.
    pub at: Vec<String>,
    /// Why it is as it should be.
    pub reason: String,
}

/// A case that was run.
#[derive(Clone, Debug, Serialize)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// Its operationId, or what else it is about.
    pub operation: String,
    /// How well what it expects is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub at: Location,
    /// What was looked at.
    pub checks: Vec<CheckResult>,
}

/// What a check of a case found. No failures: it passed.
#[derive(Clone, Debug, Serialize)]
pub struct CheckResult {
    /// The check.
    pub check: Check,
    /// What differs.
    pub failures: Vec<Failure>,
}

/// One difference.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    /// The documented rule that is broken, if one states it.
    pub rule: Option<FailureRule>,
    /// The word for the difference, such as `kind` or `header-missing`.
    pub what: String,
    /// Where: a JSON pointer, or a part of the request.
    pub place: String,
    /// What should be.
    pub expected: String,
    /// What is.
    pub found: String,
}

/// A rule as a failure names it.
#[derive(Clone, Debug, Serialize)]
pub struct FailureRule {
    /// Its id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// Where it stands.
    pub at: Location,
}

/// Something that the vendor does not document, so that nothing can be held against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hole {
    /// The operation.
    pub operation: String,
    /// What is missing.
    pub missing: String,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counter {
    /// How many passed.
    pub passed: usize,
    /// How many there are.
    pub of: usize,
}

impl Failure {
    /// A difference between two JSON values.
    pub fn of_json(mismatch: &Mismatch) -> Self {
        Self {
            rule: None,
            what: mismatch.word().to_owned(),
            place: mismatch.at().to_string(),
            expected: mismatch.expected(),
            found: mismatch.found(),
        }
    }

    /// A difference between two requests.
    pub fn of_request(mismatch: &RequestMismatch) -> Self {
        Self {
            rule: None,
            what: mismatch.word().to_owned(),
            place: mismatch.place(),
            expected: mismatch.expected(),
            found: mismatch.found(),
        }
    }

    /// Anything else.
    pub fn new(
        what: &str,
        place: &str,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        let (what, place) = (what.to_owned(), place.to_owned());
        Self {
            rule: None,
            what,
            place,
            expected: expected.into(),
            found: found.into(),
        }
    }

    /// Names the rule that is broken.
    pub fn against(mut self, rule: &Rule) -> Self {
        self.rule = Some(FailureRule {
            id: rule.id.clone(),
            says: rule.says.clone(),
            at: rule.at.clone(),
        });
        self
    }
}

impl Case {
    /// Whether nothing differs.
    pub fn passed(&self) -> bool {
        self.checks.iter().all(|check| check.failures.is_empty())
    }
}

impl Report {
    /// The documented exchanges that went through, of all that there are.
    pub fn documented_exchanges(&self) -> Counter {
        let passed = |id: &&String| {
            self.cases
                .iter()
                .any(|case| case.id == **id && case.passed())
        };
        Counter {
            passed: self.documented.iter().filter(passed).count(),
            of: self.documented.len(),
        }
    }

    /// The other cases of some evidence.
    pub fn other_cases(&self, evidence: Evidence) -> Counter {
        let others = self
            .cases
            .iter()
            .filter(|case| case.evidence == evidence && !self.documented.contains(&case.id));
        let (passed, of) = others.fold((0, 0), |(passed, of), case| {
            (passed + usize::from(case.passed()), of + 1)
        });
        Counter { passed, of }
    }

    /// The documented exchanges that nothing ran, though nobody asked for another case alone.
    pub fn not_run(&self) -> Vec<&str> {
        let ran = |id: &String| self.cases.iter().any(|case| case.id == *id);
        let missed = self
            .documented
            .iter()
            .filter(|id| self.only.is_none() && !ran(id));
        missed.map(String::as_str).collect()
    }

    /// The cases in which something differs.
    pub fn failed(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| !case.passed())
    }

    /// Whether all that was asked for was run, and nothing differs. Holes do not count against it.
    pub fn is_clean(&self) -> bool {
        let asked_for = self
            .only
            .as_ref()
            .is_none_or(|id| self.cases.iter().any(|case| case.id == *id));
        asked_for && self.failed().next().is_none() && self.not_run().is_empty()
    }
}
