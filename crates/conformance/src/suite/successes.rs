//! Successes out of the ordinary: other statuses, empty bodies, and bodies that are no reply at all.

use crate::capture::Reply;
use crate::json::Node;
use crate::oracle::{Evidence, Location, case_prefix};
use crate::report::{Check, Failure};

use super::bearing::Bearing;
use super::material::Material;
use super::plan::{Planned, Play, Played};
use super::refusals;
use super::reply::Judge;
use super::scene::{Answer, Scene};
use super::stage::Stage;

/// The cases of an operation.
pub(super) fn cases<'a>(material: &'a Material<'a>, operation: &'a str) -> Vec<Planned<'a>> {
    let case = |name: &str, evidence, at: &Location, play: Play<'a>| Planned {
        id: format!("{}.{name}", case_prefix(operation)),
        operation: operation.to_owned(),
        evidence,
        at: at.clone(),
        play,
    };
    let mut cases = Vec::new();
    let silent = Bearing::new(material.oracle, operation).of_id("common.status.create");
    if let (Some(rule), Some(scene)) = (silent, material.reply_of(operation)) {
        let play: Play<'a> = Box::new(move |stage| {
            let failures = created(material, scene, stage);
            let against = failures.into_iter().map(|failure| failure.against(rule));
            Played::of(Check::Statuses, against.collect())
        });
        cases.push(case("status-201", Evidence::Inferred, &rule.at, play));
    }
    if let Some(scene) = material.request_of(operation) {
        if is_delete(scene) {
            let play: Play<'a> = Box::new(move |stage| empty(material, scene, stage));
            cases.push(case("empty", Evidence::Observed, &scene.at, play));
        }
        let play: Play<'a> = Box::new(move |stage| unreadable(scene, stage));
        cases.push(case("unreadable", Evidence::Inferred, &scene.at, play));
    }
    cases
}

fn is_delete(scene: &Scene) -> bool {
    let answers = scene.answers.as_ref();
    answers.is_some_and(|answers| answers.schema == "DeleteResult")
}

/// 201 with the record.
fn created(material: &Material<'_>, scene: &Scene, stage: &Stage) -> Vec<Failure> {
    let Some(answer) = &scene.reply else {
        return Vec::new();
    };
    let reply = Reply::json(201, answer.text.clone());
    let call = stage.call(&scene.operation, &scene.request.input(), reply);
    let judge = Judge::of(material, &scene.operation);
    let findings = judge.outcome(scene.answers.as_ref(), 201, answer, &call.came);
    findings.all().collect()
}

/// A delete that is answered with nothing at all: it was carried out, and nothing is known of it.
fn empty(material: &Material<'_>, scene: &Scene, stage: &Stage) -> Played {
    let judge = Judge::of(material, &scene.operation);
    let mut failures = Vec::new();
    for status in [200, 204] {
        let reply = Reply {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        };
        let call = stage.call(&scene.operation, &scene.request.input(), reply);
        let nothing = Answer {
            text: String::new(),
            node: Node::Object(Vec::new()),
        };
        let findings = judge.outcome(scene.answers.as_ref(), status, &nothing, &call.came);
        failures.extend(findings.all());
    }
    Played::of(Check::Statuses, failures)
}

/// Bodies that no operation answers.
const NO_REPLY: [(&str, &str); 8] = [
    (
        "an HTML page",
        "<!doctype html>\n<html><body>Log in</body></html>\n",
    ),
    ("text", "ok"),
    ("JSON cut short", r#"{"_id":"61006fbf"#),
    ("JSON with more behind it", "{} {}"),
    ("null", "null"),
    ("a JSON number", "5"),
    ("a JSON string", r#""ok""#),
    ("NaN in JSON", r#"{"mrr":NaN}"#),
];

/// Bodies that only a list answers, or only a list does not.
const OF_A_LIST: [(&str, &str); 2] = [("a list", "[]"), ("a list of a record", r#"[{"n":1}]"#)];
const OF_A_RECORD: [(&str, &str); 4] = [
    ("a record", "{}"),
    ("a list in a record", r#"{"data":[]}"#),
    ("a list of numbers", "[1]"),
    ("a list with null in it", "[{},null]"),
];

/// 200 with a body that is no reply: an error that keeps it.
fn unreadable(scene: &Scene, stage: &Stage) -> Played {
    let others: &[_] = if scene.is_list() {
        &OF_A_RECORD
    } else {
        &OF_A_LIST
    };
    let empty = (!is_delete(scene)).then_some(&("nothing", ""));
    let mut failures = Vec::new();
    for (name, body) in NO_REPLY.iter().chain(others).chain(empty) {
        let mut reply = Reply::json(200, *body);
        reply
            .headers
            .push(("x-request-id".to_owned(), "request-7".to_owned()));
        let call = stage.call(&scene.operation, &scene.request.input(), reply);
        let mut found = match call.came.map(|outcome| outcome.result) {
            Ok(Err(error)) => refusals::kept(scene, 200, body, &error),
            Ok(Ok(_)) => vec![Failure::new("taken", "reply", "an error", "a result")],
            Err(problem) => {
                let wanted = "a request that the client can make";
                vec![Failure::new(
                    "unbuildable",
                    "request",
                    wanted,
                    problem.to_string(),
                )]
            }
        };
        for failure in &mut found {
            failure.place = format!("{} ({name})", failure.place);
        }
        failures.append(&mut found);
    }
    Played::of(Check::Statuses, failures)
}
