//! The exchanges themselves: documented ones, and those that the spec has examples of.

use crate::capture::Reply;
use crate::report::{Check, CheckResult};

use super::material::Material;
use super::plan::{Planned, Played};
use super::reply::Judge;
use super::scene::Scene;
use super::stage::{Credentials, Stage};
use super::transcript::Transcript;
use super::wire;

/// The exchanges of an operation.
pub(super) fn cases<'a>(material: &'a Material<'a>, operation: &'a str) -> Vec<Planned<'a>> {
    let scenes = material.scenes_of(operation);
    scenes.map(|scene| case(material, scene)).collect()
}

/// One exchange.
pub(super) fn case<'a>(material: &'a Material<'a>, scene: &'a Scene) -> Planned<'a> {
    Planned {
        id: scene.id.clone(),
        operation: scene.operation.clone(),
        evidence: scene.evidence,
        at: scene.at.clone(),
        play: Box::new(move |stage| play(material, scene, stage)),
    }
}

fn play(material: &Material<'_>, scene: &Scene, stage: &Stage) -> Played {
    let judge = Judge::of(material, &scene.operation);
    let reply = Reply::json(200, scene.any_reply());
    let call = stage.call(&scene.operation, &scene.request.input(), reply);
    let mut checks = vec![CheckResult {
        check: Check::Wire,
        failures: wire::check(&judge.bearing, &scene.request, Credentials::Bearer, &call),
    }];
    // Without a known reply there is nothing to hold the result against; the report counts the hole. And what was not
    // sent was not answered.
    if let (Some(answer), false) = (&scene.reply, call.arrived.is_empty()) {
        let findings = judge.outcome(scene.answers.as_ref(), 200, answer, &call.came);
        checks.extend(findings.checks());
    }
    Played {
        checks,
        transcript: Some(Transcript::of(scene, call)),
    }
}
