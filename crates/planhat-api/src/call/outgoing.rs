//! What is to be sent.

use bytes::Bytes;

use crate::draft::{Draft, InvalidValue};
use crate::id::{encode_query, encode_segment};
use crate::operation::Operation;

/// One call of one operation, ready to be sent as often as it takes: its body is encoded once.
#[derive(Clone)]
pub(crate) struct Outgoing {
    pub(crate) operation: &'static Operation,
    /// What goes behind the base URL: path and query, percent-encoded.
    target: String,
    pub(crate) body: Option<Bytes>,
    problem: Option<InvalidValue>,
}

impl Outgoing {
    /// A call of an operation on the collection.
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            target: operation.path.to_owned(),
            body: None,
            problem: None,
        }
    }

    /// A call of an operation on one record.
    pub(crate) fn on(operation: &'static Operation, id: &str) -> Self {
        let mut target = String::with_capacity(operation.path.len() + id.len());
        let (before, after) = operation
            .path
            .split_once("{id}")
            .unwrap_or((operation.path, ""));
        target.push_str(before);
        encode_segment(id, &mut target);
        target.push_str(after);
        Self {
            operation,
            target,
            body: None,
            problem: None,
        }
    }

    pub(crate) fn body(mut self, body: &impl Draft) -> Self {
        match body.check() {
            Ok(()) => self.body = Some(body.to_json().into()),
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
            if let Err(problem) = item.check() {
                self.refuse(problem.of_item(position));
            }
            if position > 0 {
                json.push(',');
            }
            item.write_json(&mut json);
        }
        json.push(']');
        self.body = Some(json.into());
        self
    }

    /// Sets a query parameter; one already set is replaced.
    pub(crate) fn query(&mut self, name: &str, value: &str) {
        let mut pair = String::new();
        encode_query(name, &mut pair);
        pair.push('=');
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let mut pairs: Vec<&str> = query
            .split('&')
            .filter(|other| !other.is_empty() && !other.starts_with(&pair))
            .collect();
        let mut new = pair.clone();
        encode_query(value, &mut new);
        pairs.push(&new);
        self.target = format!("{path}?{}", pairs.join("&"));
    }

    pub(crate) fn refuse(&mut self, problem: InvalidValue) {
        self.problem.get_or_insert(problem);
    }

    /// Why it cannot be sent, if so.
    pub(crate) fn problem(&mut self) -> Option<InvalidValue> {
        self.problem.take()
    }

    pub(crate) fn target(&self) -> &str {
        &self.target
    }
}
