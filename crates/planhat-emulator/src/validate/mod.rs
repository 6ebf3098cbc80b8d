//! Bodies against the schemas of the specification.

mod format;
mod schema;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{Draft, ValidationError};
use serde_json::{Map, Value, json};

use crate::refusal::{Fault, Refusal};

/// The most misfits of one body that are told; a body may have thousands.
const MAX_FAULTS: usize = 20;

/// The named schemas of a document, as JSON Schema.
#[derive(Debug)]
pub(crate) struct Schemas {
    components: Value,
}

impl Schemas {
    pub(crate) fn new<'d>(named: impl Iterator<Item = (&'d String, &'d Value)>) -> Self {
        let named: Map<String, Value> = named
            .map(|(name, schema)| (name.clone(), schema::convert(schema)))
            .collect();
        Self {
            components: json!({ "schemas": named }),
        }
    }

    /// What holds values against a schema.
    pub(crate) fn validator(&self, schema: &Value) -> Result<Validator, String> {
        let root = json!({ "allOf": [schema::convert(schema)], "components": self.components });
        jsonschema::options()
            .with_draft(Draft::Draft4)
            .should_validate_formats(true)
            .with_format("date", format::is_date)
            .with_format("date-time", format::is_instant)
            .with_format("object-id", format::is_object_id)
            .with_format("record-ref", format::is_reference)
            .offline()
            .build(&root)
            .map(Validator)
            .map_err(|error| error.to_string())
    }
}

/// Holds values against one schema.
#[derive(Debug)]
pub(crate) struct Validator(jsonschema::Validator);

impl Validator {
    /// Refuses a value that does not fit, with every place where it does not.
    pub(crate) fn check(&self, value: &Value) -> Result<(), Refusal> {
        if self.0.is_valid(value) {
            return Ok(());
        }
        let errors = self.0.iter_errors(value).take(MAX_FAULTS);
        Err(Refusal::of(errors.map(|error| fault(&error)).collect()))
    }
}

fn fault(error: &ValidationError<'_>) -> Fault {
    let found = kind(error.instance());
    let message = match error.kind() {
        ValidationErrorKind::Required { property } => {
            format!("lacks {property}, which is needed")
        }
        ValidationErrorKind::Type { kind } => {
            format!("is {found}, and {} is needed", expected(kind))
        }
        ValidationErrorKind::Format { format } => {
            format!("is no {}", format::described(format))
        }
        // The one union of bodies is that of a day and an instant.
        ValidationErrorKind::AnyOf { .. } => format!(
            "is neither {} nor {}",
            format::described("date"),
            format::described("date-time")
        ),
        _ => error.to_string(),
    };
    Fault {
        pointer: error.instance_path().to_string(),
        message,
    }
}

fn expected(kind: &TypeKind) -> String {
    let mut names: Vec<String> = match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(many) => many.iter().map(|kind| kind.to_string()).collect(),
    };
    names.sort_by_key(|name| name == "null");
    names.join(" or ")
}

/// What a value is, for people.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
