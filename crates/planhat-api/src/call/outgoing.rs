//! What is to be sent.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue,
};

use crate::draft::{Draft, InvalidValue, Keyed};
use crate::id::{encode_query, encode_segment};
use crate::operation::{Evidence, Operation};

use super::endpoint::Endpoint;
use super::options::Options;

/// One call of one operation, ready to be sent as often as it takes: its body is encoded once.
#[derive(Clone)]
pub(crate) struct Outgoing {
    pub(crate) endpoint: Endpoint,
    /// The path, percent-encoded.
    path: String,
    query: Vec<(Cow<'static, str>, String)>,
    pub(crate) body: Option<Bytes>,
    /// Headers of the caller's.
    pub(crate) headers: HeaderMap,
    pub(crate) options: Options,
    /// How well it is known that no item of the body can be created twice; none where one can, or
    /// where the body is no list of items.
    pub(crate) keyed: Option<Evidence>,
    problems: Vec<InvalidValue>,
}

/// The documented bound on a posted body is 32 MB; what is beyond it in either reading of the unit
/// is not sent.
const MAX_BODY: usize = 32 * 1024 * 1024;

impl Outgoing {
    /// A call of an operation on the collection.
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self::at(Endpoint::Documented(operation), operation.path.to_owned())
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
        Self::at(Endpoint::Documented(operation), path)
    }

    /// A call of anything, at a path that is encoded already.
    pub(super) fn at(endpoint: Endpoint, path: String) -> Self {
        Self {
            endpoint,
            path,
            query: Vec::new(),
            body: None,
            headers: HeaderMap::new(),
            options: Options::default(),
            keyed: None,
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
        let most = self.endpoint.max_items().unwrap_or(usize::MAX);
        let mut json = String::from("[");
        let mut keyed = Keyed::new(self.endpoint.keyed_by());
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
            keyed.add(&item);
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
        self.keyed = keyed.evidence();
        self.set_body(json);
        self
    }

    pub(super) fn set_body(&mut self, json: String) {
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
    pub(crate) fn problem(&self) -> Option<InvalidValue> {
        let options = &self.options;
        let times = [options.timeout, options.connect_timeout, options.deadline];
        if times.contains(&Some(Duration::ZERO)) {
            let reason = "a time-out or deadline of zero lets no call succeed";
            return Some(InvalidValue::new("timeout", reason));
        }
        if let Some(problem) = self.problems.first() {
            return Some(problem.clone());
        }
        // Values have their braces encoded, so what is left is the template's.
        let (_, place) = self.path.split_once('{')?;
        let name = place.split('}').next().unwrap_or_default();
        let reason = "the path has no value for it: set one with `path_param`";
        Some(InvalidValue::new(name, reason))
    }

    /// Puts an encoded value in the place of a part of the path.
    pub(super) fn fill(&mut self, place: &str, encoded: &str) {
        self.path = self.path.replace(place, encoded);
    }

    /// The path, percent-encoded, ids included.
    pub(crate) fn path(&self) -> &str {
        &self.path
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Deal, DealCreate, DealUpsert, RecordRef, Resource};

    #[test]
    fn a_bulk_upsert_knows_whether_its_items_can_be_created_twice() {
        let keyed = || DealUpsert::new().source_id("s");
        let inferred = || {
            DealUpsert::new()
                .property("companyId", "c")
                .external_id("e")
        };
        for (items, expected) in [
            (vec![keyed(), keyed()], Some(Evidence::Documented)),
            (vec![keyed(), inferred()], Some(Evidence::Inferred)),
            (vec![keyed(), DealUpsert::new(), inferred()], None),
        ] {
            let outgoing = Outgoing::new(Deal::OPERATIONS.bulk_upsert).bodies(items.clone());
            assert_eq!(outgoing.keyed, expected, "{items:?}");
        }
    }

    #[test]
    fn a_body_that_is_no_list_is_not_keyed() {
        let company = RecordRef::external("c").unwrap();
        let body = DealCreate::new(company).source_id("s");
        assert_eq!(
            Outgoing::new(Deal::OPERATIONS.create).body(&body).keyed,
            None
        );
    }
}
