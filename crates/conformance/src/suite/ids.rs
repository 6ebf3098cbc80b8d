//! Ids of any characters: in paths, and in `companyId` of bodies.

use serde::Deserialize;

use crate::capture::Reply;
use crate::json::Node;
use crate::oracle::{Evidence, Rule, case_prefix};
use crate::report::{Check, Failure};

use super::bearing::Bearing;
use super::edit;
use super::material::Material;
use super::plan::{Planned, Played};
use super::scene::{Asked, Scene};
use super::stage::{Credentials, Stage};
use super::wire;

/// The hostile ids, with the paths that they belong into. They are the suite's own, whatever workspace it is run on.
const FILE: &str = include_str!("../../../../tests/cases/ids.json");

/// The hostile ids.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ids {
    #[serde(rename = "says")]
    _says: String,
    ids: Vec<Id>,
    refused: Vec<Refused>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Id {
    name: String,
    id: String,
    /// The id, percent-encoded.
    path: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    name: String,
    reference: String,
}

impl Ids {
    pub(super) fn read() -> Result<Self, serde_json::Error> {
        serde_json::from_str(FILE)
    }
}

/// The prefixes of ids that are not Planhat's own.
const PREFIXES: [&str; 2] = ["extid-", "srcid-"];

/// The ids of an operation, if it is documented where it takes them.
pub(super) fn case<'a>(material: &'a Material<'a>, operation: &'a str) -> Option<Planned<'a>> {
    let bearing = Bearing::new(material.oracle, operation);
    let rules: Vec<&Rule> = bearing.of_kind("identifiers").collect();
    let scene = material.request_of(operation)?;
    let evidence = rules.iter().map(|rule| rule.evidence);
    Some(Planned {
        id: format!("{}.ids", case_prefix(operation)),
        operation: operation.to_owned(),
        evidence: evidence.min().unwrap_or(Evidence::Inferred),
        at: rules.first()?.at.clone(),
        play: Box::new(move |stage| {
            let play = |place: &Place<'_>| play(material, scene, &rules, *place, stage);
            Played::of(
                Check::Ids,
                Place::all(&rules).iter().flat_map(play).collect(),
            )
        }),
    })
}

/// Where rules let an id stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place<'a> {
    Path,
    Body(&'a str),
}

impl<'a> Place<'a> {
    fn of(rule: &'a Rule) -> Option<Self> {
        match rule.key("in")?.as_str()? {
            "path" => Some(Self::Path),
            _ => Some(Self::Body(rule.key("property")?.as_str()?)),
        }
    }

    fn all(rules: &[&'a Rule]) -> Vec<Self> {
        let mut places: Vec<Self> = rules.iter().filter_map(|rule| Self::of(rule)).collect();
        places.dedup();
        places
    }
}

fn play(
    material: &Material<'_>,
    scene: &Scene,
    rules: &[&Rule],
    place: Place<'_>,
    stage: &Stage,
) -> Vec<Failure> {
    let rules = rules.iter().filter(|rule| Place::of(rule) == Some(place));
    let mut failures = Vec::new();
    let mut add = |found: Vec<Failure>, name: String, rule: Option<&Rule>| {
        failures.extend(found.into_iter().map(|mut failure| {
            failure.place = format!("{} ({name})", failure.place);
            rule.map_or(failure.clone(), |rule| failure.against(rule))
        }));
    };
    for prefix in PREFIXES {
        let accepting = rules.clone().find(|rule| accepts(rule, prefix));
        for id in &material.ids.ids {
            let encoded = format!("{prefix}{}", id.path);
            let asked = asked(
                &scene.request,
                place,
                &format!("{prefix}{}", id.id),
                &encoded,
            );
            let found = match accepting {
                Some(_) => sent(material, scene, &asked, stage),
                None => refused(scene, &asked, stage),
            };
            let rule = accepting.or_else(|| rules.clone().next());
            add(found, format!("{prefix}, {}", id.name), rule.copied());
        }
    }
    for reference in &material.ids.refused {
        let asked = asked(&scene.request, place, &reference.reference, "");
        add(
            refused(scene, &asked, stage),
            reference.name.clone(),
            rules.clone().next().copied(),
        );
    }
    failures
}

fn accepts(rule: &Rule, form: &str) -> bool {
    let forms = rule.key("accepts").map_or(&[][..], Node::items);
    forms.iter().any(|accepted| accepted.as_str() == Some(form))
}

/// The request with another id.
fn asked(request: &Asked, place: Place<'_>, reference: &str, encoded: &str) -> Asked {
    let mut asked = request.clone();
    match (place, &asked.body) {
        (Place::Path, _) => {
            let collection = asked.path.rsplit_once('/').map_or("", |(start, _)| start);
            asked.path = format!("{collection}/{encoded}");
            asked.id = Some(reference.to_owned());
        }
        (Place::Body(property), Some(Node::Array(items))) => {
            let with = |item| edit::with(item, property, edit::string(reference));
            asked.body = Some(Node::Array(items.iter().map(with).collect()));
        }
        (Place::Body(property), Some(body)) => {
            asked.body = Some(edit::with(body, property, edit::string(reference)));
        }
        (Place::Body(_), None) => {}
    }
    asked
}

fn sent(material: &Material<'_>, scene: &Scene, asked: &Asked, stage: &Stage) -> Vec<Failure> {
    let reply = Reply::json(200, scene.any_reply());
    let call = stage.call(&scene.operation, &asked.input(), reply);
    let bearing = Bearing::new(material.oracle, &scene.operation);
    wire::check(&bearing, asked, Credentials::Bearer, &call)
}

/// The client must see by itself that this names no record.
fn refused(scene: &Scene, asked: &Asked, stage: &Stage) -> Vec<Failure> {
    let reply = Reply::json(200, scene.any_reply());
    let call = stage.call(&scene.operation, &asked.input(), reply);
    let wanted = "a refusal before anything is sent";
    let found = match (call.arrived.first(), &call.came) {
        (None, Err(_)) => return Vec::new(),
        (None, Ok(outcome)) if outcome.result.is_err() => return Vec::new(),
        (None, Ok(_)) => "a result, though nothing was sent".to_owned(),
        (Some(request), _) => format!("{} {}", request.method, request.path),
    };
    vec![Failure::new("sent", "id", wanted, found)]
}
