//! How an item of a bulk upsert finds its record, and what it needs to become a new one.

use std::collections::BTreeSet;

use super::Problems;
use super::documented::taken;
use crate::schema::Located;
use crate::spec::{Operation, Spec};

pub(super) const MATCHED_BY: &str = "x-matched-by";
pub(super) const CREATES_WITH: &str = "x-creates-with";

pub(super) fn words(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for operation in &spec.operations {
        let is_upsert = operation.id().ends_with("_bulk_upsert");
        let words = [
            (MATCHED_BY, "[…], the keys in their order"),
            (CREATES_WITH, "{ all: […], any: […] }"),
        ];
        for (word, form) in words {
            match operation.at.get(word) {
                None if is_upsert => problems.at(
                    &operation.at,
                    format!("{} lacks {word}", operation.name()),
                    format!("add {word}: {form}"),
                ),
                Some(said) if !is_upsert => problems.at(
                    &said,
                    format!("{} is no bulk upsert", operation.name()),
                    "remove it",
                ),
                _ => {}
            }
        }
        for list in lists(operation) {
            properties(spec, operation, &list, problems);
        }
    }
}

/// The lists of names that an operation gives with both words.
fn lists<'d>(operation: &Operation<'d>) -> Vec<Located<'d>> {
    let creates = operation.at.get(CREATES_WITH);
    let of = |key: &str| creates.as_ref().and_then(|creates| creates.get(key));
    [operation.at.get(MATCHED_BY), of("all"), of("any")]
        .into_iter()
        .flatten()
        .collect()
}

fn properties<'d>(
    spec: &Spec<'d>,
    operation: &Operation<'d>,
    list: &Located<'d>,
    problems: &mut Problems<'_>,
) {
    let Some(item) = taken(spec, operation).map(|item| spec.flatten(item)) else {
        return;
    };
    let mut told = BTreeSet::new();
    for name in list.items() {
        let key = name.value.as_str().unwrap_or_default();
        if item.property(key).is_none() && told.insert(key) {
            problems.at(
                &name,
                format!(
                    "an item of {} has no property {}",
                    operation.name(),
                    name.value
                ),
                "name a property of the schema of the items",
            );
        }
    }
}
