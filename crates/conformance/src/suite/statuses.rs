//! Every status of every operation: what it should come out as.

use crate::json::Node;
use crate::oracle::{Evidence, Location, Rule, case_prefix};
use crate::report::Check;

use super::bearing::Bearing;
use super::material::Material;
use super::plan::{Planned, Played};
use super::{bulk, refusals};

/// A case for each status that a rule names and that is no plain success, and one for a redirect.
pub(super) fn cases<'a>(material: &'a Material<'a>, operation: &'a str) -> Vec<Planned<'a>> {
    let bearing = Bearing::new(material.oracle, operation);
    let Some(scene) = material.request_of(operation) else {
        return Vec::new();
    };
    let case = |status: u16, evidence: Evidence, at: &Location, rule: Option<&'a Rule>| Planned {
        id: format!("{}.status-{status}", case_prefix(operation)),
        operation: operation.to_owned(),
        evidence,
        at: at.clone(),
        play: Box::new(move |stage| {
            let mut failures = Vec::new();
            if bulk::has_result(bearing, status) {
                failures.extend(bulk::play(material, operation, status, stage));
            }
            if status >= 300 {
                failures.extend(refusals::play(scene, status, stage));
            }
            let against = failures.into_iter().map(|failure| match rule {
                Some(rule) if failure.rule.is_none() => failure.against(rule),
                _ => failure,
            });
            Played::of(Check::Statuses, against.collect())
        }),
    };
    let mut statuses: Vec<u16> = bearing.of_kind("status").filter_map(status).collect();
    statuses.retain(|status| *status >= 400 || bulk::has_result(bearing, *status));
    statuses.sort_unstable();
    statuses.dedup();
    let of_rules = statuses.into_iter().filter_map(|status| {
        let named = bearing.of_id(&format!("common.status.{status}"));
        let rule = named.or_else(|| {
            bearing
                .of_kind("status")
                .find(|rule| self::status(rule) == Some(status))
        })?;
        Some(case(status, rule.evidence, &rule.at, Some(rule)))
    });
    // Whoever answers with another address gets no token sent to it.
    let redirect = case(302, Evidence::Inferred, &scene.at, None);
    std::iter::once(redirect).chain(of_rules).collect()
}

fn status(rule: &Rule) -> Option<u16> {
    rule.key("status").and_then(Node::as_number)?.parse().ok()
}
