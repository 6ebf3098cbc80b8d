//! Records and results: what replies hold.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::{doc, facts};
use super::enums;
use crate::model::{Kind, Model, Object, Property};

/// The objects that belong to no resource, with their listed values.
pub(super) fn results(model: &Model) -> TokenStream {
    let is_resource = |object: &&Object| {
        model
            .resources
            .iter()
            .any(|resource| resource.name == object.name)
    };
    let objects = model
        .objects
        .iter()
        .filter(|object| !is_resource(object))
        .map(object);
    let enums = model.enums.iter().map(enums::open_enum);
    let imports = super::imports();
    quote! {
        #imports

        #(#objects)*
        #(#enums)*
    }
}

pub(super) fn object(object: &Object) -> TokenStream {
    let name = format_ident!("{}", object.name);
    let find = format_ident!("find_in_{}", object.name.to_lowercase());
    let docs = doc(&[&object.doc]);
    let count = Literal::usize_unsuffixed(object.properties.len());
    let wires: Vec<_> = object
        .properties
        .iter()
        .map(|property| &property.wire)
        .collect();
    let positions = (0..object.properties.len()).map(Literal::usize_unsuffixed);
    let accessors = object
        .properties
        .iter()
        .enumerate()
        .map(|(position, property)| accessors(position, property));
    quote! {
        #docs
        #[derive(Clone)]
        pub struct #name(Indexed<#count>);

        record!(#name, find = #find);

        fn #find(key: &str) -> Option<usize> {
            match key {
                #(#wires => Some(#positions),)*
                _ => None,
            }
        }

        impl #name {
            /// The names of the properties that the specification knows, as on the wire.
            pub const PROPERTIES: &'static [&'static str] = &[#(#wires),*];

            #(#accessors)*
        }
    }
}

fn accessors(position: usize, property: &Property) -> TokenStream {
    let Property {
        wire, rust, kind, ..
    } = property;
    let position = Literal::usize_unsuffixed(position);
    let value = format_ident!("{rust}");
    let field = format_ident!("{}_field", rust.trim_end_matches('_'));
    let docs = doc(&[&property.doc, &facts(property)]);
    if *kind == Kind::Json {
        return quote! {
            #docs
            #[inline]
            pub fn #value(&self) -> Option<Value<'_>> {
                self.0.get(#wire)
            }
        };
    }
    let field_docs = doc(&[&format!(
        "[`{rust}`](Self::{rust}) in full: absent, null, a value, or something else."
    )]);
    let simple = value_type(kind);
    let full = if *kind == Kind::Number {
        quote!(Number<'_>)
    } else {
        simple.clone()
    };
    quote! {
        #docs
        #[inline]
        pub fn #value(&self) -> Option<#simple> {
            self.0.value(#position)
        }

        #field_docs
        #[inline]
        pub fn #field(&self) -> Field<'_, #full> {
            self.0.field(#position, #wire)
        }
    }
}

fn value_type(kind: &Kind) -> TokenStream {
    match kind {
        Kind::Text => quote!(&str),
        Kind::Number => quote!(f64),
        Kind::Integer => quote!(i64),
        Kind::Array(items) => {
            let items = element_type(items);
            quote!(Vec<#items>)
        }
        other => element_type(other),
    }
}

fn element_type(kind: &Kind) -> TokenStream {
    match kind {
        Kind::Text => quote!(String),
        Kind::ObjectId => quote!(ObjectId),
        Kind::RecordRef => quote!(RecordRef),
        Kind::Number => quote!(Number<'_>),
        Kind::Integer => quote!(i64),
        Kind::Boolean => quote!(bool),
        Kind::Timestamp => quote!(Timestamp),
        Kind::Custom => quote!(Custom<'_>),
        Kind::Json => quote!(Value<'_>),
        Kind::Enum(name) | Kind::Object(name) => {
            let name = format_ident!("{name}");
            quote!(#name)
        }
        Kind::Array(items) => {
            let items = element_type(items);
            quote!(Vec<#items>)
        }
    }
}
