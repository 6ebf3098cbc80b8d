//! Which documented rule bears on a difference.

use crate::compare::{Mismatch, Pointer, RequestMismatch};
use crate::json::Node;
use crate::oracle::{Oracle, Rule};

use super::stage::Credentials;

/// The rules of one operation.
#[derive(Clone, Copy)]
pub(super) struct Bearing<'a> {
    oracle: &'a Oracle,
    operation: &'a str,
}

/// Kinds of rules that speak of what is sent under a property, the most telling first.
const ON_SENT: [&str; 7] = [
    "identifiers",
    "date-form",
    "keyables",
    "required",
    "conditional-required",
    "fixed-values",
    "range",
];

/// Kinds of rules that speak of what comes back under a property, the most telling first.
const ON_RETURNED: [&str; 4] = [
    "reply-keys",
    "date-form",
    "fixed-values",
    "unlisted-properties",
];

/// The keys under which rules name properties.
const NAMES: [&str; 5] = ["property", "properties", "all_of", "in_order", "names"];

impl<'a> Bearing<'a> {
    pub(super) fn new(oracle: &'a Oracle, operation: &'a str) -> Self {
        Self { oracle, operation }
    }

    /// The rules of a kind.
    pub(super) fn of_kind(self, kind: &'a str) -> impl Iterator<Item = &'a Rule> {
        let rules = self.oracle.rules();
        rules.filter(move |rule| rule.kind == kind && rule.covers(self.operation))
    }

    /// A rule by its id, if it bears on the operation.
    pub(super) fn of_id(self, id: &str) -> Option<&'a Rule> {
        self.oracle
            .rule(id)
            .filter(|rule| rule.covers(self.operation))
    }

    /// The rule that a difference in the request breaks.
    pub(super) fn on_request(
        self,
        mismatch: &RequestMismatch,
        credentials: Credentials,
    ) -> Option<&'a Rule> {
        match mismatch {
            RequestMismatch::HeaderMissing { name, .. }
            | RequestMismatch::HeaderValue { name, .. }
            | RequestMismatch::HeaderRepeated { name, .. }
                if name == "authorization" =>
            {
                self.on_authentication(credentials)
            }
            RequestMismatch::SecretLeaked { .. } => self.on_authentication(credentials),
            RequestMismatch::QueryMissing { name, .. }
            | RequestMismatch::QueryUnexpected { name, .. } => self
                .of_kind("query-parameter")
                .find(|rule| says(rule, "parameter", name)),
            RequestMismatch::Path { .. } => self
                .of_kind("identifiers")
                .find(|rule| says(rule, "in", "path")),
            RequestMismatch::Body(mismatch) => self.on_property(&ON_SENT, mismatch.at()),
            _ => None,
        }
    }

    /// The rule that a difference in the reply breaks.
    pub(super) fn on_reply(self, mismatch: &Mismatch) -> Option<&'a Rule> {
        match mismatch {
            Mismatch::Kind { at, .. } if at.as_str().is_empty() => {
                self.of_kind("reply-form").next()
            }
            other => self.on_returned(other.at()),
        }
    }

    /// The rule on what comes back at a place.
    pub(super) fn on_returned(self, at: &Pointer) -> Option<&'a Rule> {
        self.on_property(&ON_RETURNED, at)
    }

    fn on_authentication(self, credentials: Credentials) -> Option<&'a Rule> {
        self.of_kind("authentication")
            .find(|rule| says(rule, "scheme", credentials.scheme()))
    }

    fn on_property(self, kinds: &[&'a str], at: &Pointer) -> Option<&'a Rule> {
        // The first step that is no index: what stands below a property is the property's.
        let is_index = |step: &&str| step.bytes().all(|byte| byte.is_ascii_digit());
        let mut steps = at.as_str().split('/').skip(1);
        let property = steps.find(|step| !is_index(step))?;
        let names = |rule: &&Rule| NAMES.iter().any(|key| says(rule, key, property));
        kinds.iter().find_map(|kind| self.of_kind(kind).find(names))
    }
}

/// Whether a key of a rule holds a text, alone or in a list.
fn says(rule: &Rule, key: &str, text: &str) -> bool {
    rule.key(key).is_some_and(|node| match node {
        Node::Array(items) => items.iter().any(|item| item.as_str() == Some(text)),
        other => other.as_str() == Some(text),
    })
}
