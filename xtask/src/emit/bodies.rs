//! The proof's request bodies, built from documented JSON through the public setters.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::doc;
use crate::lower::names;
use crate::model::{Draft, Kind, Model, Property};

/// A function a request body.
pub(super) fn bodies(model: &Model) -> TokenStream {
    let drafts: Vec<&Draft> = model
        .resources
        .iter()
        .flat_map(|resource| &resource.drafts)
        .collect();
    let functions = drafts.iter().map(|draft| body(draft));
    quote! {
        //! A function a request body.

        use crate::client::{Members, Unbuildable};

        #(#functions)*
    }
}

/// The function of a request body.
pub(super) fn body_name(draft: &Draft) -> proc_macro2::Ident {
    format_ident!("{}", names::lower_case(&draft.name))
}

fn body(draft: &Draft) -> TokenStream {
    let function = body_name(draft);
    let name = format_ident!("{}", draft.name);
    let docs = doc(&[&format!("A `{}` with what the members name.", draft.name)]);
    let required = draft.required().map(|property| {
        let wire = &property.wire;
        read(&property.kind, &quote!(given.required(#wire)?))
    });
    let wires: Vec<&String> = draft.required().map(|property| &property.wire).collect();
    let optional = draft
        .properties
        .iter()
        .filter(|property| !draft.required.contains(&property.wire));
    let arms: Vec<TokenStream> = optional.map(arm).collect();
    let new = quote!(planhat_api::#name::new(#(#required),*));
    let build = if arms.is_empty() {
        quote! {
            match given.except(&[#(#wires),*]).next() {
                Some(member) => Err(member.without_setter()),
                None => Ok(#new),
            }
        }
    } else {
        quote! {
            let mut body = #new;
            for member in given.except(&[#(#wires),*]) {
                body = match member.name() {
                    #(#arms)*
                    _ => return Err(member.without_setter()),
                };
            }
            Ok(body)
        }
    };
    quote! {
        #docs
        ///
        /// # Errors
        /// When a member has no setter, or a value that its setter does not take.
        pub fn #function(given: &Members<'_>) -> Result<planhat_api::#name, Unbuildable> {
            #build
        }
    }
}

fn arm(property: &Property) -> TokenStream {
    let Property {
        wire,
        rust,
        kind,
        nullable,
        ..
    } = property;
    if property.is_set_by_label() {
        return quote! {
            #wire => {
                for field in member.members()?.all() {
                    body = if field.is_null() {
                        body.clear_custom(field.name())
                    } else {
                        body.custom(field.name(), field.json()?)
                    };
                }
                body
            }
        };
    }
    let set = format_ident!("{rust}");
    let value = read(kind, &quote!(member));
    let clear = nullable.then(|| {
        let clear = format_ident!("clear_{}", rust.trim_end_matches('_'));
        quote!(#wire if member.is_null() => body.#clear(),)
    });
    quote! {
        #clear
        #wire => body.#set(#value),
    }
}

/// How the proof reads a documented value for a setter.
fn read(kind: &Kind, member: &TokenStream) -> TokenStream {
    let reader = match kind {
        Kind::Text | Kind::Enum(_) | Kind::Timestamp => "text",
        Kind::ObjectId => "object_id",
        Kind::RecordRef => "record_ref",
        Kind::Number => "number",
        Kind::Integer => "integer",
        Kind::Boolean => "boolean",
        Kind::Array(items) if matches!(**items, Kind::Text | Kind::Enum(_)) => "texts",
        Kind::Array(items) if **items == Kind::ObjectId => "object_ids",
        Kind::Array(_) | Kind::Object(_) | Kind::Custom | Kind::Json => {
            return quote!(&#member.json()?);
        }
    };
    let reader = format_ident!("{reader}");
    quote!(#member.#reader()?)
}
