//! Every example, held against its schema.

mod json_schema;

use std::collections::BTreeMap;

use serde_json::Value;

use self::json_schema::{Schemas, is_date, is_object_id};
use super::Problems;
use crate::schema::{self, Located};
use crate::source::pointer;
use crate::spec::{Kind, Spec};

pub(super) fn fit(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let mut schemas = Schemas::new(spec);
    for example in spec
        .of(Kind::Example)
        .filter(|example| example.at.get("value").is_none())
    {
        problems.at(
            &example.at,
            format!("the example `{}` has no value", example.at.name()),
            "write value: and the example itself",
        );
    }
    for node in &spec.nodes {
        let schema = match node.kind {
            Kind::MediaType | Kind::Parameter | Kind::Header => node.at.get("schema"),
            Kind::Schema => Some(node.at.clone()),
            _ => None,
        };
        let Some(schema) = schema.and_then(|schema| spec.resolve(schema)) else {
            continue;
        };
        for example in values(spec, &node.at) {
            let mut misfits = schemas.misfits(&schema, example.value);
            // Unknown keys are allowed on the wire, but a spec should know what it shows.
            let unnamed = seen(spec, &schema, example.value)
                .into_iter()
                .filter(|seen| seen.property.is_none());
            misfits.extend(unnamed.map(|seen| {
                (
                    seen.inner,
                    format!("the schema does not name `{}`", seen.name),
                )
            }));
            for (inner, what) in misfits {
                problems.add(
                    &format!("{}{inner}", example.pointer),
                    format!("the example does not fit: {what}"),
                    format!("correct the example, or the schema at {}", schema.pointer),
                );
            }
        }
    }
}

/// The values of the examples of one part.
fn values<'d>(spec: &Spec<'d>, at: &Located<'d>) -> Vec<Located<'d>> {
    let mut found = Vec::new();
    found.extend(at.get("example"));
    let named = at.get("examples").map(|named| named.members(spec.document));
    for (_, example) in named.unwrap_or_default() {
        found.extend(
            spec.resolve(example)
                .and_then(|example| example.get("value")),
        );
    }
    found
}

/// A member of an example, and the property that stands for it.
struct Seen<'d, 'v> {
    /// The pointer within the example.
    inner: String,
    name: &'v str,
    value: &'v Value,
    property: Option<Located<'d>>,
}

/// Every member of an example whose schema names its properties.
fn seen<'d, 'v>(spec: &Spec<'d>, schema: &Located<'d>, value: &'v Value) -> Vec<Seen<'d, 'v>> {
    let mut found = Vec::new();
    gather(spec, schema, value, "", &mut found);
    found
}

fn gather<'d, 'v>(
    spec: &Spec<'d>,
    schema: &Located<'d>,
    value: &'v Value,
    at: &str,
    found: &mut Vec<Seen<'d, 'v>>,
) {
    match value {
        Value::Array(items) => {
            if let Some(schema) = schema::says(spec.document, schema, "items") {
                for (index, item) in items.iter().enumerate() {
                    gather(spec, &schema, item, &pointer::join(at, index), found);
                }
            }
        }
        Value::Object(members) => {
            let flat = spec.flatten(schema.clone());
            if flat.properties.is_empty() {
                return;
            }
            for (name, value) in members {
                let inner = pointer::join(at, name);
                let property = flat.property(name).map(|property| property.schema.clone());
                if let Some(property) = &property {
                    gather(spec, property, value, &inner, found);
                }
                found.push(Seen {
                    inner,
                    name,
                    value,
                    property,
                });
            }
        }
        _ => {}
    }
}

/// Texts that are dates, or ids, wherever an example shows them, and whose schema does not say so.
pub(super) fn formats(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let mut texts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for node in spec.of(Kind::MediaType) {
        let Some(schema) = node.at.get("schema") else {
            continue;
        };
        for example in values(spec, &node.at) {
            for Seen {
                value, property, ..
            } in seen(spec, &schema, example.value)
            {
                if let (Some(property), Some(text)) =
                    (property, value.as_str().filter(|text| !text.is_empty()))
                {
                    texts.entry(property.pointer).or_default().push(text);
                }
            }
        }
    }
    for (pointer, texts) in texts {
        let Some(property) = Located::new(spec.document, pointer) else {
            continue;
        };
        let says = |key| schema::says(spec.document, &property, key).is_some();
        if says("format") || says("anyOf") || says("x-extensible-enum") {
            continue;
        }
        let what = if texts
            .iter()
            .all(|text| is_date(text.get(..10).unwrap_or_default()))
        {
            "a date"
        } else if texts.iter().all(|text| is_object_id(text)) {
            "an object id"
        } else {
            continue;
        };
        let name = property.name();
        problems.at(
            &property,
            format!("`{name}` is {what} in every example, and its schema does not say so"),
            "give it that format, or refer to the schema that has it",
        );
    }
}
