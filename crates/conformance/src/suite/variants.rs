//! Replies a little different from the known one: nobody promises its form, so all of them come back whole.

use crate::capture::Reply;
use crate::json::{Node, Text};
use crate::oracle::{Evidence, case_prefix};
use crate::report::Failure;
use crate::spec::ObjectShape;

use super::edit::{self, number, object, string};
use super::material::Material;
use super::plan::{Planned, Played};
use super::reply::{Findings, Judge};
use super::scene::{Answer, Scene};
use super::stage::Stage;

/// The variants of an operation's reply, if one is known.
pub(super) fn case<'a>(material: &'a Material<'a>, operation: &'a str) -> Option<Planned<'a>> {
    let scene = material.reply_of(operation)?;
    Some(Planned {
        id: format!("{}.variants", case_prefix(operation)),
        operation: operation.to_owned(),
        evidence: Evidence::Inferred,
        at: scene.at.clone(),
        play: Box::new(move |stage| play(material, scene, stage)),
    })
}

/// A record with one thing changed.
struct Variant {
    name: String,
    node: Node,
}

fn play(material: &Material<'_>, scene: &Scene, stage: &Stage) -> Played {
    let judge = Judge::of(material, &scene.operation);
    let mut findings = Findings::default();
    let answers = scene.answers.as_ref();
    let known = answers.and_then(|answers| {
        let schema = &answers.schema;
        material.codec(schema).zip(material.shape(schema))
    });
    if let Some((codec, shape)) = known {
        let variants: Vec<Variant> = scene
            .records()
            .iter()
            .flat_map(|record| variants(record, shape))
            .collect();
        for variant in &variants {
            let mut found = Findings::default();
            match codec.decode(&variant.node.to_string()) {
                Ok(decoded) => {
                    judge.record(&Default::default(), &variant.node, &decoded, &mut found)
                }
                Err(problem) => {
                    found.reply.push(Failure::new(
                        "refused",
                        "",
                        variant.node.to_string(),
                        problem,
                    ));
                }
            }
            findings.add(found, &variant.name);
        }
        for (name, answer) in over_the_wire(scene, &variants) {
            let reply = Reply::json(200, answer.text.clone());
            let call = stage.call(&scene.operation, &scene.request.input(), reply);
            findings.add(judge.outcome(answers, 200, &answer, &call.came), name);
        }
    }
    Played::of_all(findings.checks())
}

/// What goes through the server as well: all variants as one page, or the oddest few one by one.
fn over_the_wire(scene: &Scene, variants: &[Variant]) -> Vec<(&'static str, Answer)> {
    if scene.is_list() {
        let page = variants.iter().map(|variant| variant.node.clone());
        return vec![(
            "a page of all variants",
            Answer::of(Node::Array(page.collect())),
        )];
    }
    let Some(record) = scene.records().first() else {
        return Vec::new();
    };
    let odd = odd_values();
    let members = record.members().iter().enumerate();
    let all_odd = members.map(|(index, (key, _))| (key.clone(), odd[index % odd.len()].1.clone()));
    let strange = edit::with_everywhere(record, UNKNOWN, &odd[0].1);
    vec![
        (
            "odd values throughout",
            Answer::of(Node::Object(all_odd.collect())),
        ),
        ("unknown keys throughout", Answer::of(strange)),
        ("no key at all", Answer::of(Node::Object(Vec::new()))),
    ]
}

/// A key that no spec names.
const UNKNOWN: &str = "nobody's /key~ \"1\"";

/// Values of every kind, none of which a spec lists.
fn odd_values() -> [(&'static str, Node); 9] {
    [
        (
            "an object",
            object([
                ("symbol", string("$")),
                ("rate", number("83.33333333333333")),
                ("none", Node::Null),
            ]),
        ),
        (
            "a list",
            Node::Array(vec![Node::Null, number("1.0"), string("two"), object([])]),
        ),
        (
            "an unlisted text",
            string("a value \u{1f980} that nobody lists\n"),
        ),
        ("an empty text", string("")),
        ("a number", number("-0.0")),
        (
            "a large number",
            number("123456789012345678901234567890.50e2"),
        ),
        ("true", Node::Bool(true)),
        ("an empty list", Node::Array(Vec::new())),
        ("an empty object", object([])),
    ]
}

fn variants(record: &Node, shape: &ObjectShape) -> Vec<Variant> {
    let of = |name: String, node: Node| Variant { name, node };
    let odd = odd_values();
    let mut out = vec![
        of("no key at all".to_owned(), object([])),
        of(
            "an unknown key".to_owned(),
            edit::with(record, UNKNOWN, odd[0].1.clone()),
        ),
        of(
            "unknown keys at every depth".to_owned(),
            edit::with_everywhere(record, UNKNOWN, &odd[1].1),
        ),
    ];
    let named = shape
        .properties
        .iter()
        .map(|property| property.name.as_str());
    let held = record.members().iter().filter_map(|(key, _)| key.as_str());
    let mut keys: Vec<&str> = named.chain(held).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        out.push(of(
            format!("{key} null"),
            edit::with(record, key, Node::Null),
        ));
        let others = odd.iter();
        out.extend(others.map(|(name, value)| {
            of(
                format!("{key} as {name}"),
                edit::with(record, key, value.clone()),
            )
        }));
        if let Some(value) = record.get(key) {
            out.push(of(format!("{key} left out"), edit::without(record, key)));
            // Of repeated keys the last counts.
            let mut twice = vec![(Text::from(key), odd[2].1.clone())];
            twice.extend(record.members().iter().cloned());
            out.push(of(format!("{key} twice"), Node::Object(twice)));
            let listed = Node::Array(vec![value.clone()]);
            out.push(of(
                format!("{key} in a list"),
                edit::with(record, key, listed),
            ));
        }
    }
    out
}
