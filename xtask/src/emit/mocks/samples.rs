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
    let json = match &resource.sample {
        Some(record) => record.clone(),
        None => made_up(&resource.name, model, DEPTH),
    };
    let text = raw(&format!("{json:#}"));
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

/// An object with a value for each property, for those that the spec gives no example of.
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

    #[test]
    fn a_text_does_not_end_its_literal() {
        for text in ["plain", "a \"# b", "\"##\"", "\n\\ \"\" é"] {
            let literal: syn::LitStr = syn::parse2(raw(text)).unwrap();
            assert_eq!(literal.value(), text);
        }
    }
}
