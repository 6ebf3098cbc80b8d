//! The spec as rules look at it: its parts by kind, and its operations.

mod nodes;
mod operation;

pub use nodes::{Kind, Node};
pub(crate) use operation::json;
pub use operation::{METHODS, Operation};

use std::collections::{BTreeMap, BTreeSet};

use crate::documented::{Documented, Exchange, Statement};
use crate::schema::{self, Flat, Located};
use crate::source::Document;

/// A spec and the oracle beside it, indexed once for all rules.
pub struct Spec<'d> {
    /// The spec as it was read.
    pub document: &'d Document,
    /// What the vendor's pages say, where the spec is held against it.
    pub documented: Option<&'d Documented>,
    /// Every part whose kind is known.
    pub nodes: Vec<Node<'d>>,
    /// Every operation, in the order of the file.
    pub operations: Vec<Operation<'d>>,
    replied: BTreeSet<String>,
}

impl<'d> Spec<'d> {
    /// Indexes a document.
    pub fn new(document: &'d Document, documented: Option<&'d Documented>) -> Self {
        let nodes = nodes::walk(document);
        let operations = operation::all(document);
        let replied = nodes::reachable(document, |node| node.kind == Kind::Response, &nodes);
        Self {
            document,
            documented,
            nodes,
            operations,
            replied,
        }
    }

    /// The rules of the oracle; none where the spec is held against none.
    pub fn rules(&self) -> &'d [Statement] {
        let documented = self
            .documented
            .map(|documented| documented.rules.as_slice());
        documented.unwrap_or_default()
    }

    /// The exchanges of the oracle; none where the spec is held against none.
    pub fn exchanges(&self) -> &'d [Exchange] {
        let documented = self
            .documented
            .map(|documented| documented.exchanges.as_slice());
        documented.unwrap_or_default()
    }

    /// The parts of one kind that are written out, not referred to.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Node<'d>> {
        self.nodes
            .iter()
            .filter(move |node| node.kind == kind && schema::reference(node.at.value).is_none())
    }

    /// Whether some reply uses the schema at this pointer.
    pub fn is_replied(&self, pointer: &str) -> bool {
        self.replied.contains(pointer)
    }

    /// Follows every `$ref` from here.
    pub fn resolve(&self, from: Located<'d>) -> Option<Located<'d>> {
        schema::resolve(self.document, from)
    }

    /// Sees a schema as one object.
    pub fn flatten(&self, schema: Located<'d>) -> Flat<'d> {
        schema::flatten(self.document, schema)
    }

    /// The named schemas, in the order of the file.
    pub fn schemas(&self) -> Vec<(&'d str, Located<'d>)> {
        self.components("schemas")
    }

    /// The components of one section, in the order of the file.
    pub fn components(&self, section: &str) -> Vec<(&'d str, Located<'d>)> {
        Located::new(self.document, format!("/components/{section}"))
            .map(|section| section.members(self.document))
            .unwrap_or_default()
    }

    /// The operation of this id.
    pub fn operation(&self, id: &str) -> Option<&Operation<'d>> {
        self.operations
            .iter()
            .find(|operation| operation.id() == id)
    }

    /// The operations by id; of those that share an id, all.
    pub fn operations_by_id(&self) -> BTreeMap<&'d str, Vec<&Operation<'d>>> {
        let mut by_id: BTreeMap<&str, Vec<&Operation<'_>>> = BTreeMap::new();
        for operation in &self.operations {
            by_id.entry(operation.id()).or_default().push(operation);
        }
        by_id
    }
}
