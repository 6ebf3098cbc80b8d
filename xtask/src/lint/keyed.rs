//! By which keys an item of a bulk upsert cannot be created twice.

use std::collections::BTreeSet;

use super::documented::taken;
use super::words::EVIDENCE;
use super::{Problems, quoted};
use crate::schema::{self, Flat, Located};
use crate::spec::{Operation, Spec};

const WORD: &str = "x-keyed-by";
const KEYS: [&str; 3] = ["has", "lacks", "evidence"];

pub(super) fn rules(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for operation in &spec.operations {
        let is_keyed = operation.at.text("x-retry") == Some("keyed");
        match operation.at.get(WORD) {
            None if is_keyed => problems.at(
                &operation.at,
                format!(
                    "{} does not say by which keys its items can be repeated",
                    operation.name()
                ),
                format!("add {WORD}: [ {{ has: […], evidence: … }} ]"),
            ),
            Some(said) if !is_keyed => problems.at(
                &said,
                format!("{} is not repeated by its items", operation.name()),
                "remove it, or write x-retry: keyed",
            ),
            said => {
                for entry in said.iter().flat_map(Located::items) {
                    rule(spec, operation, &entry, problems);
                }
            }
        }
    }
}

fn rule(
    spec: &Spec<'_>,
    operation: &Operation<'_>,
    entry: &Located<'_>,
    problems: &mut Problems<'_>,
) {
    if !entry.value.is_object() {
        problems.at(entry, "this is no rule", "write { has: […], evidence: … }");
        return;
    }
    for (key, at) in entry.members(spec.document) {
        if !KEYS.contains(&key) {
            problems.at(
                &at,
                format!("a rule has no `{key}`"),
                format!("keep to {}", quoted(KEYS)),
            );
        }
    }
    if !entry
        .text("evidence")
        .is_some_and(|word| EVIDENCE.contains(&word))
    {
        problems.at(
            entry,
            "the rule does not say how well it is known",
            format!("write evidence: one of {}", quoted(EVIDENCE)),
        );
    }
    if entry.get("has").is_none() {
        problems.at(
            entry,
            "the rule names no key, so that every item would fit it",
            "write has: and the keys that an item must have",
        );
    }
    let flat = taken(spec, operation).map(|item| spec.flatten(item));
    let mut seen = BTreeSet::new();
    for list in ["has", "lacks"].iter().filter_map(|key| entry.get(key)) {
        if list.items().is_empty() {
            problems.at(
                &list,
                format!("`{}` names no key", list.name()),
                "name one at least, or leave `lacks` out",
            );
        }
        for name in list.items() {
            let key = name.value.as_str().unwrap_or_default();
            if !seen.insert(key) {
                problems.at(
                    &name,
                    format!("the rule names `{key}` twice"),
                    "keep the one that is meant",
                );
            }
            if let Some(flat) = &flat {
                property(spec, operation, flat, &name, problems);
            }
        }
    }
}

/// A key is a property of the items, and a text: nothing else is an id or a name.
fn property(
    spec: &Spec<'_>,
    operation: &Operation<'_>,
    item: &Flat<'_>,
    name: &Located<'_>,
    problems: &mut Problems<'_>,
) {
    let found = name.value.as_str().and_then(|key| item.property(key));
    let Some(found) = found else {
        problems.at(
            name,
            format!(
                "an item of {} has no property {}",
                operation.name(),
                name.value
            ),
            "name a property of the schema of the items",
        );
        return;
    };
    // Of a property that says no type, other rules have something to say.
    let kind = schema::says(spec.document, &found.schema, "type");
    if kind.is_some_and(|kind| kind.value != "string") {
        problems.at(
            name,
            format!("`{}` of {} is no text", found.name, operation.name()),
            "name a property that holds an id or a name",
        );
    }
}
