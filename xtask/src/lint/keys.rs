//! Keys that OpenAPI 3.0 does not know: tools drop them in silence, so a typing error would go unseen.

use openapiv3 as oa;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Problems;
use crate::source::pointer;
use crate::spec::{Kind, Node, Spec};

/// The words of OpenAPI 3.0: what a misspelt key was probably meant to be.
const WORDS: &[&str] = &[
    "additionalProperties",
    "allOf",
    "allowEmptyValue",
    "allowReserved",
    "anyOf",
    "bearerFormat",
    "callbacks",
    "components",
    "contact",
    "content",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "email",
    "encoding",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "explode",
    "externalDocs",
    "externalValue",
    "flows",
    "format",
    "headers",
    "in",
    "info",
    "items",
    "license",
    "links",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "name",
    "not",
    "nullable",
    "oneOf",
    "openIdConnectUrl",
    "openapi",
    "operationId",
    "parameters",
    "paths",
    "pattern",
    "properties",
    "readOnly",
    "requestBodies",
    "requestBody",
    "required",
    "responses",
    "schema",
    "schemas",
    "scheme",
    "security",
    "securitySchemes",
    "servers",
    "style",
    "summary",
    "tags",
    "termsOfService",
    "title",
    "type",
    "uniqueItems",
    "url",
    "value",
    "variables",
    "version",
    "writeOnly",
    "xml",
];

/// Everything that a typed reading of the document loses, or stumbles over.
pub(super) fn openapi(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let value = spec.document.value();
    match value.get("openapi").and_then(Value::as_str) {
        Some("3.0.0" | "3.0.1" | "3.0.2" | "3.0.3" | "3.0.4") => {}
        _ => problems.add("/openapi", "the version is not 3.0", "write openapi: 3.0.3"),
    }
    match serde_json::from_value::<oa::OpenAPI>(value.clone())
        .and_then(|typed| serde_json::to_value(&typed))
    {
        Ok(kept) => lost(value, &kept, "", problems),
        Err(error) => blame(spec, &error, problems),
    }
}

/// Compares what was written with what a typed reading kept.
fn lost(written: &Value, kept: &Value, at: &str, problems: &mut Problems<'_>) {
    match (written, kept) {
        // What stands beside a `$ref` is the concern of another rule.
        (Value::Object(object), _) if object.contains_key("$ref") => {}
        (Value::Object(written), Value::Object(kept)) => {
            for (key, value) in written {
                let here = pointer::join(at, key);
                match kept.get(key) {
                    Some(kept) => lost(value, kept, &here, problems),
                    None if key.starts_with("x-") => {}
                    // An example may well be null.
                    None if value.is_null()
                        && ["value", "example", "default"].contains(&key.as_str()) => {}
                    None if says_nothing(value) => {
                        problems.add(
                            &here,
                            format!("`{key}` is no key that OpenAPI 3.0 has here, or says nothing"),
                            "remove it",
                        );
                    }
                    None => problems.add(
                        &here,
                        format!("`{key}` is no key that OpenAPI 3.0 has here"),
                        mend(key),
                    ),
                }
            }
        }
        (Value::Array(written), Value::Array(kept)) => {
            for (index, (written, kept)) in written.iter().zip(kept).enumerate() {
                lost(written, kept, &pointer::join(at, index), problems);
            }
        }
        _ => {}
    }
}

/// Whether a value is like none: a typed writing leaves it out although the key is known.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn mend(key: &str) -> String {
    match similar::get_close_matches(key, WORDS, 1, 0.7).first() {
        Some(word) if *word == key => format!("move `{key}` to where OpenAPI has it, or remove it"),
        Some(word) => format!("did you mean `{word}`?"),
        None => "remove it; if it is a word of this project, it begins with `x-`".to_owned(),
    }
}

/// Names the innermost parts that cannot be read as what they should be.
fn blame(spec: &Spec<'_>, error: &serde_json::Error, problems: &mut Problems<'_>) {
    let mut blamed: Vec<&str> = Vec::new();
    // Children come after their parents, so the last ones are the innermost.
    for node in spec.nodes.iter().rev() {
        let here = node.at.pointer.as_str();
        let is_inner = |inner: &&str| {
            inner
                .strip_prefix(here)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        if blamed.iter().any(is_inner) {
            continue;
        }
        if let Some(error) = misread(node) {
            problems.add(
                here,
                format!("not what OpenAPI 3.0 has here: {error}"),
                "write it as OpenAPI 3.0 asks",
            );
            blamed.push(here);
        }
    }
    if blamed.is_empty() {
        problems.add(
            "",
            format!("not an OpenAPI 3.0 document: {error}"),
            "write it as OpenAPI 3.0 asks",
        );
    }
}

fn misread(node: &Node<'_>) -> Option<serde_json::Error> {
    fn read<T: DeserializeOwned>(value: &Value) -> Option<serde_json::Error> {
        serde_json::from_value::<T>(value.clone()).err()
    }
    let value = node.at.value;
    if crate::schema::reference(value).is_some() {
        return None;
    }
    match node.kind {
        Kind::Info => read::<oa::Info>(value),
        Kind::Server => read::<oa::Server>(value),
        Kind::Tag => read::<oa::Tag>(value),
        Kind::Components => read::<oa::Components>(value),
        Kind::PathItem => read::<oa::PathItem>(value),
        Kind::Operation => read::<oa::Operation>(value),
        Kind::Parameter => read::<oa::Parameter>(value),
        Kind::Header => read::<oa::Header>(value),
        Kind::RequestBody => read::<oa::RequestBody>(value),
        Kind::Response => read::<oa::Response>(value),
        Kind::MediaType => read::<oa::MediaType>(value),
        Kind::Schema => read::<oa::Schema>(value),
        Kind::Example => read::<oa::Example>(value),
        Kind::SecurityScheme => read::<oa::SecurityScheme>(value),
        Kind::Document => None,
    }
}
