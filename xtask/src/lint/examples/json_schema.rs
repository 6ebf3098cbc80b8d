//! From the schemas of OpenAPI 3.0 to those of JSON Schema, draft 4, which they were made from.

use std::collections::BTreeMap;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use crate::schema::Located;
use crate::spec::Spec;

/// The keys of which the two have the same understanding.
const KEPT: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "type",
    "uniqueItems",
];

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// The validators of a spec, each built once.
pub(super) struct Schemas {
    components: Value,
    built: BTreeMap<String, Result<Validator, String>>,
}

impl Schemas {
    pub(super) fn new(spec: &Spec<'_>) -> Self {
        let mut named = Map::new();
        for (name, schema) in spec.schemas() {
            named.insert(name.to_owned(), convert(schema.value));
        }
        Self {
            components: json!({ "schemas": named }),
            built: BTreeMap::new(),
        }
    }

    /// Where a value does not fit a schema, and why.
    pub(super) fn misfits(&mut self, schema: &Located<'_>, value: &Value) -> Vec<(String, String)> {
        let components = &self.components;
        let built = self
            .built
            .entry(schema.pointer.clone())
            .or_insert_with(|| build(schema, components));
        match built {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|error| (error.instance_path().to_string(), error.to_string()))
                .collect(),
            Err(error) => vec![(String::new(), format!("its schema is none: {error}"))],
        }
    }
}

fn build(schema: &Located<'_>, components: &Value) -> Result<Validator, String> {
    let root = json!({ "allOf": [convert(schema.value)], "components": components });
    jsonschema::options()
        .with_draft(Draft::Draft4)
        .should_validate_formats(true)
        .with_format("date", is_date)
        .with_format("object-id", is_object_id)
        .with_format("record-ref", is_record_ref)
        .offline()
        .build(&root)
        .map_err(|error| error.to_string())
}

fn convert(schema: &Value) -> Value {
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
            ("items" | "not" | "additionalProperties", schema) => convert(schema),
            // A type that does not exist is told of the schema, not of each example.
            ("type", kind) if !TYPES.contains(&kind.as_str().unwrap_or_default()) => continue,
            _ => value.clone(),
        };
        converted.insert(key.clone(), value);
    }
    if members.get("nullable") != Some(&Value::Bool(true)) {
        return Value::Object(converted);
    }
    match converted.get("type") {
        Some(kind) => {
            let kind = json!([kind, "null"]);
            converted.insert("type".to_owned(), kind);
            Value::Object(converted)
        }
        None => json!({ "anyOf": [converted, { "type": "null" }] }),
    }
}

/// `2026-09-30`, and a day that exists.
pub(super) fn is_date(text: &str) -> bool {
    let fits = |pattern: &[u8]| {
        text.len() == pattern.len()
            && text.bytes().zip(pattern).all(|(byte, like)| match like {
                b'0' => byte.is_ascii_digit(),
                like => byte == *like,
            })
    };
    if !fits(b"0000-00-00") {
        return false;
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap_or_default();
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

pub(super) fn is_object_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_record_ref(text: &str) -> bool {
    ["extid-", "srcid-"]
        .iter()
        .filter_map(|prefix| text.strip_prefix(prefix))
        .any(|id| !id.is_empty())
        || is_object_id(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formats_of_the_api_are_told_from_what_resembles_them() {
        for date in ["2026-09-30", "2024-02-29", "2000-02-29"] {
            assert!(is_date(date), "{date}");
        }
        for text in [
            "2026-09-31",
            "2023-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-9-30",
            "2026-09-30T00:00:00Z",
            "20é6-09-3",
        ] {
            assert!(!is_date(text), "{text}");
        }
        for reference in ["61006bc89a3e0b702ed8ea49", "extid-a b/c", "srcid-0"] {
            assert!(is_record_ref(reference), "{reference}");
        }
        for text in [
            "",
            "extid-",
            "acme",
            "61006bc89a3e0b702ed8ea4",
            "61006bc89a3e0b702ed8ea4g",
        ] {
            assert!(!is_record_ref(text), "{text}");
        }
    }

    #[test]
    fn nullable_becomes_the_type_null() {
        assert_eq!(
            convert(&json!({ "type": "string", "nullable": true, "description": "A text." })),
            json!({ "type": ["string", "null"] })
        );
        assert_eq!(
            convert(&json!({ "allOf": [{ "$ref": "#/components/schemas/A" }], "nullable": true })),
            json!({ "anyOf": [{ "allOf": [{ "$ref": "#/components/schemas/A" }] }, { "type": "null" }] })
        );
    }
}
