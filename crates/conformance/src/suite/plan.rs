//! All cases there are.

use crate::oracle::{Evidence, Location};
use crate::report::{Check, CheckResult, Failure};

use super::material::Material;
use super::stage::Stage;
use super::transcript::Transcript;
use super::{authentication, exchanges, ids, schema, statuses, successes, variants, writing};

/// A case that can be run.
pub(super) struct Planned<'a, S = Stage> {
    pub(super) id: String,
    pub(super) operation: String,
    pub(super) evidence: Evidence,
    pub(super) at: Location,
    pub(super) play: Play<'a, S>,
}

/// How a case is run on a stage.
pub(super) type Play<'a, S = Stage> = Box<dyn Fn(&S) -> Played + Send + Sync + 'a>;

/// What a case found.
pub(super) struct Played {
    pub(super) checks: Vec<CheckResult>,
    pub(super) transcript: Option<Transcript>,
}

impl Played {
    /// A case with one check.
    pub(super) fn of(check: Check, failures: Vec<Failure>) -> Self {
        Self::of_all(vec![CheckResult { check, failures }])
    }

    /// A case with several checks.
    pub(super) fn of_all(checks: Vec<CheckResult>) -> Self {
        Self {
            checks,
            transcript: None,
        }
    }
}

/// All cases: operation by operation in the order of the report, then those of types.
pub(super) fn cases<'a>(material: &'a Material<'a>, operations: &'a [String]) -> Vec<Planned<'a>> {
    let of_operation = |operation: &'a String| {
        let mut cases = exchanges::cases(material, operation);
        cases.extend(writing::case(material, operation));
        cases.extend(ids::case(material, operation));
        cases.extend(statuses::cases(material, operation));
        cases.extend(successes::cases(material, operation));
        cases.extend(variants::case(material, operation));
        cases.extend(authentication::case(material, operation));
        cases
    };
    let mut all: Vec<_> = operations.iter().flat_map(of_operation).collect();
    // An exchange of an operation that the spec does not have is run all the same, and fails.
    let strange = material.scenes.iter();
    let strange = strange.filter(|scene| !operations.contains(&scene.operation));
    all.extend(strange.map(|scene| exchanges::case(material, scene)));
    all.extend(schema::cases(material));
    all
}
