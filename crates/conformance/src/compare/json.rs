//! Two JSON values, token by token.

use std::collections::HashMap;

use crate::json::{Node, Text};

use super::{Mismatch, Pointer};

/// Everything in which `found` differs from `expected`, in the order of the expected document.
pub fn compare(expected: &Node, found: &Node) -> Vec<Mismatch> {
    let mut mismatches = Vec::new();
    values(&Pointer::root(), expected, found, &mut mismatches);
    mismatches
}

fn values(at: &Pointer, expected: &Node, found: &Node, out: &mut Vec<Mismatch>) {
    let same = match (expected, found) {
        (Node::Null, Node::Null) => true,
        (Node::Bool(expected), Node::Bool(found)) => expected == found,
        (Node::Number(expected), Node::Number(found)) => expected == found,
        (Node::String(expected), Node::String(found)) => expected == found,
        (Node::Array(expected), Node::Array(found)) => return arrays(at, expected, found, out),
        (Node::Object(expected), Node::Object(found)) => return objects(at, expected, found, out),
        _ => {
            let (at, expected, found) = (at.clone(), expected.clone(), found.clone());
            return out.push(Mismatch::Kind {
                at,
                expected,
                found,
            });
        }
    };
    if !same {
        out.push(Mismatch::Value {
            at: at.clone(),
            expected: expected.clone(),
            found: found.clone(),
        });
    }
}

fn arrays(at: &Pointer, expected: &[Node], found: &[Node], out: &mut Vec<Mismatch>) {
    if expected.len() != found.len() {
        out.push(Mismatch::Length {
            at: at.clone(),
            expected: expected.len(),
            found: found.len(),
        });
    }
    for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
        values(&at.index(index), expected, found, out);
    }
}

fn objects(
    at: &Pointer,
    expected: &[(Text, Node)],
    found: &[(Text, Node)],
    out: &mut Vec<Mismatch>,
) {
    let expected = Effective::of(expected);
    let found = Effective::of(found);
    for (key, value) in expected.in_order() {
        let at = at.key(key);
        match found.get(key) {
            Some(found) => values(&at, value, found, out),
            None => out.push(Mismatch::Missing {
                at,
                expected: value.clone(),
            }),
        }
    }
    for (key, value) in found.in_order() {
        if expected.get(key).is_none() {
            out.push(Mismatch::Unexpected {
                at: at.key(key),
                found: value.clone(),
            });
        }
    }
}

/// An object as readers understand it: of repeated keys, the last counts.
struct Effective<'a> {
    members: &'a [(Text, Node)],
    last: HashMap<&'a Text, usize>,
}

impl<'a> Effective<'a> {
    fn of(members: &'a [(Text, Node)]) -> Self {
        let last = members
            .iter()
            .enumerate()
            .map(|(index, (key, _))| (key, index))
            .collect();
        Self { members, last }
    }

    fn get(&self, key: &Text) -> Option<&'a Node> {
        self.last.get(key).map(|&index| &self.members[index].1)
    }

    fn in_order(&self) -> impl Iterator<Item = (&'a Text, &'a Node)> {
        self.members
            .iter()
            .enumerate()
            .filter(|(index, (key, _))| self.last.get(key) == Some(index))
            .map(|(_, (key, value))| (key, value))
    }
}
