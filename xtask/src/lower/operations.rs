//! Operations, and the schemas of what goes in and out of them.

use super::{Lowering, names};
use crate::model::{Operation, Query, QueryKind, Verb};
use crate::schema::{Located, reference};
use crate::spec::Operation as SpecOperation;

impl<'d> Lowering<'d> {
    pub(super) fn operation(&mut self, verb: Verb, operation: &SpecOperation<'d>) -> Operation {
        let body = operation
            .body_content()
            .and_then(|content| content.get("schema"));
        Operation {
            id: operation.id().to_owned(),
            verb,
            method: operation.method.to_uppercase(),
            path: operation.path.to_owned(),
            retry: self.word(&operation.at, "x-retry", "unprocessed"),
            evidence: self.word(&operation.at, "x-evidence", "inferred"),
            max_items: body.and_then(|body| body.value.get("maxItems")?.as_u64()),
            result_statuses: self.result_statuses(operation),
            query: self.query(operation),
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

    fn query(&mut self, operation: &SpecOperation<'d>) -> Vec<Query> {
        let parameters = operation.parameters().into_iter();
        parameters
            .filter(|parameter| parameter.text("in") == Some("query"))
            .map(|parameter| {
                let wire = parameter.text("name").unwrap_or_default().to_owned();
                Query {
                    rust: names::snake_case(&wire),
                    doc: self.text(&parameter, "description"),
                    evidence: self.word(&parameter, "x-evidence", "documented"),
                    kind: self.query_kind(&parameter),
                    wire,
                }
            })
            .collect()
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
                    "the generator has no query parameter of type {kind:?} with format {format:?}"
                );
                self.problem(
                    &parameter.pointer,
                    what,
                    "use a string, an object id or an integer",
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
