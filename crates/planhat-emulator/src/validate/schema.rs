//! From the schemas of OpenAPI 3.0 to those of JSON Schema. They were made from draft 4; of the keys that are kept here
//! the later drafts have the same understanding.

use serde_json::{Map, Value, json};

/// The keys of which the two have the same understanding, and which say what fits.
const KEPT: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "enum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "type",
];

/// The schema without what only describes it; `nullable` becomes one more type.
pub(super) fn convert(schema: &Value) -> Value {
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    let mut converted = Map::new();
    for (key, value) in members {
        if !KEPT.contains(&key.as_str()) {
            continue;
        }
        let value = match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, schema)| (name.clone(), convert(schema)))
                .collect(),
            ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
                parts.iter().map(convert).collect()
            }
            ("items" | "additionalProperties", schema) => convert(schema),
            _ => value.clone(),
        };
        converted.insert(key.clone(), value);
    }
    if members.get("nullable") != Some(&Value::Bool(true)) {
        return converted.into();
    }
    match converted.get("type") {
        Some(kind) => {
            let kind = json!([kind, "null"]);
            converted.insert("type".to_owned(), kind);
            converted.into()
        }
        None => json!({ "anyOf": [converted, { "type": "null" }] }),
    }
}
