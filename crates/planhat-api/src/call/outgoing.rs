//! What is to be sent.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue,
};

use crate::draft::{Draft, InvalidValue};
use crate::id::{encode_query, encode_segment};
use crate::operation::Operation;

/// One call of one operation, ready to be sent as often as it takes: its body is encoded once.
#[derive(Clone)]
pub(crate) struct Outgoing {
    pub(crate) operation: &'static Operation,
    /// The path, percent-encoded.
    path: String,
    query: Vec<(Cow<'static, str>, String)>,
    pub(crate) body: Option<Bytes>,
    /// Headers of the caller's.
    pub(crate) headers: HeaderMap,
    /// How long one attempt may take, where the call says so.
    pub(crate) timeout: Option<Duration>,
    problems: Vec<InvalidValue>,
}

/// The documented bound on a posted body is 32 MB; what is beyond it in either reading of the unit
/// is not sent.
const MAX_BODY: usize = 32 * 1024 * 1024;

impl Outgoing {
    /// A call of an operation on the collection.
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self::at(operation, operation.path.to_owned())
    }

    /// A call of an operation on one record.
    pub(crate) fn on(operation: &'static Operation, id: &str) -> Self {
        let (before, after) = operation
            .path
            .split_once("{id}")
            .unwrap_or((operation.path, ""));
        let mut path = String::with_capacity(operation.path.len() + id.len());
        path.push_str(before);
        encode_segment(id, &mut path);
        path.push_str(after);
        Self::at(operation, path)
    }

    fn at(operation: &'static Operation, path: String) -> Self {
        Self {
            operation,
            path,
            query: Vec::new(),
            body: None,
            headers: HeaderMap::new(),
            timeout: None,
            problems: Vec::new(),
        }
    }

    pub(crate) fn body(mut self, body: &impl Draft) -> Self {
        match body.to_json() {
            Ok(json) => self.set_body(json),
            Err(problem) => self.refuse(problem),
        }
        self
    }

    /// Many bodies as one array.
    pub(crate) fn bodies<D: Draft>(mut self, items: impl IntoIterator<Item = D>) -> Self {
        let most = self.operation.max_items.unwrap_or(usize::MAX);
        let mut json = String::from("[");
        for (position, item) in items.into_iter().enumerate() {
            if position == most {
                let reason = format!(
                    "one request takes at most {most} items (documented): send them in several"
                );
                self.refuse(InvalidValue::new("items", reason));
                break;
            }
            if position > 0 {
                json.push(',');
            }
            match item.to_json() {
                Ok(item) => json.push_str(&item),
                Err(problem) => self.refuse(problem.of_item(position)),
            }
        }
        if json.len() == 1 {
            self.refuse(InvalidValue::new(
                "items",
                "there are none: a bulk upsert takes one at least",
            ));
        }
        json.push(']');
        self.set_body(json);
        self
    }

    fn set_body(&mut self, json: String) {
        if json.len() > MAX_BODY {
            let reason = format!(
                "{} bytes are more than a body may have, 32 MB (documented): send less at once",
                json.len()
            );
            self.refuse(InvalidValue::new("body", reason));
        }
        self.body = Some(json.into());
    }

    /// Sets a query parameter, in place of an earlier one of the same name.
    pub(crate) fn query(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        let name = name.into();
        self.problems.retain(|problem| problem.property() != name);
        self.query.retain(|(other, _)| *other != name);
        self.query.push((name, value.into()));
    }

    /// Sets a header, in place of an earlier one of the same name. Those by which the client
    /// speaks for itself are not the caller's.
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        const OURS: [HeaderName; 4] = [AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST];
        let refused = |reason| InvalidValue::new("header", reason);
        match (name.parse::<HeaderName>(), HeaderValue::try_from(value)) {
            (Ok(name), _) if OURS.contains(&name) => {
                self.refuse(refused("`authorization`, `content-length`, `content-type` and `host` are set by the client"));
            }
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.refuse(refused("the name is none that HTTP has")),
            (_, Err(_)) => self.refuse(refused("the value holds a control character")),
        }
    }

    /// Keeps the call from being sent.
    pub(crate) fn refuse(&mut self, problem: InvalidValue) {
        self.problems.push(problem);
    }

    /// Why it cannot be sent, if so: the first reason, as later ones are often its consequences.
    pub(crate) fn problem(&self) -> Option<&InvalidValue> {
        self.problems.first()
    }

    /// What goes behind the base URL.
    pub(crate) fn target(&self) -> String {
        let mut target = self.path.clone();
        for (position, (name, value)) in self.query.iter().enumerate() {
            target.push(if position == 0 { '?' } else { '&' });
            encode_query(name, &mut target);
            target.push('=');
            encode_query(value, &mut target);
        }
        target
    }
}
