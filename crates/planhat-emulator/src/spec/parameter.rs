//! Query parameters.

use serde_json::Value;

use super::SpecError;
use super::document::{Document, text};

/// A parameter that an operation takes in its query.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) minimum: Option<u64>,
    pub(crate) maximum: Option<u64>,
    pub(crate) default: Option<u64>,
}

/// The query parameters of an operation.
pub(super) fn all(document: &Document, operation: &Value) -> Result<Vec<Parameter>, SpecError> {
    let mut found = Vec::new();
    for parameter in super::document::items(operation, "parameters") {
        let parameter = document.resolve(parameter)?;
        if text(parameter, "in") != Some("query") {
            continue;
        }
        let name = text(parameter, "name")
            .ok_or_else(|| SpecError("a parameter has no name".to_owned()))?;
        let schema = match parameter.get("schema") {
            Some(schema) => document.resolve(schema)?,
            None => &Value::Null,
        };
        let bound = |key| schema.get(key).and_then(Value::as_u64);
        found.push(Parameter {
            name: name.to_owned(),
            minimum: bound("minimum"),
            maximum: bound("maximum"),
            default: bound("default"),
        });
    }
    Ok(found)
}
