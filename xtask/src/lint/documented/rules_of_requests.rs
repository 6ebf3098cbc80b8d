//! Rules about the bodies that are sent, and about ids: limits, what a record needs and may hold.

use std::collections::BTreeSet;

use super::contradictions::abouts;
use super::resources::{self, record, taken};
use super::rows::states_default;
use super::rules::Context;
use crate::lint::upserts::{CREATES_WITH, MATCHED_BY};
use crate::lint::{Problems, paths, plain, quoted};
use crate::schema::{Located, Property};
use crate::spec::{Operation, Spec};

pub(super) fn max_items(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    let Some(expected) = context.number("maximum") else {
        return;
    };
    for operation in covered {
        let schema = operation
            .body_content()
            .and_then(|content| content.get("schema"));
        let found = schema.as_ref().and_then(|schema| schema.get("maxItems"));
        if found.as_ref().map(|found| found.value) != Some(expected) {
            let told = found
                .as_ref()
                .map_or("none".to_owned(), |found| found.value.to_string());
            let at = found.as_ref().or(schema.as_ref()).unwrap_or(&operation.at);
            problems.at(
                at,
                format!(
                    "maxItems of {} is {told}, documented is {expected}; {}",
                    operation.name(),
                    context.said()
                ),
                format!("write maxItems: {expected}"),
            );
        }
    }
}

pub(super) fn keyables(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    for operation in covered {
        let Some(schema) = taken(context.spec, operation) else {
            continue;
        };
        let flat = context.spec.flatten(schema.clone());
        for name in context.rule.texts("in_order") {
            if flat.property(name).is_none() {
                problems.at(
                    &schema,
                    format!(
                        "an item of {} has no keyable `{name}`; {}",
                        operation.name(),
                        context.said()
                    ),
                    "add the property",
                );
            }
        }
        keyed(context, operation, problems);
        matched(context, operation, problems);
    }
}

/// The order of the keyables decides which record an item with several of them means.
fn matched(context: &Context<'_, '_>, operation: &Operation<'_>, problems: &mut Problems<'_>) {
    let keyables = context.rule.texts("in_order");
    if let Some(said) = operation.at.get(MATCHED_BY)
        && texts(&said) != keyables
    {
        problems.at(
            &said,
            format!(
                "{} looks for records by other keys, or in another order; {}",
                operation.name(),
                context.said()
            ),
            format!("write {MATCHED_BY}: [{}]", keyables.join(", ")),
        );
    }
}

fn texts<'d>(list: &Located<'d>) -> Vec<&'d str> {
    let items = list.value.as_array().into_iter().flatten();
    items.filter_map(|item| item.as_str()).collect()
}

/// No item is found again by what is no keyable.
fn keyed(context: &Context<'_, '_>, operation: &Operation<'_>, problems: &mut Problems<'_>) {
    let keyables = context.rule.texts("in_order");
    let said = operation.at.get("x-keyed-by");
    for has in said
        .iter()
        .flat_map(Located::items)
        .filter_map(|entry| entry.get("has"))
    {
        let names = has.items();
        let mut names = names.iter().filter_map(|name| name.value.as_str());
        if !names.any(|name| keyables.contains(&name)) {
            problems.at(
                &has,
                format!(
                    "{} is to be repeated by what is no keyable; {}",
                    operation.name(),
                    context.said()
                ),
                format!("name one of {}", quoted(&keyables)),
            );
        }
    }
}

/// What is needed whatever the item does; what only some items need is for the description.
pub(super) fn required(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    let conditional = context.rule.details.contains_key("applies_to");
    let any = context.rule.texts("any_of");
    for operation in covered {
        let Some(schema) = taken(context.spec, operation) else {
            continue;
        };
        let flat = context.spec.flatten(schema.clone());
        for name in context.rule.texts("all_of") {
            if flat.property(name).is_none() {
                problems.at(
                    &schema,
                    format!("{} takes no `{name}`; {}", operation.name(), context.said()),
                    "add the property",
                );
            } else if !conditional && !flat.requires(name) {
                problems.at(
                    &schema,
                    format!(
                        "{} does not require `{name}`; {}",
                        operation.name(),
                        context.said()
                    ),
                    "add it to `required`",
                );
            }
        }
        if conditional {
            minimum(context, operation, problems);
        }
        for name in any.iter().filter(|name| flat.property(name).is_none()) {
            problems.at(
                &schema,
                format!("{} takes no `{name}`; {}", operation.name(), context.said()),
                "add the property",
            );
        }
    }
}

