//! What is looked at in what came of a call.

use crate::client::{Outcome, Replied};
use crate::compare::{Mismatch, compare};
use crate::json::{self, Node};
use crate::report::{Check, CheckResult, Failure};
use crate::spec::Answers;
use crate::suite::reply::{Findings, Judge};
use crate::suite::scene::Answer;

use super::file::Violation;
use super::stage::{Came, Running};
use super::violation;

/// What must come of a call.
pub(super) struct Expected<'a> {
    pub(super) status: u16,
    pub(super) reply: Wanted<'a>,
    /// Places where the reply differs, each with the reason.
    pub(super) excepted: Vec<(&'a str, &'a str)>,
    /// What a proxy must object to.
    pub(super) violations: &'a [Violation],
}

impl Expected<'_> {
    /// Any reply with status 200: no page states another one for a success.
    pub(super) fn success() -> Self {
        Self {
            status: 200,
            reply: Wanted::Anything,
            excepted: Vec::new(),
            violations: &[],
        }
    }
}

/// What is known of a reply.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    Anything,
    /// All of it.
    Whole(&'a Node),
    /// A part of it: objects may have more members.
    Part(&'a Node),
    /// Its keys, or some of them. A null among them may have done anything: no page says what it does.
    Keys(&'a Node),
}

impl Wanted<'_> {
    fn mismatches(self, found: &Node) -> Vec<Mismatch> {
        let (wanted, counts): (_, fn(&Mismatch) -> bool) = match self {
            Self::Anything => return Vec::new(),
            Self::Whole(wanted) => (wanted, |_| true),
            Self::Part(wanted) => (wanted, |one| !matches!(one, Mismatch::Unexpected { .. })),
            Self::Keys(wanted) => (wanted, is_missing_value),
        };
        let mut mismatches = compare(wanted, found);
        mismatches.retain(counts);
        mismatches
    }
}

fn is_missing_value(mismatch: &Mismatch) -> bool {
    match mismatch {
        Mismatch::Missing { expected, .. } => !matches!(expected, Node::Null),
        _ => false,
    }
}

/// What differs, check by check.
#[derive(Default)]
pub(super) struct Looked {
    answer: Vec<Failure>,
    findings: Findings,
    proxy: Option<Vec<Failure>>,
}

impl Looked {
    /// The case could not be played at all.
    pub(super) fn failed(failure: Failure) -> Self {
        Self {
            answer: vec![failure],
            ..Self::default()
        }
    }

    /// Holds what came of a call against what must come of it.
    pub(super) fn at(
        judge: Judge<'_>,
        answers: Option<&Answers>,
        expected: &Expected<'_>,
        came: &Result<Came, planhat_api::Error>,
        running: &Running<'_>,
    ) -> Self {
        let wanted = || format!("a reply with status {}", expected.status);
        let refused = |what, found| Self::failed(Failure::new(what, "request", wanted(), found));
        let outcome = match came {
            Err(error) => return refused("no-client", error.to_string()),
            Ok(Err(problem)) => return refused("unbuildable", problem.to_string()),
            Ok(Ok(outcome)) => outcome,
        };
        let mut looked = Self {
            proxy: running
                .is_behind_proxy()
                .then(|| violation::check(outcome.headers(), expected.violations)),
            ..Self::default()
        };
        match body(outcome) {
            Ok(answer) => {
                looked.answer(judge, expected, outcome, &answer.node);
                if let Ok(Replied { status, .. }) = outcome.result {
                    let came = came.as_ref().ok();
                    let findings = came.map(|came| judge.outcome(answers, status, &answer, came));
                    looked.findings = findings.unwrap_or_default();
                }
            }
            Err((what, problem)) => {
                let failure = Failure::new(what, "reply", wanted(), problem);
                looked.answer.push(failure);
            }
        }
        looked
    }

    fn answer(
        &mut self,
        judge: Judge<'_>,
        expected: &Expected<'_>,
        outcome: &Outcome,
        found: &Node,
    ) {
        let status = outcome
            .status()
            .map_or("none".to_owned(), |status| status.to_string());
        if status != expected.status.to_string() {
            let wanted = expected.status.to_string();
            let found = format!("{status}, {found}");
            self.answer
                .push(Failure::new("status", "status", wanted, found));
            return;
        }
        let mismatches = expected.reply.mismatches(found);
        let is_excepted = |mismatch: &&Mismatch| {
            let mut places = expected.excepted.iter();
            places.any(|(at, _)| *at == mismatch.at().as_str())
        };
        let differs = mismatches.iter().filter(|mismatch| !is_excepted(mismatch));
        self.answer.extend(differs.map(|mismatch| {
            let failure = Failure::of_json(mismatch);
            match judge.bearing.on_reply(mismatch) {
                Some(rule) => failure.against(rule),
                None => failure,
            }
        }));
        let differs_at = |at: &str| mismatches.iter().any(|one| one.at().as_str() == at);
        let same = expected.excepted.iter().filter(|(at, _)| !differs_at(at));
        self.answer.extend(same.map(|(at, reason)| {
            let wanted = format!("a difference, since: {reason}");
            let found = "none; take it out of the exceptions";
            Failure::new("no-difference", at, wanted, found)
        }));
    }

    /// Adds what differs in another call.
    pub(super) fn add(&mut self, other: Self, name: &str) {
        let named = |mut failure: Failure| {
            failure.place = format!("{} ({name})", failure.place);
            failure
        };
        self.answer.extend(other.answer.into_iter().map(named));
        self.findings.add(other.findings, name);
        if let Some(proxy) = other.proxy {
            let all = self.proxy.get_or_insert_default();
            all.extend(proxy.into_iter().map(named));
        }
    }

    /// The checks.
    pub(super) fn checks(self) -> Vec<CheckResult> {
        let answer = CheckResult {
            check: Check::Answer,
            failures: self.answer,
        };
        let proxy = self.proxy.map(|failures| CheckResult {
            check: Check::Proxy,
            failures,
        });
        let findings = self.findings.checks();
        [answer].into_iter().chain(findings).chain(proxy).collect()
    }
}

/// The body of the reply, or what is wrong with it.
fn body(outcome: &Outcome) -> Result<Answer, (&'static str, String)> {
    let Some(body) = outcome.body() else {
        let error = outcome.result.as_ref().err().map(ToString::to_string);
        return Err(("no-reply", error.unwrap_or_default()));
    };
    let text = String::from_utf8_lossy(body).into_owned();
    match json::parse_bytes(body) {
        Ok(node) => Ok(Answer { text, node }),
        Err(error) => Err(("no-json", format!("{error}: {text}"))),
    }
}
