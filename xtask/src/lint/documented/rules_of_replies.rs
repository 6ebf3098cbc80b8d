//! Rules about hosts, authentication, statuses and what comes back.

use super::resources::{answered, opened_at, record};
use super::rules::Context;
use crate::lint::Problems;
use crate::schema::Located;
use crate::spec::{Operation, Spec, json};

pub(super) fn host(context: &Context<'_, '_>, problems: &mut Problems<'_>) {
    let hosts = context.rule.texts("values");
    let first =
        Located::new(context.spec.document, "/servers/0/url").and_then(|url| url.value.as_str());
    if context.rule.evidence == "documented" && !first.is_some_and(|first| hosts.contains(&first)) {
        problems.add(
            "/servers/0/url",
            format!(
                "the first server is {}; {}",
                first.unwrap_or("not given"),
                context.said()
            ),
            format!("write {}", hosts.first().unwrap_or(&"it")),
        );
    }
}

pub(super) fn authentication(context: &Context<'_, '_>, problems: &mut Problems<'_>) {
    let scheme = context.rule.text("scheme").to_lowercase();
    let known = context.spec.components("securitySchemes");
    if !known.iter().any(|(_, known)| {
        known.text("type") == Some("http") && known.text("scheme") == Some(&scheme)
    }) {
        problems.add(
            "/components/securitySchemes",
            format!("no scheme `{scheme}`; {}", context.said()),
            format!("add one: type: http, scheme: {scheme}"),
        );
    }
}

pub(super) fn status(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    let status = context
        .number("status")
        .map(ToString::to_string)
        .unwrap_or_default();
    for operation in covered {
        if !operation
            .responses()
            .iter()
            .any(|(known, _)| *known == status)
        {
            problems.at(
                &operation.at,
                format!(
                    "{} has no response {status}; {}",
                    operation.name(),
                    context.said()
                ),
                "add it",
            );
        }
    }
}

/// Statuses with another evidence than the oracle has, or of which it says nothing.
pub(super) fn unsaid(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let rules = spec.rules();
    for operation in &spec.operations {
        for (status, reply) in operation.responses() {
            let Some(evidence) = reply.text("x-evidence") else {
                continue;
            };
            // A statement about all operations is no better known than the operation itself.
            if evidence == "inferred"
                || Some(evidence) == operation.at.text("x-evidence") && evidence != "documented"
            {
                continue;
            }
            let mut said = rules.iter().filter(|rule| {
                rule.kind == "status"
                    && rule.covers(operation.id())
                    && rule
                        .details
                        .get("status")
                        .and_then(serde_json::Value::as_u64)
                        .is_some_and(|known| status.parse() == Ok(known))
            });
            if !said.any(|rule| rule.evidence == evidence) {
                problems.at(
                    &reply,
                    format!(
                        "{status} of {} is {evidence}, and not so in the oracle",
                        operation.name()
                    ),
                    "correct x-evidence, or the oracle's rules about statuses",
                );
            }
        }
    }
}

pub(super) fn keys(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    let holders = context.rule.texts("in");
    for operation in covered {
        let Some(reply) = answered(context.spec, operation) else {
            continue;
        };
        let mut looked_at = vec![reply.clone()];
        if !holders.is_empty() {
            let flat = context.spec.flatten(reply);
            let found = holders
                .iter()
                .filter_map(|name| opened_at(context.spec, flat.property(name)?));
            looked_at = found.collect();
        }
        for schema in looked_at {
            let flat = context.spec.flatten(schema.clone());
            let names = context.rule.texts("names");
            for name in names.iter().filter(|name| flat.property(name).is_none()) {
                problems.at(
                    &schema,
                    format!(
                        "`{}` has no key `{name}`; {}",
                        schema.name(),
                        context.said()
                    ),
                    "add the property",
                );
            }
            for property in &flat.properties {
                if !names.contains(&property.name.as_str())
                    && property.schema.get("x-evidence").is_none()
                {
                    problems.at(
                        &property.schema,
                        format!(
                            "`{}` has the key `{}`, which is not documented; {}",
                            schema.name(),
                            property.name,
                            context.said()
                        ),
                        "remove it, or add x-evidence: observed or inferred",
                    );
                }
            }
        }
    }
}

/// Keys that no table has, and that replies hold all the same.
pub(super) fn unlisted(context: &Context<'_, '_>, problems: &mut Problems<'_>) {
    let Some((schema, flat)) = record(context.spec, &context.rule.resource) else {
        return;
    };
    for name in context.rule.texts("properties") {
        if flat.property(name).is_none() {
            problems.at(
                &schema,
                format!(
                    "`{}` has no property `{name}`; {}",
                    schema.name(),
                    context.said()
                ),
                "add it",
            );
        }
    }
}

pub(super) fn headers(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    for operation in covered {
        for name in context.rule.texts("names") {
            let named = |(_, reply): &(&str, Located<'_>)| {
                reply
                    .get("headers")
                    .is_some_and(|headers| headers.get(name).is_some())
            };
            if !operation.responses().iter().any(named) {
                problems.at(
                    &operation.at,
                    format!(
                        "no response of {} has the header `{name}`; {}",
                        operation.name(),
                        context.said()
                    ),
                    "add the header to a response",
                );
            }
        }
    }
}

/// Whether success comes as an array, or a refusal as any of the named forms.
pub(super) fn form(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    let forms = context.rule.texts("forms");
    let statuses: Vec<String> = context
        .rule
        .details
        .get("statuses")
        .and_then(|list| list.as_array())
        .into_iter()
        .flatten()
        .map(ToString::to_string)
        .collect();
    for operation in covered {
        for (status, reply) in operation.responses() {
            let meant = match forms.as_slice() {
                ["array"] => status == "200",
                ["object"] => statuses.iter().any(|meant| meant == status),
                _ => !status.starts_with('2'),
            };
            if !meant {
                continue;
            }
            let schema =
                json(&reply).and_then(|content| context.spec.resolve(content.get("schema")?));
            let Some(schema) = schema else {
                problems.at(
                    &reply,
                    format!(
                        "`{}` does not say what its body is; {}",
                        reply.name(),
                        context.said()
                    ),
                    "add the content",
                );
                continue;
            };
            let known = kinds(context.spec, &schema);
            if let Some(missing) = forms.iter().find(|form| !known.contains(form)) {
                problems.at(
                    &schema,
                    format!(
                        "`{}`, which {status} answers, is never of type {missing}; {}",
                        schema.name(),
                        context.said()
                    ),
                    "correct the type of the reply",
                );
            }
        }
    }
}

/// The types that a schema allows.
fn kinds<'d>(spec: &Spec<'d>, schema: &Located<'d>) -> Vec<&'d str> {
    let mut found: Vec<&str> = schema.text("type").into_iter().collect();
    for choice in schema.get("anyOf").into_iter().flat_map(|all| all.items()) {
        if let Some(choice) = spec.resolve(choice) {
            found.extend(kinds(spec, &choice));
        }
    }
    found
}