/// What an item needs to be created, unless a decision about the rule says why it is something else.
fn minimum(context: &Context<'_, '_>, operation: &Operation<'_>, problems: &mut Problems<'_>) {
    let Some(said) = operation.at.get(CREATES_WITH) else {
        return;
    };
    let differs = |key: &str, documented: Vec<&str>| {
        let found: BTreeSet<&str> = said.get(key).iter().flat_map(texts).collect();
        found != documented.into_iter().collect()
    };
    let rule = &context.rule;
    if (differs("all", rule.texts("all_of")) || differs("any", rule.texts("any_of")))
        && !abouts(&operation.at).any(|about| about == "rule")
    {
        problems.at(
            &said,
            format!(
                "{} creates with something else; {}",
                operation.name(),
                context.said()
            ),
            "name what the rule names, or say why not: x-decides: [ { about: rule, because: … } ]",
        );
    }
}

/// Required names that no rule asks for.
pub(super) fn unasked(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for operation in &spec.operations {
        let asked: BTreeSet<&str> = spec
            .rules()
            .iter()
            .filter(|rule| rule.covers(operation.id()))
            .filter(|rule| rule.kind == "required" && !rule.details.contains_key("applies_to"))
            .flat_map(|rule| rule.texts("all_of"))
            .collect();
        let flat = taken(spec, operation).map(|schema| spec.flatten(schema));
        for (name, at) in flat.unwrap_or_default().required {
            if !asked.contains(name.as_str()) {
                let id = operation.name();
                problems.add(
                    &at,
                    format!("{id} requires `{name}`, which no rule of the vendor asks for"),
                    "remove it from `required`, and say it in the description",
                );
            }
        }
    }
}

/// Which forms of an id are taken: the object id alone, or prefixed ones too.
pub(super) fn identifiers(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    let rules = context.spec.rules();
    let place = context.rule.text("in");
    let property = context.rule.text("property");
    for operation in covered {
        // Several rules may add forms to the same place.
        let prefixed = rules
            .iter()
            .filter(|rule| {
                rule.kind == "identifiers"
                    && rule.covers(operation.id())
                    && rule.text("in") == place
                    && rule.text("property") == property
            })
            .flat_map(|rule| rule.texts("accepts"))
            .any(|form| form.ends_with('-'));
        let expected = if prefixed { "record-ref" } else { "object-id" };
        let schema = match place {
            "path" => paths::names(operation.path)
                .first()
                .and_then(|name| operation.parameter("path", name))
                .and_then(|parameter| parameter.get("schema")),
            _ => taken(context.spec, operation).and_then(|schema| {
                context
                    .spec
                    .flatten(schema)
                    .property(property)
                    .map(|property| property.schema.clone())
            }),
        };
        let Some(schema) = schema else {
            problems.at(
                &operation.at,
                format!(
                    "{} has no id in its {place}; {}",
                    operation.name(),
                    context.said()
                ),
                "add it",
            );
            continue;
        };
        let found = resources::text(context.spec, &schema, "format").unwrap_or("none");
        if found != expected {
            let (name, said) = (operation.name(), context.said());
            problems.at(
                &schema,
                format!("the id in the {place} of {name} has the format {found}, documented is {expected}; {said}"),
                format!("use a schema of format {expected}"),
            );
        }
    }
}

/// The property that a rule is about, in each schema that the covered operations take or else in the record.
fn subjects<'d>(context: &Context<'_, 'd>, covered: &[&Operation<'d>]) -> Vec<Property<'d>> {
    let name = context.rule.text("property");
    let mut found: Vec<Property<'d>> = Vec::new();
    let taken = covered
        .iter()
        .filter_map(|operation| taken(context.spec, operation));
    let flats = taken.map(|schema| context.spec.flatten(schema));
    let record = record(context.spec, &context.rule.resource).map(|(_, flat)| flat);
    for flat in flats.chain(record) {
        if let Some(property) = flat.property(name)
            && !found
                .iter()
                .any(|known| known.schema.pointer == property.schema.pointer)
        {
            found.push(property.clone());
        }
    }
    found
}

pub(super) fn fixed_values(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    for property in subjects(context, covered) {
        let listed = property.schema.get("x-extensible-enum");
        let listed: Vec<&str> = listed
            .iter()
            .flat_map(|listed| listed.value.as_array().into_iter().flatten())
            .filter_map(|value| value.as_str())
            .collect();
        let missing: Vec<&str> = context
            .rule
            .texts("values")
            .into_iter()
            .filter(|value| !listed.contains(value))
            .collect();
        if !missing.is_empty() {
            problems.at(
                &property.schema,
                format!(
                    "`{}` does not list {}; {}",
                    property.name,
                    quoted(missing),
                    context.said()
                ),
                "add it to x-extensible-enum",
            );
        }
    }
}

pub(super) fn default(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    let Some(value) = context.rule.details.get("value") else {
        return;
    };
    for property in subjects(context, covered) {
        if !states_default(context.spec, &property.schema, value) {
            problems.at(
                &property.schema,
                format!(
                    "the description of `{}` does not state the default {}; {}",
                    property.name,
                    plain(value),
                    context.said()
                ),
                format!("write: Documented default {}.", plain(value)),
            );
        }
    }
}
