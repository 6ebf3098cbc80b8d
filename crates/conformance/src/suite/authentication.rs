//! Each way of authentication, on every operation.

use crate::capture::Reply;
use crate::oracle::{Evidence, case_prefix};
use crate::report::{Check, Failure};

use super::bearing::Bearing;
use super::material::Material;
use super::plan::{Planned, Played};
use super::scene::Scene;
use super::stage::{Credentials, Stage};
use super::wire;

/// The ways of authentication of an operation.
pub(super) fn case<'a>(material: &'a Material<'a>, operation: &'a str) -> Option<Planned<'a>> {
    let scene = material.request_of(operation)?;
    let bearing = Bearing::new(material.oracle, operation);
    let rule = bearing.of_kind("authentication").next();
    Some(Planned {
        id: format!("{}.authentication", case_prefix(operation)),
        operation: operation.to_owned(),
        evidence: rule.map_or(Evidence::Inferred, |rule| rule.evidence),
        at: rule.map_or(&scene.at, |rule| &rule.at).clone(),
        play: Box::new(move |stage| {
            let ways = Credentials::ALL.into_iter();
            let failures = ways.flat_map(|way| play(bearing, scene, way, stage));
            Played::of(Check::Authentication, failures.collect())
        }),
    })
}

fn play(bearing: Bearing<'_>, scene: &Scene, way: Credentials, stage: &Stage) -> Vec<Failure> {
    let reply = Reply::json(200, scene.any_reply());
    let input = scene.request.input();
    let mut failures = match stage.call_with(way, &scene.operation, &input, reply) {
        Ok(call) => wire::check(&bearing, &scene.request, way, &call),
        Err(error) => {
            let wanted = "a client with this token";
            vec![Failure::new("refused", "token", wanted, error.to_string())]
        }
    };
    for failure in &mut failures {
        failure.place = format!("{} ({})", failure.place, way.word());
    }
    failures
}
