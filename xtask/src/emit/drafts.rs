//! Request bodies.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs::{doc, facts};
use super::keys::Keys;
use crate::model::{Draft, Kind, Property, Role};

/// A request body of a record's.
pub(super) fn draft(draft: &Draft, record: &Ident, keys: &Keys) -> TokenStream {
    let name = format_ident!("{}", draft.name);
    let docs = doc(&[
        &draft.doc,
        "Only what is set is sent; a property is cleared by its `clear_…` alone.",
    ]);
    let required: Vec<&Property> = draft.required().collect();
    let optional = draft
        .properties
        .iter()
        .filter(|property| !draft.required.contains(&property.wire));
    let setters = optional.map(|property| setters(property, keys));
    let derive = if required.is_empty() {
        quote!(#[derive(Clone, Default)])
    } else {
        quote!(#[derive(Clone)])
    };
    let new = new(&required, keys);
    let edit = (draft.role != Role::Create).then(|| edit(draft, record));
    quote! {
        #docs
        #derive
        #[must_use]
        pub struct #name(Fields);

        draft!(#name);
        #edit

        impl #name {
            #new
            #(#setters)*
        }
    }
}

/// What makes it a body that changes a record which is there already.
fn edit(draft: &Draft, record: &Ident) -> TokenStream {
    let name = format_ident!("{}", draft.name);
    let settable = draft.properties.iter().map(|property| {
        let wire = &property.wire;
        let comparison = format_ident!("{}", comparison(&property.kind));
        quote!((#wire, Comparison::#comparison))
    });
    quote! {
        edit!(#name, #record);

        impl crate::change::sealed::Settable for #name {
            const SETTABLE: &'static [(&'static str, Comparison)] = &[#(#settable),*];
        }
    }
}

/// How values of this kind are held against each other.
fn comparison(kind: &Kind) -> &'static str {
    match kind {
        Kind::Timestamp => "Instant",
        Kind::ObjectId | Kind::RecordRef => "Reference",
        Kind::Array(items) => comparison(items),
        Kind::Text
        | Kind::Number
        | Kind::Integer
        | Kind::Boolean
        | Kind::Enum(_)
        | Kind::Object(_)
        | Kind::Custom
        | Kind::Json => "Plain",
    }
}

fn new(required: &[&Property], keys: &Keys) -> TokenStream {
    if required.is_empty() {
        return quote! {
            /// Nothing set yet.
            pub fn new() -> Self {
                Self::default()
            }
        };
    }
    let names: Vec<_> = required
        .iter()
        .map(|property| format_ident!("{}", property.rust))
        .collect();
    let types: Vec<_> = required
        .iter()
        .map(|property| argument(&property.kind))
        .collect();
    let store = required.iter().map(|property| store(property, keys));
    let meanings: Vec<String> = required
        .iter()
        .map(|property| format!("`{}`: {}", property.rust, property.doc))
        .collect();
    let mut paragraphs = vec!["With what it cannot do without."];
    paragraphs.extend(meanings.iter().map(String::as_str));
    let docs = doc(&paragraphs);
    // A property may be called `body`; none is ever called `body_`.
    let is_body = required.iter().any(|property| property.rust == "body");
    let body = format_ident!("{}", if is_body { "body_" } else { "body" });
    // What the API insists on is not for the client to thin out.
    let allow = (required.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #allow
        pub fn new(#(#names: #types),*) -> Self {
            let mut #body = Self(Fields::default());
            #(#body.#store;)*
            #body
        }
    }
}

fn setters(property: &Property, keys: &Keys) -> TokenStream {
    if property.is_set_by_label() {
        return custom();
    }
    let set = format_ident!("{}", property.rust);
    let docs = doc(&[&property.doc, &facts(property)]);
    let kind = argument(&property.kind);
    let store = store(property, keys);
    let clear = property.nullable.then(|| clear(property, keys));
    quote! {
        #docs
        #[inline]
        pub fn #set(mut self, #set: #kind) -> Self {
            self.#store;
            self
        }

        #clear
    }
}

fn clear(property: &Property, keys: &Keys) -> TokenStream {
    let Property { wire, rust, .. } = property;
    let key = keys.of(wire);
    let clear = format_ident!("clear_{}", rust.trim_end_matches('_'));
    let docs = doc(&[&format!(
        "Sends `null` as [`{rust}`](Self::{rust}). What the server makes of it is documented nowhere."
    )]);
    quote! {
        #docs
        #[inline]
        pub fn #clear(mut self) -> Self {
            self.0.clear(&#key);
            self
        }
    }
}

fn custom() -> TokenStream {
    quote! {
        /// Sets one custom field, by its label. The server keeps the others (observed), and stores labels it does
        /// not know without a word (observed).
        pub fn custom(mut self, label: impl AsRef<str>, value: impl Serialize) -> Self {
            self.0.custom(label.as_ref(), &value);
            self
        }

        /// Sends `null` for one custom field. What the server makes of it is documented nowhere.
        pub fn clear_custom(mut self, label: impl AsRef<str>) -> Self {
            self.0.custom(label.as_ref(), &());
            self
        }

        /// Sets the custom fields that a struct or a map holds. Its `None`s are skipped.
        pub fn custom_from(mut self, fields: &impl Serialize) -> Self {
            self.0.custom_from(fields);
            self
        }
    }
}

/// What a setter takes.
fn argument(kind: &Kind) -> TokenStream {
    match kind {
        Kind::Text => quote!(impl AsRef<str>),
        Kind::ObjectId => quote!(impl Into<ObjectId>),
        Kind::RecordRef => quote!(impl Into<RecordRef>),
        Kind::Number => quote!(impl Into<Number<'static>>),
        Kind::Integer => quote!(i64),
        Kind::Boolean => quote!(bool),
        Kind::Timestamp => quote!(impl IntoTimestamp),
        Kind::Enum(name) => {
            let name = format_ident!("{name}");
            quote!(impl Into<#name>)
        }
        Kind::Array(items) => match **items {
            Kind::Text | Kind::Enum(_) => quote!(impl IntoIterator<Item = impl AsRef<str>>),
            Kind::ObjectId => quote!(impl IntoIterator<Item = ObjectId>),
            _ => quote!(&impl Serialize),
        },
        Kind::Object(_) | Kind::Custom | Kind::Json => quote!(&impl Serialize),
    }
}

/// How a setter stores it.
fn store(property: &Property, keys: &Keys) -> TokenStream {
    let Property {
        wire, rust, kind, ..
    } = property;
    let value = format_ident!("{rust}");
    if property.is_set_by_label() {
        return quote!(0.custom_from(#value));
    }
    let key = keys.of(wire);
    match kind {
        Kind::Text => quote!(0.text(&#key, #value.as_ref())),
        Kind::ObjectId => quote!(0.object_id(&#key, #value.into())),
        Kind::RecordRef => quote!(0.record_ref(&#key, #value.into())),
        Kind::Number => quote!(0.number(&#key, #value.into())),
        Kind::Integer => quote!(0.integer(&#key, #value)),
        Kind::Boolean => quote!(0.boolean(&#key, #value)),
        Kind::Timestamp => quote!(0.timestamp(&#key, #value)),
        Kind::Enum(_) => quote!(0.text(&#key, #value.into().as_str())),
        Kind::Array(items) if matches!(**items, Kind::Text | Kind::Enum(_) | Kind::ObjectId) => {
            quote!(0.texts(&#key, #value))
        }
        Kind::Array(_) | Kind::Object(_) | Kind::Custom | Kind::Json => {
            quote!(0.property(#key.name().into(), #value))
        }
    }
}
