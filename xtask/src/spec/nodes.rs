//! Which part of an OpenAPI document is what.

use std::collections::BTreeSet;

use super::METHODS;
use crate::schema::{self, Located};
use crate::source::Document;

/// What a part of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum Kind {
    Document,
    Info,
    Server,
    Tag,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Response,
    MediaType,
    Schema,
    Example,
    SecurityScheme,
}

/// A part of the document whose kind is known.
#[derive(Debug, Clone)]
pub struct Node<'d> {
    /// What it is.
    pub kind: Kind,
    /// Where it stands and what stands there.
    pub at: Located<'d>,
}

/// How the children below a key stand there.
#[derive(Clone, Copy)]
enum Shape {
    One,
    List,
    Map,
}

use Kind as K;
use Shape::{List, Map, One};

/// Which kind stands where.
const GRAMMAR: &[(Kind, &str, Shape, Kind)] = &[
    (K::Document, "info", One, K::Info),
    (K::Document, "servers", List, K::Server),
    (K::Document, "tags", List, K::Tag),
    (K::Document, "paths", Map, K::PathItem),
    (K::Document, "components", One, K::Components),
    (K::Components, "schemas", Map, K::Schema),
    (K::Components, "parameters", Map, K::Parameter),
    (K::Components, "headers", Map, K::Header),
    (K::Components, "requestBodies", Map, K::RequestBody),
    (K::Components, "responses", Map, K::Response),
    (K::Components, "examples", Map, K::Example),
    (K::Components, "securitySchemes", Map, K::SecurityScheme),
    (K::PathItem, "parameters", List, K::Parameter),
    (K::Operation, "parameters", List, K::Parameter),
    (K::Operation, "requestBody", One, K::RequestBody),
    (K::Operation, "responses", Map, K::Response),
    (K::Parameter, "schema", One, K::Schema),
    (K::Parameter, "content", Map, K::MediaType),
    (K::Parameter, "examples", Map, K::Example),
    (K::Header, "schema", One, K::Schema),
    (K::Header, "content", Map, K::MediaType),
    (K::Header, "examples", Map, K::Example),
    (K::RequestBody, "content", Map, K::MediaType),
    (K::Response, "headers", Map, K::Header),
    (K::Response, "content", Map, K::MediaType),
    (K::MediaType, "schema", One, K::Schema),
    (K::MediaType, "examples", Map, K::Example),
    (K::Schema, "properties", Map, K::Schema),
    (K::Schema, "items", One, K::Schema),
    (K::Schema, "additionalProperties", One, K::Schema),
    (K::Schema, "not", One, K::Schema),
    (K::Schema, "allOf", List, K::Schema),
    (K::Schema, "anyOf", List, K::Schema),
    (K::Schema, "oneOf", List, K::Schema),
];

/// Every part whose kind is known, parents before children, in the order of the file.
pub(super) fn walk(document: &Document) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    if let Some(root) = Located::new(document, "") {
        visit(document, Kind::Document, root, &mut nodes);
    }
    nodes
}

fn visit<'d>(document: &'d Document, kind: Kind, at: Located<'d>, nodes: &mut Vec<Node<'d>>) {
    let children = children(document, kind, &at);
    nodes.push(Node { kind, at });
    for (kind, child) in children {
        visit(document, kind, child, nodes);
    }
}

fn children<'d>(document: &'d Document, kind: Kind, at: &Located<'d>) -> Vec<(Kind, Located<'d>)> {
    let mut found = Vec::new();
    if schema::reference(at.value).is_some() {
        return found;
    }
    for (key, child) in at.members(document) {
        if kind == Kind::PathItem && METHODS.contains(&key) {
            found.push((Kind::Operation, child));
            continue;
        }
        let Some((_, _, shape, of)) = GRAMMAR
            .iter()
            .find(|(parent, name, _, _)| *parent == kind && *name == key)
        else {
            continue;
        };
        match shape {
            // `additionalProperties` may be a plain boolean.
            Shape::One if child.value.is_object() => found.push((*of, child)),
            Shape::One => {}
            Shape::List => found.extend(child.items().into_iter().map(|item| (*of, item))),
            Shape::Map => {
                // Only a property may be named `x-…`; anywhere else that is an extension.
                let extensible = key != "properties";
                let entries = child.members(document).into_iter();
                found.extend(
                    entries
                        .filter(|(name, _)| !(extensible && name.starts_with("x-")))
                        .map(|(_, entry)| (*of, entry)),
                );
            }
        }
    }
    found
}

/// The pointers of all schemas that the chosen nodes use, themselves or by a `$ref`.
pub(super) fn reachable(
    document: &Document,
    choose: impl Fn(&Node<'_>) -> bool,
    nodes: &[Node<'_>],
) -> BTreeSet<String> {
    let mut waiting: Vec<(Kind, Located<'_>)> = nodes
        .iter()
        .filter(|node| choose(node))
        .map(|node| (node.kind, node.at.clone()))
        .collect();
    let mut seen = BTreeSet::new();
    let mut schemas = BTreeSet::new();
    while let Some((kind, at)) = waiting.pop() {
        let Some(at) = schema::resolve(document, at) else {
            continue;
        };
        if !seen.insert(at.pointer.clone()) {
            continue;
        }
        if kind == Kind::Schema {
            schemas.insert(at.pointer.clone());
        }
        waiting.extend(children(document, kind, &at));
    }
    schemas
}
