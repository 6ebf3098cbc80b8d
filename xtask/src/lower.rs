//! The spec's truth, made tolerant: what is said of a property becomes what a reader expects but does not
//! insist on, error statuses that may carry a result are told apart, and compositions become one object each.
//!
//! Lowering is pure, a document in and a model out. Lint has passed before it, so what it cannot lower is
//! reported as a problem of the spec all the same, never guessed.

mod enums;
mod keyed;
pub(crate) mod names;
mod objects;
mod operations;
mod properties;
mod reserved;
mod resources;
mod samples;
mod schemas;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Model;
use crate::problem::Problem;
use crate::source::Document;
use crate::spec::Spec;

/// The rule under which lowering reports what it cannot lower.
const RULE: &str = "lowering";

/// Lowers a document.
///
/// # Errors
/// Every part that the generator has no form for.
pub fn lower(document: &Document) -> Result<Model, Vec<Problem>> {
    let mut lowering = Lowering {
        spec: Spec::new(document, None),
        siblings: BTreeMap::new(),
        problems: Vec::new(),
    };
    let resources = lowering.resources();
    let (objects, enums) = lowering.objects(&resources);
    let model = Model {
        resources,
        objects,
        enums,
    };
    lowering.types(&model);
    if lowering.problems.is_empty() {
        Ok(model)
    } else {
        Err(lowering.problems)
    }
}

/// A lowering under way.
struct Lowering<'d> {
    spec: Spec<'d>,
    /// The names of all properties that a record and its request bodies have, by the record.
    siblings: BTreeMap<String, BTreeSet<String>>,
    problems: Vec<Problem>,
}

impl Lowering<'_> {
    fn problem(&mut self, pointer: &str, what: impl Into<String>, mend: impl Into<String>) {
        let problem = Problem::new(self.spec.document, RULE, pointer, what, mend);
        // Shared parts are lowered once for each role that they have.
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

#[cfg(test)]
mod tests;
