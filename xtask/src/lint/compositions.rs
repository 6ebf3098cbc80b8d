//! Objects as they are once their parts are put together.

use std::collections::{BTreeMap, BTreeSet};

use super::Problems;
use crate::schema::{self, Flat};
use crate::spec::{Kind, Spec};

/// The named schemas that are no mere part of another, seen as one object each.
fn wholes<'d>(spec: &Spec<'d>) -> Vec<(&'d str, Flat<'d>)> {
    let parts: BTreeSet<String> = spec
        .nodes
        .iter()
        .filter(|node| node.kind == Kind::Schema)
        .filter_map(|node| node.at.get("allOf"))
        .flat_map(|all| all.items())
        .filter_map(|part| schema::target(schema::reference(part.value)?))
        .collect();
    spec.schemas()
        .into_iter()
        .filter(|(_, schema)| !parts.contains(&schema.pointer))
        .map(|(name, schema)| (name, spec.flatten(schema)))
        .collect()
}

pub(super) fn ids(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for (name, flat) in wholes(spec) {
        if let (Some(_), Some(id)) = (flat.property("_id"), flat.property("id")) {
            problems.at(
                &id.schema,
                format!("`{name}` has both `_id` and `id`, which come out as one name"),
                "keep one of the two",
            );
        }
    }
}

pub(super) fn required(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for (name, flat) in wholes(spec) {
        for (required, at) in &flat.required {
            if flat.property(required).is_none() {
                problems.add(
                    at,
                    format!("`{required}` is required, and no property of `{name}`"),
                    "add the property, or correct the name",
                );
            }
        }
    }
}

pub(super) fn once(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for (name, flat) in wholes(spec) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for property in &flat.properties {
            let here = property.schema.pointer.as_str();
            if let Some(first) = seen.insert(&property.name, here) {
                let line = spec.document.line(first);
                problems.add(
                    here,
                    format!(
                        "`{name}` has the property `{}` twice; first in line {line}",
                        property.name
                    ),
                    "keep one, in the part that both share",
                );
            }
        }
    }
}
