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
            // To draft 4, whole numbers that no 64-bit integer holds are none; later ones go by the value.
            .with_draft(Draft::Draft6)
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
        let mut faults = Vec::new();
        for error in self.0.iter_errors(value) {
            // Each part of a composition tells the same of what is no object.
            let fault = fault(&error);
            if !faults.contains(&fault) {
                faults.push(fault);
            }
            if faults.len() == MAX_FAULTS {
                break;
            }
        }
        Err(Refusal::of(faults))
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
            "is neither a {} nor an {}",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Spec, Verb};

    #[test]
    fn what_does_not_fit_is_told_with_its_place_and_what_fits() {
        let spec = Spec::load().unwrap();
        let deals = &spec.resources[spec.resource("deals").unwrap()];
        let create = deals.operation(Verb::Create).unwrap();
        let validator = create.body.as_ref().unwrap();
        let company = "61006bc89a3e0b702ed8ea49";
        for (body, told) in [
            (json!([]), "is an array, and object is needed"),
            (json!({}), "lacks \"companyId\", which is needed"),
            (
                json!({ "companyId": company, "mrr": true }),
                "/mrr: is a boolean, and number or null is needed",
            ),
            (
                json!({ "companyId": "acme" }),
                "/companyId: is no object id, nor `extid-` or `srcid-` and an id",
            ),
            (
                json!({ "companyId": company, "closeDate": "soon" }),
                "/closeDate: is neither a day (2026-09-30) nor an instant with its offset (2026-09-30T00:00:00.000Z)",
            ),
        ] {
            assert_eq!(validator.check(&body).unwrap_err().message, told);
        }
        let followers = vec!["me"; 1000];
        let many = json!({ "companyId": company, "followers": followers });
        assert_eq!(validator.check(&many).unwrap_err().faults.len(), MAX_FAULTS);
        let unknown = json!({ "companyId": company, "brandNew": {}, "custom.K": [1] });
        assert_eq!(validator.check(&unknown), Ok(()));
    }
}
