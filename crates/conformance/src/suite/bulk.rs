//! Results of a bulk upsert: the same envelope comes with success, partial failure and refusal.

use crate::capture::Reply;
use crate::json::{Node, parse};
use crate::report::Failure;

use super::bearing::Bearing;
use super::edit;
use super::material::Material;
use super::reply::Judge;
use super::scene::Answer;
use super::stage::Stage;

/// Whether the operation answers a result with a status that otherwise answers none, or another one.
pub(super) fn has_result(bearing: Bearing<'_>, status: u16) -> bool {
    let status = status.to_string();
    let mut forms = bearing.of_kind("reply-form");
    forms.any(|rule| {
        let statuses = rule.key("statuses").map_or(&[][..], Node::items);
        statuses.iter().any(|one| one.as_number() == Some(&status))
    })
}

/// Answers a bulk upsert with a status and every envelope.
pub(super) fn play(
    material: &Material<'_>,
    operation: &str,
    status: u16,
    stage: &Stage,
) -> Vec<Failure> {
    let judge = Judge::of(material, operation);
    let Some(scene) = material.reply_of(operation) else {
        return Vec::new();
    };
    let Some(answer) = &scene.reply else {
        return Vec::new();
    };
    let same = judge
        .bearing
        .of_kind("reply-form")
        .find(|rule| rule.key("statuses").is_some());
    let played = envelopes(answer).into_iter().flat_map(|(name, envelope)| {
        let reply = Reply::json(status, envelope.text.clone());
        let call = stage.call(operation, &scene.request.input(), reply);
        let findings = judge.outcome(scene.answers.as_ref(), status, &envelope, &call.came);
        findings.all().map(move |mut failure| {
            failure.place = format!("{} ({name})", failure.place);
            match same {
                Some(rule) if failure.rule.is_none() => failure.against(rule),
                _ => failure,
            }
        })
    });
    played.collect()
}

/// What stands in the lists of errors: no page shows an entry.
const ENTRIES: [(&str, &str); 7] = [
    ("errors as texts", r#"["no such company"]"#),
    (
        "errors as objects",
        r#"[{"index":0,"item":{"mrr":1.50,"custom":null},"errors":[{"message":"no"}]}]"#,
    ),
    ("errors of mixed kinds", r#"[null,7,7.0,true,["x"],{}]"#),
    ("an object for the list", r#"{"0":"no such company"}"#),
    ("a text for the list", r#""no such company""#),
    ("a number for the list", "2"),
    ("null for the list", "null"),
];

/// The documented result, as printed and with its lists of errors filled.
fn envelopes(documented: &Answer) -> Vec<(&'static str, Answer)> {
    let lists: Vec<&str> = documented
        .node
        .members()
        .iter()
        .filter_map(|(key, _)| key.as_str())
        .filter(|key| key.ends_with("Errors"))
        .collect();
    let filled = ENTRIES.iter().filter_map(|(name, entries)| {
        let entries = parse(entries).ok()?;
        let fill = |node: Node, list: &&str| edit::with(&node, list, entries.clone());
        Some((
            *name,
            Answer::of(lists.iter().fold(documented.node.clone(), fill)),
        ))
    });
    let only = lists.iter().map(|list| {
        let entries = Node::Array(vec![edit::string("no such company")]);
        let node = edit::with(&Node::Object(Vec::new()), list, entries);
        ("one list of errors and nothing else", Answer::of(node))
    });
    std::iter::once(("as printed", documented.clone()))
        .chain(filled)
        .chain(only)
        .collect()
}
