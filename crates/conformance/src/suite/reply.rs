//! What is looked at in a reply that the client took.

use crate::client::{Decoded, Outcome, Replied, Unbuildable};
use crate::compare::{Pointer, compare};
use crate::json::{self, Node, Text};
use crate::report::{Check, CheckResult, Failure};
use crate::spec::{Answers, ObjectShape, Shape};

use super::bearing::Bearing;
use super::material::Material;
use super::scene::Answer;

/// What differs in a reply, check by check.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) reply: Vec<Failure>,
    pub(super) accessors: Vec<Failure>,
    pub(super) unknown_keys: Vec<Failure>,
    /// Whether any record was there to look at.
    looked_at: bool,
}

impl Findings {
    /// The checks: only that of the reply, if it held no record to look at.
    pub(super) fn checks(self) -> Vec<CheckResult> {
        let mut checks = vec![(Check::Reply, self.reply)];
        if self.looked_at {
            checks.push((Check::Accessors, self.accessors));
            checks.push((Check::UnknownKeys, self.unknown_keys));
        }
        let result = |(check, failures)| CheckResult { check, failures };
        checks.into_iter().map(result).collect()
    }

    /// Adds what differs in another reply.
    pub(super) fn add(&mut self, other: Self, name: &str) {
        let named = |mut failure: Failure| {
            failure.place = format!("{} ({name})", failure.place);
            failure
        };
        self.looked_at |= other.looked_at;
        self.reply.extend(other.reply.into_iter().map(named));
        self.accessors
            .extend(other.accessors.into_iter().map(named));
        self.unknown_keys
            .extend(other.unknown_keys.into_iter().map(named));
    }

    /// All of it under one check.
    pub(super) fn all(self) -> impl Iterator<Item = Failure> {
        self.reply
            .into_iter()
            .chain(self.accessors)
            .chain(self.unknown_keys)
    }
}

/// Looks at replies of one operation.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) material: &'a Material<'a>,
    pub(super) bearing: Bearing<'a>,
}

impl<'a> Judge<'a> {
    pub(super) fn of(material: &'a Material<'a>, operation: &'a str) -> Self {
        Self {
            material,
            bearing: Bearing::new(material.oracle, operation),
        }
    }

    /// Holds what the client made of a reply against what was sent.
    pub(super) fn outcome(
        self,
        answers: Option<&Answers>,
        status: u16,
        sent: &Answer,
        came: &Result<Outcome, Unbuildable>,
    ) -> Findings {
        let mut findings = Findings::default();
        let refused = |found: String| {
            Failure::new(
                "refused",
                "reply",
                format!("a result, with status {status}"),
                found,
            )
        };
        match (came, answers) {
            (Err(problem), _) => findings.reply.push(refused(problem.to_string())),
            (Ok(_), None) => {
                let wanted = "a reply with status 200 in openapi/planhat.yaml";
                findings
                    .reply
                    .push(Failure::new("unspecified", "reply", wanted, "none"));
            }
            (Ok(outcome), Some(answers)) => match &outcome.result {
                Err(error) => findings.reply.push(refused(error.to_string())),
                Ok(replied) => self.replied(answers, status, sent, replied, &mut findings),
            },
        }
        findings
    }

    fn replied(
        self,
        answers: &Answers,
        status: u16,
        sent: &Answer,
        replied: &Replied,
        findings: &mut Findings,
    ) {
        let mut differs = |what, place, expected: String, found: String| {
            if expected != found {
                findings
                    .reply
                    .push(Failure::new(what, place, expected, found));
            }
        };
        differs(
            "status",
            "status",
            status.to_string(),
            replied.status.to_string(),
        );
        let raw = String::from_utf8_lossy(&replied.raw);
        differs("raw-body", "raw body", sent.text.clone(), raw.into_owned());
        let form = |is_list: bool| if is_list { "a list" } else { "a record" }.to_owned();
        differs(
            "form",
            "reply",
            form(answers.is_list),
            form(replied.is_list),
        );
        let records = if answers.is_list {
            sent.node.items()
        } else {
            std::slice::from_ref(&sent.node)
        };
        let count = |count: usize| format!("{count} in all");
        differs(
            "records",
            "reply",
            count(records.len()),
            count(replied.records.len()),
        );
        for (index, (node, decoded)) in records.iter().zip(&replied.records).enumerate() {
            let at = if answers.is_list {
                Pointer::root().index(index)
            } else {
                Pointer::root()
            };
            if decoded.schema != answers.schema {
                let (wanted, found) = (answers.schema.clone(), decoded.schema);
                findings
                    .reply
                    .push(Failure::new("type", at.as_str(), wanted, found));
            }
            self.record(&at, node, decoded, findings);
        }
    }

