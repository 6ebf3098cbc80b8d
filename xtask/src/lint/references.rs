//! References and what they lead to.

use std::collections::BTreeSet;

use super::Problems;
use crate::schema::{self, Located};
use crate::spec::{Kind, Spec};

pub(super) fn refs(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for node in &spec.nodes {
        let Some(text) = schema::reference(node.at.value) else {
            continue;
        };
        for (key, sibling) in node.at.members(spec.document) {
            if key != "$ref" {
                problems.at(
                    &sibling,
                    format!("`{key}` beside a `$ref` is ignored"),
                    "wrap the reference: allOf: [ { $ref: … } ], or remove it",
                );
            }
        }
        let Some(target) = schema::target(text) else {
            problems.at(
                &node.at,
                format!("`{text}` does not lead into this file"),
                "refer to #/components/…",
            );
            continue;
        };
        match spec.nodes.iter().find(|other| other.at.pointer == target) {
            None => problems.at(
                &node.at,
                format!("`{text}` leads nowhere"),
                nearest(spec, node.kind, &target),
            ),
            Some(other) if other.kind != node.kind => {
                problems.at(
                    &node.at,
                    format!(
                        "`{text}` is a {:?}, and a {:?} must stand here",
                        other.kind, node.kind
                    ),
                    "refer to a component of the right section",
                );
            }
            Some(_) if schema::resolve(spec.document, node.at.clone()).is_none() => {
                problems.at(
                    &node.at,
                    format!("`{text}` leads in a circle"),
                    "let it end at a part that is written out",
                );
            }
            Some(_) => {}
        }
    }
}

/// The component whose pointer comes closest.
fn nearest(spec: &Spec<'_>, kind: Kind, target: &str) -> String {
    let known: Vec<&str> = spec
        .nodes
        .iter()
        .filter(|node| node.kind == kind && node.at.pointer.matches('/').count() == 3)
        .filter(|node| node.at.pointer.starts_with("/components/"))
        .map(|node| node.at.pointer.as_str())
        .collect();
    match similar::get_close_matches(target, &known, 1, 0.7).first() {
        Some(near) => format!("did you mean `#{near}`?"),
        None => "write the component, or refer to another".to_owned(),
    }
}

pub(super) fn unused(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let mut used = BTreeSet::new();
    let mut waiting: Vec<Located<'_>> = spec
        .nodes
        .iter()
        .filter(|node| node.kind == Kind::PathItem)
        .map(|node| node.at.clone())
        .collect();
    while let Some(from) = waiting.pop() {
        let inside = |pointer: &str| {
            pointer
                .strip_prefix(from.pointer.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let targets = spec
            .nodes
            .iter()
            .filter(|node| inside(&node.at.pointer))
            .filter_map(|node| schema::target(schema::reference(node.at.value)?));
        for target in targets {
            if used.insert(target.clone()) {
                waiting.extend(Located::new(spec.document, target));
            }
        }
    }
    for section in [
        "schemas",
        "parameters",
        "headers",
        "requestBodies",
        "responses",
        "examples",
    ] {
        for (name, component) in spec.components(section) {
            if !used.contains(&component.pointer) {
                problems.at(
                    &component,
                    format!("no operation uses `{name}`"),
                    "use it, or remove it",
                );
            }
        }
    }
}
