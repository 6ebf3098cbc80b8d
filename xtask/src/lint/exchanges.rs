//! An exchange is a set of examples of one name: request and reply must both have it.

use std::collections::BTreeSet;

use super::Problems;
use crate::schema::Located;
use crate::spec::{Operation, Spec, json};

pub(super) fn pair(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for operation in &spec.operations {
        let request = Request::of(operation);
        let replies: Vec<Located<'_>> = operation
            .successes()
            .iter()
            .filter_map(|(_, reply)| json(reply))
            .collect();
        let mut names = BTreeSet::new();
        for holder in request.all().chain(&replies) {
            names.extend(said(spec, holder));
        }
        for name in names {
            check(spec, operation, &request, &replies, name, problems);
        }
    }
}

/// The parts of a request that can carry examples.
struct Request<'d> {
    /// Without these there is no request.
    needed: Vec<Located<'d>>,
    optional: Vec<Located<'d>>,
}

impl<'d> Request<'d> {
    fn of(operation: &Operation<'d>) -> Self {
        let (mut needed, optional): (Vec<_>, Vec<_>) = operation
            .parameters()
            .into_iter()
            .partition(|parameter| parameter.is("required"));
        needed.extend(operation.body_content());
        Self { needed, optional }
    }

    fn all(&self) -> impl Iterator<Item = &Located<'d>> {
        self.needed.iter().chain(&self.optional)
    }
}

/// The names of the examples of one part that are no inventions.
fn said<'d>(spec: &Spec<'d>, holder: &Located<'d>) -> Vec<&'d str> {
    let examples = holder
        .get("examples")
        .map(|examples| examples.members(spec.document));
    examples
        .into_iter()
        .flatten()
        .filter(|(_, example)| {
            let example = spec.resolve(example.clone());
            example.is_some_and(|example| example.text("x-evidence") != Some("inferred"))
        })
        .map(|(name, _)| name)
        .collect()
}

fn has(holder: &Located<'_>, name: &str) -> bool {
    holder
        .get("examples")
        .is_some_and(|examples| examples.get(name).is_some())
}

fn check(
    spec: &Spec<'_>,
    operation: &Operation<'_>,
    request: &Request<'_>,
    replies: &[Located<'_>],
    name: &str,
    problems: &mut Problems<'_>,
) {
    let mend = format!("add the example `{name}` here too, or mark its other parts as inferred");
    for part in &request.needed {
        if !has(part, name) {
            let what = part
                .text("name")
                .map_or_else(|| "body".to_owned(), |name| format!("parameter `{name}`"));
            problems.at(
                part,
                format!(
                    "the exchange `{name}` of {} lacks its {what}",
                    operation.name()
                ),
                &mend,
            );
        }
    }
    let asks = request.all().count();
    if request.needed.is_empty() && asks > 0 && !request.all().any(|part| has(part, name)) {
        problems.at(
            &operation.at,
            format!(
                "the exchange `{name}` of {} has a reply and no request",
                operation.name()
            ),
            &mend,
        );
    }
    if !replies.iter().any(|reply| has(reply, name)) && !is_unanswered(spec, operation) {
        let at = replies.first().unwrap_or(&operation.at);
        problems.at(
            at,
            format!(
                "the exchange `{name}` of {} lacks its reply",
                operation.name()
            ),
            &mend,
        );
    }
}

/// Whether the vendor prints the request of this operation, and no reply to it.
fn is_unanswered(spec: &Spec<'_>, operation: &Operation<'_>) -> bool {
    spec.exchanges()
        .iter()
        .any(|exchange| exchange.operation == operation.id() && exchange.reply.is_none())
}
