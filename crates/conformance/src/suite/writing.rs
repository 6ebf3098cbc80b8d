//! Everything that can be sent: each property and parameter that the spec names, not only those in a documented request.

use crate::capture::Reply;
use crate::json::Node;
use crate::oracle::{Evidence, Location, case_prefix};
use crate::report::{Check, Failure};
use crate::spec::{ObjectShape, Property, Shape, Slot};

use super::bearing::Bearing;
use super::edit::{number, object, string};
use super::material::Material;
use super::plan::{Planned, Played};
use super::scene::{Asked, Scene};
use super::stage::{Credentials, Stage};
use super::wire;

/// How many different values of a kind are sent at most; each body takes the next of each kind.
const ROUNDS: usize = 4;

/// What else can be sent with an operation, if anything.
pub(super) fn case<'a>(material: &'a Material<'a>, operation: &'a str) -> Option<Planned<'a>> {
    let scene = material.request_of(operation)?;
    let requests = requests(material, scene)?;
    Some(Planned {
        id: requests.id,
        operation: operation.to_owned(),
        evidence: Evidence::Inferred,
        at: requests.at,
        play: Box::new(move |stage| {
            let play = |(name, asked): &(String, Asked)| play(material, scene, name, asked, stage);
            Played::of(Check::Wire, requests.asked.iter().flat_map(play).collect())
        }),
    })
}

/// Requests of one operation that together send everything which can be sent with it.
pub(super) struct Requests {
    /// The id of their case.
    pub(super) id: String,
    pub(super) at: Location,
    /// Whether they have bodies; otherwise they have queries.
    pub(super) have_bodies: bool,
    /// By what they send.
    pub(super) asked: Vec<(String, Asked)>,
}

/// The requests of a scene's operation, if anything can be sent with it.
pub(super) fn requests(material: &Material<'_>, scene: &Scene) -> Option<Requests> {
    let operations = material.spec.operations();
    let specified = operations.iter().find(|one| one.id == scene.operation)?;
    let body = material.spec.body(specified).ok().flatten();
    let query = material.spec.query(specified).unwrap_or_default();
    if body.is_none() && query.is_empty() {
        return None;
    }
    let request = || scene.request.clone();
    let with_bodies = body.iter().flat_map(bodies).map(|(name, body)| {
        let body = Some(body);
        (name, Asked { body, ..request() })
    });
    let with_query = query.iter().map(|(name, slot)| {
        let query = vec![(name.clone(), plain(&sample(slot, 0)))];
        (name.clone(), Asked { query, ..request() })
    });
    let have_bodies = body.is_some();
    let word = if have_bodies { "property" } else { "parameter" };
    Some(Requests {
        id: format!("{}.every-{word}", case_prefix(&scene.operation)),
        at: Location {
            file: "openapi/planhat.yaml".to_owned(),
            line: material.spec.line_of_operation(specified),
        },
        have_bodies,
        asked: with_bodies.chain(with_query).collect(),
    })
}

fn play(
    material: &Material<'_>,
    scene: &Scene,
    name: &str,
    asked: &Asked,
    stage: &Stage,
) -> Vec<Failure> {
    let reply = Reply::json(200, scene.any_reply());
    let call = stage.call(&scene.operation, &asked.input(), reply);
    let bearing = Bearing::new(material.oracle, &scene.operation);
    let mut failures = wire::check(&bearing, asked, Credentials::Bearer, &call);
    for failure in &mut failures {
        failure.place = format!("{} ({name})", failure.place);
    }
    failures
}

/// Bodies in which every property is set, and one in which all are null that can be.
fn bodies(slot: &Slot) -> Vec<(String, Node)> {
    match &slot.shape {
        Shape::Object(shape) => {
            let full = |round| (format!("all properties, {}", round + 1), full(shape, round));
            let nulls = ("all properties null".to_owned(), nulls(shape));
            (0..ROUNDS).map(full).chain([nulls]).collect()
        }
        Shape::Array(items) => {
            let items = bodies(items).into_iter().map(|(_, item)| item);
            vec![(
                "all properties, item by item".to_owned(),
                Node::Array(items.collect()),
            )]
        }
        _ => Vec::new(),
    }
}

fn full(shape: &ObjectShape, round: usize) -> Node {
    let member = |property: &Property| {
        let value = match property.listed.get(round) {
            Some(listed) => string(listed),
            None => sample(&property.slot, round),
        };
        (property.name.as_str().into(), value)
    };
    Node::Object(shape.properties.iter().map(member).collect())
}

fn nulls(shape: &ObjectShape) -> Node {
    let member = |property: &Property| {
        let value = match &property.slot.shape {
            // Custom fields are cleared one by one.
            Shape::Object(_) => Some(object([
                ("Days in Phase", Node::Null),
                ("a/b ~", Node::Null),
            ])),
            _ if property.required => Some(sample(&property.slot, 0)),
            _ => property.slot.nullable.then_some(Node::Null),
        };
        Some((property.name.as_str().into(), value?))
    };
    Node::Object(shape.properties.iter().filter_map(member).collect())
}

/// A value that stands there rightly.
fn sample(slot: &Slot, round: usize) -> Node {
    let pick = |values: [&str; ROUNDS]| values[round % ROUNDS].to_owned();
    match &slot.shape {
        Shape::String(formats) => string(&match formats.first().map(String::as_str) {
            Some("object-id") => {
                pick([OBJECT_ID, "ABCDEFabcdef012345678901", OBJECT_ID, OBJECT_ID])
            }
            Some("record-ref") => pick([
                OBJECT_ID,
                "extid-a/b \u{1f980}",
                "srcid-0060O00000xdyr4QAA",
                "extid-1",
            ]),
            Some("date") => pick([
                "2026-09-30",
                "2026-09-30T12:00:00.001Z",
                "2024-02-29",
                "1999-12-31T23:59:59.999Z",
            ]),
            Some("date-time") => "2026-09-30T12:00:00.000Z".to_owned(),
            _ => pick(["a text", "ä\"\\/\n\t\u{1f980}\u{7f}", "", " null "]),
        }),
        Shape::Number => number(&pick(["83.33333333333333", "5000", "-0.1", "0"])),
        Shape::Integer => number(&pick(["12", "0", "365", "1"])),
        Shape::Boolean => Node::Bool(round.is_multiple_of(2)),
        Shape::Array(items) => {
            let items = (0..round).map(|index| sample(items, index));
            Node::Array(items.collect())
        }
        Shape::Object(_) => object([
            ("Days in Phase", number("5000.0")),
            (
                "a/b ~",
                Node::Array(vec![
                    Node::Null,
                    string("x"),
                    object([("deep", number("1e2"))]),
                ]),
            ),
            ("no", Node::Bool(false)),
        ]),
        Shape::Any | Shape::AnyOf(_) => string("anything"),
    }
}

const OBJECT_ID: &str = "61006fbf1df7fa77a20d9d0a";

/// A value as it stands in a query.
fn plain(node: &Node) -> String {
    node.as_str()
        .map_or_else(|| node.to_string(), str::to_owned)
}
