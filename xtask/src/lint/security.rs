//! Security schemes and who asks for them.

use std::collections::BTreeSet;

use super::{Problems, quoted};
use crate::schema::Located;
use crate::spec::Spec;

pub(super) fn schemes(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let defined = spec.components("securitySchemes");
    let names: Vec<&str> = defined.iter().map(|(name, _)| *name).collect();
    let shared = Located::new(spec.document, "/security");
    let mut used = BTreeSet::new();
    let mut held = Vec::new();
    held.extend(shared.clone());
    for operation in &spec.operations {
        match operation.at.get("security") {
            Some(own) => held.push(own),
            None if shared.is_none() => problems.at(
                &operation.at,
                format!("{} says nothing about security", operation.name()),
                "add `security` to the document, or to the operation",
            ),
            None => {}
        }
    }
    for security in held {
        let alternatives = security.items();
        if alternatives.is_empty() {
            problems.at(
                &security,
                "nothing secures what this stands for",
                "name the schemes that the API asks for",
            );
        }
        for alternative in alternatives {
            for (name, at) in alternative.members(spec.document) {
                if !names.contains(&name) {
                    problems.at(
                        &at,
                        format!("the security scheme `{name}` does not exist"),
                        format!("use one of {}", quoted(&names)),
                    );
                }
                used.insert(name);
            }
        }
    }
    for (name, scheme) in defined {
        if !used.contains(name) {
            problems.at(
                &scheme,
                format!("nothing uses the security scheme `{name}`"),
                "name it under security, or remove it",
            );
        }
    }
}
