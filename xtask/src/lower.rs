//! The spec's truth, made tolerant: what is said of a property becomes what a reader expects but does not
//! insist on, error statuses that may carry a result are told apart, and compositions become one object each.
//!
//! Lowering is pure, a document in and a model out. Lint has passed before it, so what it cannot lower is
//! reported as a problem of the spec all the same, never guessed.

mod names;
mod objects;
mod operations;
mod properties;
mod resources;
mod schemas;

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
        problems: Vec::new(),
    };
    let resources = lowering.resources();
    let objects = lowering.objects(&resources);
    if lowering.problems.is_empty() {
        Ok(Model { resources, objects })
    } else {
        Err(lowering.problems)
    }
}

/// A lowering under way.
struct Lowering<'d> {
    spec: Spec<'d>,
    problems: Vec<Problem>,
}

impl Lowering<'_> {
    fn problem(&mut self, pointer: &str, what: impl Into<String>, mend: impl Into<String>) {
        self.problems
            .push(Problem::new(self.spec.document, RULE, pointer, what, mend));
    }
}

#[cfg(test)]
mod tests;
