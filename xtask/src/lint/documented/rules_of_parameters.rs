//! Rules about query parameters.

use super::rules::Context;
use crate::lint::Problems;
use crate::lint::evidence::DOCUMENTED;
use crate::schema::Located;
use crate::spec::{Operation, Spec};

/// The parameter that a rule is about, in every operation that it bears on.
pub(super) fn query_parameter(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    let name = context.rule.text("parameter");
    for operation in covered {
        let one = Said {
            what: format!("`{name}` of {}", operation.name()),
            said: context.said(),
        };
        let Some(parameter) = operation.parameter("query", name) else {
            let (id, said) = (operation.name(), one.said);
            problems.at(
                &operation.at,
                format!("{id} has no query parameter `{name}`; {said}"),
                "add it",
            );
            continue;
        };
        one.marks(context, &parameter, problems);
        one.bounds(context, &parameter, problems);
    }
}

/// How messages name a parameter, and what the vendor says of it.
struct Said {
    what: String,
    said: String,
}

impl Said {
    fn marks(
        &self,
        context: &Context<'_, '_>,
        parameter: &Located<'_>,
        problems: &mut Problems<'_>,
    ) {
        let Self { what, said } = self;
        let expected = &context.rule.evidence;
        let evidence = parameter.text("x-evidence").unwrap_or(DOCUMENTED);
        if evidence != expected {
            problems.at(
                parameter,
                format!(
                    "the query parameter {what} is {evidence}, and {expected} in the oracle; {said}"
                ),
                "correct x-evidence",
            );
        }
        let listed = context.rule.text("separator") == ",";
        if listed != parameter.is("x-comma-separated") {
            let (is, mend) = if listed {
                ("not said", "add")
            } else {
                ("said", "remove")
            };
            problems.at(
                parameter,
                format!("{what} is {is} to hold several names with commas between them; {said}"),
                format!("{mend} x-comma-separated: true"),
            );
        }
    }

    fn bounds(
        &self,
        context: &Context<'_, '_>,
        parameter: &Located<'_>,
        problems: &mut Problems<'_>,
    ) {
        let Self { what, said } = self;
        let schema = parameter
            .get("schema")
            .and_then(|schema| context.spec.resolve(schema));
        for key in ["default", "maximum"] {
            let Some(expected) = context.number(key) else {
                continue;
            };
            let found = schema.as_ref().and_then(|schema| schema.get(key));
            if found.as_ref().map(|found| found.value) == Some(expected) {
                continue;
            }
            let told = found
                .as_ref()
                .map_or("none".to_owned(), |found| found.value.to_string());
            problems.at(
                found.as_ref().or(schema.as_ref()).unwrap_or(parameter),
                format!("the {key} of {what} is {told}, documented is {expected}; {said}"),
                format!("write {key}: {expected}"),
            );
        }
    }
}

/// Query parameters that no rule names, or that the spec requires although no rule does.
pub(super) fn unasked(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for operation in &spec.operations {
        let id = operation.name();
        for parameter in operation.parameters() {
            if parameter.text("in") != Some("query") {
                continue;
            }
            let name = parameter.text("name").unwrap_or_default();
            let named = spec.rules().iter().any(|rule| {
                rule.kind == "query-parameter"
                    && rule.covers(operation.id())
                    && rule.text("parameter") == name
            });
            if !named && parameter.get("x-evidence").is_none() {
                problems.at(
                    &parameter,
                    format!("no page names the query parameter `{name}` of {id}"),
                    "correct the name, or add x-evidence: observed or inferred",
                );
            }
            if parameter.is("required") {
                problems.at(
                    &parameter,
                    format!("no page requires the query parameter `{name}` of {id}"),
                    "remove required",
                );
            }
        }
    }
}
