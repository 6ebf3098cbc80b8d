//! A request and its reply: a documented exchange, or examples of one name in the spec.

use crate::client::Input;
use crate::compare::{decode_query, decode_segment};
use crate::json::{self, Node};
use crate::oracle::{Evidence, Exchange, Location, Oracle, case_prefix};
use crate::spec::{Answers, Example, Operation, Spec};

/// A request and its reply.
pub(super) struct Scene {
    /// The id of its case.
    pub(super) id: String,
    pub(super) operation: String,
    pub(super) evidence: Evidence,
    pub(super) at: Location,
    pub(super) request: Asked,
    pub(super) reply: Option<Answer>,
    /// What the spec says that the operation answers.
    pub(super) answers: Option<Answers>,
}

/// A request as it should arrive.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) method: String,
    /// Percent-encoded.
    pub(super) path: String,
    /// Not percent-encoded.
    pub(super) id: Option<String>,
    pub(super) query: Vec<(String, String)>,
    /// As printed, placeholders included.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Node>,
}

/// A reply's body.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) node: Node,
}

impl Asked {
    /// What the call is made from.
    pub(super) fn input(&self) -> Input<'_> {
        Input {
            id: self.id.clone(),
            query: self.query.clone(),
            body: self.body.as_ref(),
        }
    }
}

impl Answer {
    /// A body by what it says.
    pub(super) fn of(node: Node) -> Self {
        Self {
            text: node.to_string(),
            node,
        }
    }
}

impl Scene {
    /// Whether the operation answers a list.
    pub(super) fn is_list(&self) -> bool {
        self.answers.as_ref().is_some_and(|answers| answers.is_list)
    }

    /// What the server answers: the reply, or the least that the operation can answer where none is known.
    pub(super) fn any_reply(&self) -> &str {
        match &self.reply {
            Some(answer) => &answer.text,
            None if self.is_list() => "[]",
            None => "{}",
        }
    }

    /// The records of the reply.
    pub(super) fn records(&self) -> &[Node] {
        match &self.reply {
            Some(answer) if self.is_list() => answer.node.items(),
            Some(answer) => std::slice::from_ref(&answer.node),
            None => &[],
        }
    }
}

/// The documented exchanges, then what the spec gives examples of beside them.
pub(super) fn all(oracle: &Oracle, spec: &Spec) -> Vec<Scene> {
    let operations = spec.operations();
    let named = |id: &str| operations.iter().find(|operation| operation.id == id);
    let documented = oracle.exchanges().map(|exchange| {
        let operation = named(&exchange.operation);
        documented(
            exchange,
            operation.and_then(|operation| spec.answers(operation)),
        )
    });
    let others = operations.iter().flat_map(|operation| {
        let examples = spec.examples(operation).into_iter();
        let ours = examples.filter(|example| example.name != "documented");
        ours.map(|example| of_example(operation, example, spec.answers(operation)))
    });
    documented.chain(others).collect()
}

fn documented(exchange: &Exchange, answers: Option<Answers>) -> Scene {
    let request = &exchange.request;
    let query = decode_query(request.query().unwrap_or_default());
    // What cannot be decoded stays as it is printed: no setter takes it, and so the case fails.
    let malformed = query
        .malformed
        .into_iter()
        .map(|part| (part, String::new()));
    Scene {
        id: exchange.id.clone(),
        operation: exchange.operation.clone(),
        evidence: Evidence::Documented,
        at: exchange.at.clone(),
        request: Asked {
            method: request.method.clone(),
            path: request.path().to_owned(),
            id: request.path().split('/').nth(2).and_then(decode_segment),
            query: query.pairs.into_iter().chain(malformed).collect(),
            headers: request.headers.clone(),
            body: request.body.as_ref().map(|body| body.node.clone()),
        },
        reply: exchange.reply.as_ref().map(|reply| Answer {
            text: reply.body.text.clone(),
            node: reply.body.node.clone(),
        }),
        answers,
    }
}

fn of_example(operation: &Operation, example: Example, answers: Option<Answers>) -> Scene {
    let node = |value: &serde_json::Value| json::parse(&value.to_string()).unwrap_or(Node::Null);
    let id = example.id.unwrap_or_default();
    Scene {
        id: format!("{}.{}", case_prefix(&operation.id), example.name),
        operation: operation.id.clone(),
        evidence: Evidence::ALL
            .into_iter()
            .find(|evidence| evidence.word() == example.evidence)
            .unwrap_or(Evidence::Inferred),
        at: Location {
            file: "openapi/planhat.yaml".to_owned(),
            line: example.line,
        },
        request: Asked {
            method: operation.method.clone(),
            path: operation.path.replace("{id}", &id),
            id: operation.path.contains("{id}").then_some(id),
            query: example.query,
            headers: Vec::new(),
            body: example.body.as_ref().map(node),
        },
        reply: Some(Answer::of(node(&example.reply))),
        answers,
    }
}
