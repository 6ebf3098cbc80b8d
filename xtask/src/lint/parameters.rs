//! Parameters that the client can send: one scalar each.

use std::collections::BTreeSet;

use super::Problems;
use crate::spec::{Kind, Spec};

pub(super) fn simple(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for node in spec.of(Kind::Parameter) {
        let name = node.at.text("name").unwrap_or_default();
        let place = node.at.text("in").unwrap_or_default();
        if !["path", "query"].contains(&place) {
            problems.at(
                &node.at,
                format!("the parameter `{name}` is in {place}, which the client does not send"),
                "put it in path or query",
            );
        }
        let Some(schema) = node
            .at
            .get("schema")
            .and_then(|schema| spec.resolve(schema))
        else {
            problems.at(
                &node.at,
                format!("the parameter `{name}` has no schema"),
                "give it one; `content` is not used here",
            );
            continue;
        };
        match schema.text("type") {
            Some("string" | "integer" | "number" | "boolean") => {}
            Some("array") => problems.at(
                &node.at,
                format!(
                    "the {place} parameter `{name}` is an array, which comes out wrong on the wire"
                ),
                "make it one string; x-comma-separated: true where commas part it",
            ),
            _ => problems.at(
                &node.at,
                format!("the {place} parameter `{name}` is no scalar"),
                "give it type: string, integer, number or boolean",
            ),
        }
        for key in ["style", "explode", "allowReserved"] {
            if let Some(found) = node.at.get(key) {
                problems.at(
                    &found,
                    format!(
                        "`{key}` changes how `{name}` is written, which the client does not do"
                    ),
                    "remove it",
                );
            }
        }
    }
    for operation in &spec.operations {
        let mut seen = BTreeSet::new();
        for parameter in operation.parameters() {
            let place = parameter.text("in").unwrap_or_default();
            let name = parameter.text("name").unwrap_or_default();
            if !seen.insert((place, name)) {
                problems.at(
                    &parameter,
                    format!(
                        "{} has the {place} parameter `{name}` twice",
                        operation.name()
                    ),
                    "keep one of the two",
                );
            }
        }
    }
}