    /// Holds a decoded record against the JSON that it was decoded from.
    pub(super) fn record(self, at: &Pointer, node: &Node, decoded: &Decoded, out: &mut Findings) {
        out.looked_at = true;
        self.encoded(at, node, &decoded.json, out);
        for serialized in [&decoded.serialized, &decoded.by_members] {
            match serialized {
                Ok(json) => self.encoded(at, node, json, out),
                Err(problem) => out.reply.push(Failure::new(
                    "unserializable",
                    at.as_str(),
                    node.to_string(),
                    problem,
                )),
            }
        }
        let Some(shape) = self.material.shape(decoded.schema) else {
            let wanted = format!("a schema {}", decoded.schema);
            let unspecified = Failure::new("unspecified", at.as_str(), wanted, "none");
            return out.accessors.push(unspecified);
        };
        self.accessors(at, node, decoded, shape, out);
        unknown_keys(at, node, decoded, shape, out);
        self.nested(at, node, shape, out);
    }

    fn encoded(self, at: &Pointer, node: &Node, json: &str, out: &mut Findings) {
        let found = match json::parse(json) {
            Ok(found) => found,
            Err(error) => {
                let wanted = node.to_string();
                let broken = Failure::new("no-json", at.as_str(), wanted, error.to_string());
                return out.reply.push(broken);
            }
        };
        for mismatch in compare(node, &found) {
            let mut failure = Failure::of_json(&mismatch);
            failure.place = format!("{at}{}", failure.place);
            if let Some(rule) = self.bearing.on_reply(&mismatch) {
                failure = failure.against(rule);
            }
            // The text and what serde makes of it mostly differ together: once is enough.
            let told = |other: &Failure| {
                (&other.what, &other.place, &other.found)
                    == (&failure.what, &failure.place, &failure.found)
            };
            if !out.reply.iter().any(told) {
                out.reply.push(failure);
            }
        }
    }

    fn accessors(
        self,
        at: &Pointer,
        node: &Node,
        decoded: &Decoded,
        shape: &ObjectShape,
        out: &mut Findings,
    ) {
        for mismatch in decoded.said.iter().flat_map(|said| said.check(node)) {
            let place = format!("{} of {}", mismatch.accessor, at.step(mismatch.wire));
            let failure = Failure::new("accessor", &place, mismatch.expected, mismatch.found);
            let rule = self
                .bearing
                .on_returned(&Pointer::root().step(mismatch.wire));
            out.accessors.push(match rule {
                Some(rule) => failure.against(rule),
                None => failure,
            });
        }
        let silent = shape.properties.iter().filter(|property| {
            let heard = decoded.said.iter().any(|said| said.wire == property.name);
            !heard
        });
        out.accessors.extend(silent.map(|property| {
            let place = at.step(&property.name);
            Failure::new("accessor-missing", place.as_str(), "an accessor", "none")
        }));
    }

    /// The records that stand in properties of a record, such as the keys in the result of a bulk upsert.
    fn nested(self, at: &Pointer, node: &Node, shape: &ObjectShape, out: &mut Findings) {
        for property in &shape.properties {
            let Some(value) = node.get(&property.name) else {
                continue;
            };
            let at = at.step(&property.name);
            let (shape, nodes) = match &property.slot.shape {
                Shape::Array(items) => (&items.shape, value.items()),
                other => (other, std::slice::from_ref(value)),
            };
            let Shape::Object(object) = shape else {
                continue;
            };
            let codec = object.schema.as_deref();
            let Some(codec) = codec.and_then(|name| self.material.codec(name)) else {
                continue;
            };
            for (index, node) in nodes.iter().enumerate() {
                if !matches!(node, Node::Object(_)) {
                    continue;
                }
                let at = at.index(index);
                match codec.decode(&node.to_string()) {
                    Ok(decoded) => self.record(&at, node, &decoded, out),
                    Err(problem) => out.reply.push(Failure::new(
                        "refused",
                        at.as_str(),
                        node.to_string(),
                        problem,
                    )),
                }
            }
        }
    }
}

fn unknown_keys(
    at: &Pointer,
    node: &Node,
    decoded: &Decoded,
    shape: &ObjectShape,
    out: &mut Findings,
) {
    let named = |key: &str| shape.property(key).is_some();
    for key in decoded.unknown.iter().filter(|key| named(key)) {
        let (wanted, found) = ("a key that the client knows", "an unknown key");
        out.unknown_keys.push(Failure::new(
            "misfiled",
            at.step(key).as_str(),
            wanted,
            found,
        ));
    }
    let mut keys: Vec<&str> = node
        .members()
        .iter()
        .filter_map(|(key, _)| Text::as_str(key))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let (wanted, found) = ("an unknown key", "nothing");
        if !named(key) && !decoded.unknown.iter().any(|unknown| unknown == key) {
            out.unknown_keys
                .push(Failure::new("lost", at.step(key).as_str(), wanted, found));
        }
    }
    let strange = decoded.unknown.iter().filter(|key| node.get(key).is_none());
    out.unknown_keys.extend(strange.map(|key| {
        Failure::new(
            "made-up",
            at.step(key).as_str(),
            "nothing",
            "an unknown key",
        )
    }));
}
