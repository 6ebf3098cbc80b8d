//! What every operation carries: an id, a tag, its retry safety; and no body where none is read.

use std::collections::BTreeMap;

use super::{Problems, quoted};
use crate::schema::Located;
use crate::spec::Spec;

pub(super) fn ids(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for (id, operations) in spec.operations_by_id() {
        for (index, operation) in operations.iter().enumerate() {
            let here = &operation.at;
            if id.is_empty() {
                problems.at(
                    here,
                    format!("{} has no operationId", operation.name()),
                    "name it, such as license_get",
                );
            } else if !is_snake_case(id) {
                problems.add(
                    &format!("{}/operationId", here.pointer),
                    format!("`{id}` is not in snake case"),
                    "write it like license_bulk_upsert",
                );
            } else if index > 0 {
                let first = spec.document.line(&operations[0].at.pointer);
                problems.add(
                    &format!("{}/operationId", here.pointer),
                    format!("`{id}` is taken by the operation in line {first}"),
                    "give each operation an id of its own",
                );
            }
        }
    }
}

fn is_snake_case(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.ends_with('_')
        && !id.contains("__")
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

pub(super) fn tags(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let declared: Vec<Located<'_>> = Located::new(spec.document, "/tags")
        .map(|tags| tags.items())
        .unwrap_or_default();
    let mut used = Vec::new();
    for operation in &spec.operations {
        let tags = operation
            .at
            .get("tags")
            .map(|tags| tags.items())
            .unwrap_or_default();
        if tags.len() != 1 {
            problems.at(
                &operation.at,
                format!("{} has {} tags", operation.name(), tags.len()),
                "give it the one tag of its resource",
            );
        }
        for tag in tags {
            let name = tag.value.as_str().unwrap_or_default();
            if !declared
                .iter()
                .any(|declared| declared.text("name") == Some(name))
            {
                problems.at(
                    &tag,
                    format!("the tag `{name}` is not declared"),
                    "declare it under tags, or correct it",
                );
            }
            used.push(name);
        }
    }
    for tag in declared {
        let name = tag.text("name").unwrap_or_default();
        if !used.contains(&name) {
            problems.at(
                &tag,
                format!("no operation has the tag `{name}`"),
                "use it, or remove it",
            );
        }
    }
}

/// What the client can do with a resource.
struct Verb {
    name: &'static str,
    method: &'static str,
    /// Whether the path names one record, as `/licenses/{id}`, or all of them, as `/licenses`.
    one: bool,
    /// When it may be repeated.
    retry: &'static str,
}

const fn verb(name: &'static str, method: &'static str, one: bool, retry: &'static str) -> Verb {
    Verb {
        name,
        method,
        one,
        retry,
    }
}

const VERBS: [Verb; 6] = [
    verb("create", "post", false, "unprocessed"),
    verb("list", "get", false, "always"),
    verb("bulk_upsert", "put", false, "keyed"),
    verb("get", "get", true, "always"),
    verb("update", "put", true, "always"),
    verb("delete", "delete", true, "always"),
];

/// The verb at the end of an id, and the resource before it.
fn split(id: &str) -> Option<(&str, &'static Verb)> {
    VERBS.iter().find_map(|verb| {
        let resource = id.strip_suffix(verb.name)?.strip_suffix('_')?;
        (!resource.is_empty()).then_some((resource, verb))
    })
}

pub(super) fn verbs(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let mut bases: BTreeMap<&str, &str> = BTreeMap::new();
    for operation in spec
        .operations
        .iter()
        .filter(|operation| !operation.id().is_empty())
    {
        let Some((resource, verb)) = split(operation.id()) else {
            let known = quoted(VERBS.map(|verb| verb.name));
            problems.at(
                &operation.at,
                format!("`{}` ends in no verb that the client has", operation.id()),
                format!("name it after its resource and one of {known}"),
            );
            continue;
        };
        let one = operation.path.ends_with("/{id}");
        if verb.method != operation.method || verb.one != one {
            let path = if verb.one {
                "a path that ends in /{id}"
            } else {
                "a path without an id"
            };
            let what = format!(
                "{} is {} {}",
                operation.id(),
                operation.method.to_uppercase(),
                operation.path
            );
            problems.at(
                &operation.at,
                what,
                format!(
                    "a {} is {} with {path}",
                    verb.name,
                    verb.method.to_uppercase()
                ),
            );
            continue;
        }
        let base = operation
            .path
            .strip_suffix("/{id}")
            .unwrap_or(operation.path);
        let first = *bases.entry(resource).or_insert(base);
        if first != base {
            problems.at(
                &operation.at,
                format!(
                    "{} is under {base}, and the resource under {first}",
                    operation.id()
                ),
                "let all operations of a resource share one path",
            );
        }
    }
}

pub(super) fn retry(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for operation in &spec.operations {
        let expected = split(operation.id()).map(|(_, verb)| verb.retry);
        match (operation.at.get("x-retry"), expected) {
            (None, _) => problems.at(
                &operation.at,
                format!("{} does not say when it may be repeated", operation.name()),
                format!("add x-retry: {}", expected.unwrap_or("unprocessed")),
            ),
            (Some(said), Some(expected)) if said.value.as_str() != Some(expected) => {
                problems.at(
                    &said,
                    format!("{} says {} of its repetition", operation.name(), said.value),
                    format!(
                        "write x-retry: {expected}; else it is repeated too much or too little"
                    ),
                );
            }
            _ => {}
        }
    }
}

pub(super) fn bodiless(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    const BODILESS: [&str; 3] = ["get", "head", "delete"];
    for operation in &spec.operations {
        if let Some(body) = operation.at.get("requestBody")
            && BODILESS.contains(&operation.method)
        {
            problems.at(
                &body,
                format!(
                    "{} has a body, which {} do not carry",
                    operation.name(),
                    quoted(BODILESS)
                ),
                "remove it, or use another method",
            );
        }
    }
}
