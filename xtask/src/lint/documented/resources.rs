//! The schemas of a resource: what replies hold, and what each request takes.

use crate::schema::{self, Flat, Located, Property};
use crate::spec::{Operation, Spec, json};

/// The operation prefix of a resource: `LineItem` has `line_item_create`.
pub(super) fn prefix(resource: &str) -> String {
    let mut prefix = String::new();
    for (index, letter) in resource.char_indices() {
        if letter.is_uppercase() && index > 0 {
            prefix.push('_');
        }
        prefix.extend(letter.to_lowercase());
    }
    prefix
}

/// What a schema is once its array, if it is one, and its references are opened.
fn opened<'d>(spec: &Spec<'d>, schema: Located<'d>) -> Option<Located<'d>> {
    let schema = spec.resolve(schema)?;
    match schema.get("items") {
        Some(items) => spec.resolve(items),
        None => Some(schema),
    }
}

/// The schema of a property, or of what it is a list of.
pub(super) fn opened_at<'d>(spec: &Spec<'d>, property: &Property<'d>) -> Option<Located<'d>> {
    opened(spec, property.schema.clone())
}

/// The record that an operation takes.
pub(in crate::lint) fn taken<'d>(
    spec: &Spec<'d>,
    operation: &Operation<'d>,
) -> Option<Located<'d>> {
    opened(spec, operation.body_content()?.get("schema")?)
}

/// What an operation answers on success.
pub(super) fn answered<'d>(spec: &Spec<'d>, operation: &Operation<'d>) -> Option<Located<'d>> {
    let successes = operation.successes();
    let content = successes.iter().find_map(|(_, reply)| json(reply))?;
    opened(spec, content.get("schema")?)
}

/// The named schema of a resource, as one object.
pub(super) fn record<'d>(spec: &Spec<'d>, resource: &str) -> Option<(Located<'d>, Flat<'d>)> {
    let schema = Located::new(spec.document, format!("/components/schemas/{resource}"))?;
    let flat = spec.flatten(schema.clone());
    Some((schema, flat))
}

/// The text that a property says at `key`, itself or by what it refers to.
pub(super) fn text<'d>(spec: &Spec<'d>, property: &Located<'d>, key: &str) -> Option<&'d str> {
    schema::says(spec.document, property, key)?.value.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_in_snake_case_after_their_resource() {
        assert_eq!(prefix("License"), "license");
        assert_eq!(prefix("LineItem"), "line_item");
    }
}
