//! A record of each kind, to answer with.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value, json};

use crate::emit::docs::doc;
use crate::model::{Kind, Model, Resource};

pub(super) fn sample(resource: &Resource, model: &Model) -> TokenStream {
    let name = format_ident!("{}", resource.name);
    let plain = format_ident!("{}", resource.module);
    let with = format_ident!("{}_with", resource.module.trim_end_matches('_'));
    let text = raw(&format!("{:#}", record(resource, model)));
    let docs = doc(&[&format!(
        "A [`{0}`](planhat_api::{0}) with sensible values.",
        resource.name
    )]);
    let with_docs = doc(&[
        &format!(
            "A [`{0}`](planhat_api::{0}) with sensible values, and these in their place: a request body, \
             `serde_json::json!({{…}})`, or a struct or map of the test's. See [`Sample::sample_with`].",
            resource.name
        ),
        "# Panics",
        "When the values are no JSON object.",
    ]);
    quote! {
        impl Sample for planhat_api::#name {
            const JSON: &'static str = #text;
        }

        #docs
        pub fn #plain() -> planhat_api::#name {
            planhat_api::#name::sample()
        }

        #with_docs
        #[track_caller]
        pub fn #with(values: impl Serialize) -> planhat_api::#name {
            planhat_api::#name::sample_with(values)
        }
    }
}

/// What the spec gives as an example, or else a value for each property.
fn record(resource: &Resource, model: &Model) -> Value {
    let example = resource.sample.clone();
    example.unwrap_or_else(|| made_up(&resource.name, model, DEPTH))
}

/// A string literal that reads as the text itself. Without quotes in it, or any number of hashes behind one, the text
/// could end it.
fn raw(text: &str) -> TokenStream {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let literal: Result<TokenStream, _> = format!("r{hashes}\"{text}\"{hashes}").parse();
    literal.unwrap_or_else(|_| quote!(#text))
}

/// Objects within objects are made up, too; beyond this depth one contains itself.
const DEPTH: usize = 3;

/// An object with a value for each property.
fn made_up(object: &str, model: &Model, depth: usize) -> Value {
    let object = model.objects.iter().find(|other| other.name == object);
    let properties = object.into_iter().flat_map(|object| &object.properties);
    let members: Map<String, Value> = properties
        .map(|property| {
            (
                property.wire.clone(),
                value(&property.kind, &property.wire, model, depth),
            )
        })
        .collect();
    members.into()
}

fn value(kind: &Kind, wire: &str, model: &Model, depth: usize) -> Value {
    match kind {
        Kind::Text => json!(wire),
        Kind::ObjectId | Kind::RecordRef => json!("61006fbf1df7fa77a20d9d0a"),
        Kind::Number => json!(1.5),
        Kind::Integer => json!(1),
        Kind::Boolean => json!(true),
        Kind::Timestamp => json!("2026-05-11T10:00:00.000Z"),
        Kind::Enum(name) => first_of(name, model),
        Kind::Array(_) if depth == 0 => json!([]),
        Kind::Array(items) => json!([value(items, wire, model, depth)]),
        Kind::Object(_) if depth == 0 => json!({}),
        Kind::Object(name) => made_up(name, model, depth - 1),
        Kind::Custom => json!({}),
        Kind::Json => Value::Null,
    }
}

/// The first of some listed values.
fn first_of(name: &str, model: &Model) -> Value {
    let of_resources = model.resources.iter().flat_map(|resource| &resource.enums);
    let mut enums = of_resources.chain(&model.enums);
    let listed = enums.find(|listed| listed.name == name);
    let first = listed.and_then(|listed| listed.values.first());
    first.map_or(Value::Null, |(wire, _)| json!(wire))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture, lower};

    #[test]
    fn a_record_without_an_example_has_a_value_of_its_kind_for_each_property() {
        let model = lower::lower(&fixture::document()).unwrap();
        let widget = model
            .resources
            .iter()
            .find(|resource| resource.name == "Widget");
        let object = model.objects.iter().find(|object| object.name == "Widget");
        let (widget, object) = (widget.unwrap(), object.unwrap());
        assert_eq!(widget.sample, None);
        let record = record(widget, &model);
        assert_eq!(record.as_object().unwrap().len(), object.properties.len());
        let misfits: Vec<String> = jsonschema::validator_for(&object.schema)
            .unwrap()
            .iter_errors(&record)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(misfits, Vec::<String>::new());
    }

    #[test]
    fn a_record_with_examples_is_the_one_that_a_create_answers() {
        let model = lower::lower(&fixture::document()).unwrap();
        let deal = model
            .resources
            .iter()
            .find(|resource| resource.name == "Deal");
        assert_eq!(record(deal.unwrap(), &model)["companyName"], "Acme");
    }

    #[test]
    fn a_text_does_not_end_its_literal() {
        for text in ["plain", "a \"# b", "\"##\"", "\n\\ \"\" é"] {
            let literal: syn::LitStr = syn::parse2(raw(text)).unwrap();
            assert_eq!(literal.value(), text);
        }
    }
}
