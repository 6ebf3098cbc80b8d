//! What is to be sent.

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HOST, HeaderMap, HeaderName,
    HeaderValue, PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

use crate::client::AllowedFields;
use crate::draft::{Draft, InvalidValue, Keyed};
use crate::id::{ObjectId, RecordRef, encode_query, encode_segment};
use crate::operation::{Evidence, Method, Operation};

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
    /// The custom fields that its body may write; any where there are none.
    allowed: Option<Arc<AllowedFields>>,
    problems: Vec<InvalidValue>,
    /// Problems of query parameters, which another value mends.
    parameter_problems: Vec<InvalidValue>,
    /// What was put into the path.
    path_values: Vec<String>,
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
        let mut outgoing = Self::at(Endpoint::Documented(operation), path);
        outgoing.path_values.push(id.to_owned());
        outgoing
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
            allowed: None,
            problems: Vec::new(),
            parameter_problems: Vec::new(),
            path_values: Vec::new(),
        }
    }

    /// A call of an operation on the record that this one is on, with the same headers and options.
    /// `found` is the id by which the record is known by now.
    pub(crate) fn on_the_same(
        &self,
        operation: &'static Operation,
        found: Option<ObjectId>,
    ) -> Self {
        let named = self.path_values.first().map_or("", String::as_str);
        let by_id = named.parse::<ObjectId>().ok().or(found);
        let mut outgoing = Self::on(operation, by_id.as_ref().map_or(named, ObjectId::as_str));
        outgoing.headers = self.headers.clone();
        outgoing.options = Options {
            // That was said of the other operation.
            idempotent: None,
            ..self.options
        };
        outgoing
    }

    /// The record that it is on.
    pub(crate) fn record(&self) -> Option<RecordRef> {
        self.path_values.first()?.parse().ok()
    }

    /// Lets the body write these custom fields only.
    pub(crate) fn allow(mut self, fields: Option<Arc<AllowedFields>>) -> Self {
        self.allowed = fields;
        self
    }

    pub(crate) fn body(mut self, body: &impl Draft) -> Self {
        let mut json = String::new();
        match self.write(body, &mut json) {
            Ok(()) => self.set_body(json),
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
            if let Err(problem) = self.write(&item, &mut json) {
                self.refuse(problem.of_item(position));
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

    fn write(&self, body: &impl Draft, out: &mut String) -> Result<(), InvalidValue> {
        let allowed = self.allowed.as_ref();
        match allowed.and_then(|allowed| allowed.problem(body)) {
            Some(problem) => Err(problem),
            None => body.write_json(out),
        }
    }

    /// Many bodies that are one array already, and how well it is known that none of them can be
    /// created twice.
    pub(crate) fn encoded(mut self, array: Bytes, keyed: Option<Evidence>) -> Self {
        self.body = Some(array);
        self.keyed = keyed;
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
        self.set_query(name.into(), value.into());
    }

    fn set_query(&mut self, name: Cow<'static, str>, value: String) {
        InvalidValue::forget(&mut self.parameter_problems, &|property| property == name);
        if let Some(earlier) = self.query.iter().position(|(other, _)| *other == name) {
            self.query.remove(earlier);
        }
        self.query.push((name, value));
    }

    /// What a query parameter is set to.
    pub(crate) fn queried(&self, name: &str) -> Option<&str> {
        let mut query = self.query.iter();
        let (_, value) = query.find(|(other, _)| other == name)?;
        Some(value)
    }

    /// Sets a header, in place of an earlier one of the same name. Those by which the client
    /// speaks for itself are not the caller's.
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        const OURS: [HeaderName; 11] = [
            AUTHORIZATION,
            CONNECTION,
            CONTENT_LENGTH,
            CONTENT_TYPE,
            EXPECT,
            HOST,
            PROXY_AUTHORIZATION,
            TE,
            TRAILER,
            TRANSFER_ENCODING,
            UPGRADE,
        ];
        let refused = |reason| InvalidValue::new("header", reason);
        match (name.parse::<HeaderName>(), HeaderValue::try_from(value)) {
            (Ok(name), _) if OURS.contains(&name) => {
                self.refuse(refused(
                    "the token, the host, the body's length and type, and the connection are the client's",
                ));
            }
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.refuse(refused("the name is none that HTTP has")),
            (_, Err(_)) => self.refuse(refused("the value holds a control character")),
        }
    }

    /// Sets an integer query parameter. One that is out of bounds keeps the call from being sent, until it is set to
    /// something else.
    pub(crate) fn bounded_query(
        &mut self,
        name: &'static str,
        value: u64,
        bounds: RangeInclusive<u64>,
    ) {
        if bounds.contains(&value) {
            return self.query(name, value.to_string());
        }
        let (least, most) = (bounds.start(), bounds.end());
        let reason = match *most {
            u64::MAX => format!("at least {least}, not {value}"),
            most => format!("from {least} to {most}, not {value}"),
        };
        self.refuse_parameter(InvalidValue::new(name, reason));
    }

    /// Keeps the call from being sent, until the parameter is set to something else.
    pub(crate) fn refuse_parameter(&mut self, problem: InvalidValue) {
        self.parameter_problems.push(problem);
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
        let problem = self.problems.first().or(self.parameter_problems.first());
        if let Some(problem) = problem {
            return Some(problem.clone());
        }
        // Values have their braces encoded, so what is left is the template's.
        let (_, place) = self.path.split_once('{')?;
        let name = place.split('}').next().unwrap_or_default();
        let reason = "the path has no value for it: set one with `path_param`";
        Some(InvalidValue::new(name, reason))
    }

    /// Puts a value, percent-encoded, in the place of a part of the path.
    pub(super) fn fill(&mut self, place: &str, value: &str) {
        let mut encoded = String::with_capacity(value.len());
        encode_segment(value, &mut encoded);
        self.path = self.path.replace(place, &encoded);
        self.path_values.push(value.to_owned());
    }

    /// Whether this holds of any value that was set in path or query, as it was set.
    pub(super) fn any_value(&self, is_it: &dyn Fn(&str) -> bool) -> bool {
        self.path_values.iter().any(|value| is_it(value))
            || self.query.iter().any(|(_, value)| is_it(value))
    }

    /// The resource of which no other bulk upsert may be under way, by its path template. An array
    /// that is put to a path that nobody documented is one as well (inferred).
    pub(crate) fn bulk_of(&self) -> Option<&str> {
        let undocumented = matches!(self.endpoint, Endpoint::Undocumented(_));
        let put = undocumented && self.endpoint.method() == Method::Put;
        let is_array = |body: &Bytes| body.first() == Some(&b'[');
        let is_bulk =
            self.endpoint.max_items().is_some() || put && self.body.as_ref().is_some_and(is_array);
        is_bulk.then(|| self.endpoint.path().trim_matches('/'))
    }

    /// The path, percent-encoded, ids included.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The query, percent-encoded; empty where there is none.
    pub(crate) fn encoded_query(&self) -> String {
        let mut query = String::new();
        for (name, value) in &self.query {
            if !query.is_empty() {
                query.push('&');
            }
            encode_query(name, &mut query);
            query.push('=');
            encode_query(value, &mut query);
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Deal, DealCreate, DealUpsert, Resource};

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
    fn a_bulk_upsert_is_one_by_whatever_name_it_is_called() {
        let raw = |method, body: &str| {
            let endpoint = Endpoint::undocumented(method, "/deals/".into());
            let mut outgoing = Outgoing::at(endpoint, "/deals/".to_owned());
            outgoing.set_body(body.to_owned());
            outgoing
        };
        let item = DealUpsert::new().source_id("s");
        let typed = Outgoing::new(Deal::OPERATIONS.bulk_upsert).bodies([item]);
        for (outgoing, expected) in [
            (typed, Some("deals")),
            (raw(Method::Put, "[{}]"), Some("deals")),
            (raw(Method::Put, "{}"), None),
            (raw(Method::Post, "[{}]"), None),
            (Outgoing::new(Deal::OPERATIONS.list), None),
        ] {
            assert_eq!(outgoing.bulk_of(), expected);
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
