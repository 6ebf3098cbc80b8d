//! Operations, and the schemas of what goes in and out of them.

use super::properties::{EVIDENCE, in_words};
use super::reserved::PARAMETERS;
use super::{Lowering, names};
use crate::model::{Operation, Query, QueryKind, Verb};
use crate::schema::{Located, reference};
use crate::spec::Operation as SpecOperation;

/// When an operation may be repeated.
const RETRY: &[&str] = &["always", "keyed", "unprocessed"];
/// The methods that the client sends.
const METHODS: &[&str] = &["get", "post", "put", "delete"];

const LEAVE_OUT: &str = "leave it out, with a word in the description of the operation";

impl<'d> Lowering<'d> {
    /// An operation on the records of the schema `record`.
    pub(super) fn operation(
        &mut self,
        verb: Verb,
        operation: &SpecOperation<'d>,
        record: &str,
    ) -> Operation {
        self.answer(verb, operation, record);
        let body = operation
            .body_content()
            .and_then(|content| content.get("schema"));
        Operation {
            id: operation.id().to_owned(),
            verb,
            method: self.method(operation),
            path: operation.path.to_owned(),
            retry: self.word(&operation.at, "x-retry", RETRY, "unprocessed"),
            keyed_by: self.keyed_by(operation),
            creates_with: self.creates_with(operation),
            evidence: self.word(&operation.at, "x-evidence", EVIDENCE, "inferred"),
            max_items: body.and_then(|body| body.value.get("maxItems")?.as_u64()),
            result_statuses: self.result_statuses(operation),
            query: self.query(verb, operation),
        }
    }

    fn method(&mut self, operation: &SpecOperation<'d>) -> String {
        if !METHODS.contains(&operation.method) {
            let what = format!("the client sends no {}", operation.method.to_uppercase());
            self.problem(
                &operation.at.pointer,
                what,
                format!("use one of {}", METHODS.join(", ")),
            );
        }
        operation.method.to_uppercase()
    }

    /// What a verb answers is written into the client.
    fn answer(&mut self, verb: Verb, operation: &SpecOperation<'d>, record: &str) {
        let expected = match verb {
            Verb::Delete => "DeleteResult",
            Verb::BulkUpsert => "BulkUpsertResult",
            Verb::Create | Verb::Update | Verb::Get | Verb::List => record,
        };
        let found = self.success_schema(operation).map(|schema| schema.name());
        if found.as_deref() != Some(expected) {
            let found = found.map_or("nothing that has a name".to_owned(), |found| {
                format!("`{found}`")
            });
            let what = format!("`{}` answers {found}", operation.name());
            self.problem(
                &operation.at.pointer,
                what,
                format!("let it answer `{expected}`, as which the client reads it"),
            );
        }
    }

    /// The error statuses whose body may be what the operation answers on success.
    fn result_statuses(&self, operation: &SpecOperation<'d>) -> Vec<u16> {
        let Some(success) = self.success_schema(operation) else {
            return Vec::new();
        };
        let carries = |response: &Located<'d>| {
            let schema = response
                .get("content")?
                .get("application/json")?
                .get("schema")?;
            let choices = self.spec.resolve(schema)?.get("anyOf")?.items();
            choices
                .into_iter()
                .filter_map(|choice| self.spec.resolve(choice))
                .any(|choice| choice.pointer == success.pointer)
                .then_some(())
        };
        operation
            .responses()
            .into_iter()
            .filter(|(_, response)| carries(response).is_some())
            .filter_map(|(status, _)| status.parse().ok())
            .collect()
    }

    fn query(&mut self, verb: Verb, operation: &SpecOperation<'d>) -> Vec<Query> {
        let mut lowered: Vec<Query> = Vec::new();
        for parameter in operation.parameters() {
            if parameter.text("in") != Some("query") {
                continue;
            }
            let wire = parameter.text("name").unwrap_or_default().to_owned();
            let rust = names::beside(names::snake_case(&wire), PARAMETERS);
            if verb != Verb::List {
                let what = format!("`{}` takes the query parameter `{wire}`", operation.name());
                self.problem(
                    &parameter.pointer,
                    what,
                    "leave it out: only lists have setters for query parameters",
                );
            }
            if !names::is_identifier(&rust) {
                let what = format!(
                    "the query parameter `{wire}` has no name in Rust, as it begins with no letter"
                );
                self.problem(&parameter.pointer, what, LEAVE_OUT);
            }
            if let Some(other) = lowered.iter().find(|other| other.rust == rust) {
                let what = format!(
                    "the query parameters `{}` and `{wire}` would both be `{rust}` in Rust",
                    other.wire
                );
                self.problem(&parameter.pointer, what, LEAVE_OUT);
            }
            lowered.push(Query {
                doc: self.text(&parameter, "description"),
                evidence: self.word(&parameter, "x-evidence", EVIDENCE, "documented"),
                kind: self.query_kind(&parameter),
                rust,
                wire,
            });
        }
        lowered
    }

    fn query_kind(&mut self, parameter: &Located<'d>) -> QueryKind {
        let schema = parameter
            .get("schema")
            .and_then(|schema| self.spec.resolve(schema));
        let bound = |key: &str| schema.as_ref()?.value.get(key)?.as_u64();
        let word = |key: &str| schema.as_ref()?.text(key);
        match (word("type"), word("format")) {
            (Some("string"), Some("object-id")) => QueryKind::ObjectId,
            (Some("string"), None) if parameter.is("x-comma-separated") => QueryKind::Names,
            (Some("string"), None) => QueryKind::Text,
            (Some("integer"), _) => QueryKind::Integer {
                minimum: bound("minimum").unwrap_or(0),
                maximum: bound("maximum"),
            },
            (kind, format) => {
                let what = format!(
                    "the generator has no query parameter of {}",
                    in_words(kind, format)
                );
                self.problem(
                    &parameter.pointer,
                    what,
                    "use a string without a format or with object-id, or an integer",
                );
                QueryKind::Text
            }
        }
    }

    /// The named schema of the first success response: of a list, that of its items.
    pub(super) fn success_schema(&self, operation: &SpecOperation<'d>) -> Option<Located<'d>> {
        let (_, response) = operation.successes().into_iter().next()?;
        self.named(
            response
                .get("content")?
                .get("application/json")?
                .get("schema")?,
        )
    }

    /// The named schema of the request body: of a list, that of its items.
    pub(super) fn body_schema(&self, operation: &SpecOperation<'d>) -> Option<Located<'d>> {
        self.named(operation.body_content()?.get("schema")?)
    }

    fn named(&self, schema: Located<'d>) -> Option<Located<'d>> {
        let schema = schema.get("items").unwrap_or(schema);
        reference(schema.value)?;
        self.spec.resolve(schema)
    }
}
