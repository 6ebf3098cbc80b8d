//! All that one resource brings: its record, request bodies, listed values, and its place on the client.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::doc;
use super::keys::Keys;
use super::{drafts, enums, objects, operations};
use crate::model::{Model, Operation, Query, QueryKind, Resource, Role, Verb};

pub(super) fn resource(resource: &Resource, model: &Model) -> TokenStream {
    let name = format_ident!("{}", resource.name);
    let record = model
        .objects
        .iter()
        .find(|object| object.name == resource.name)
        .map(objects::object);
    let keys = Keys::new(&resource.drafts);
    let drafts = resource
        .drafts
        .iter()
        .map(|draft| drafts::draft(draft, &name, &keys));
    let enums = resource.enums.iter().map(enums::open_enum);
    let collection = format_ident!("{}", resource.collection);
    let collection_docs = doc(&[
        &format!("The {} of the tenant.", spoken(&resource.collection)),
        &resource.doc,
        &evidence(resource),
    ]);
    let role = |role| {
        resource
            .draft(role)
            .map(|draft| format_ident!("{}", draft.name))
    };
    let (create, update, upsert) = (role(Role::Create), role(Role::Update), role(Role::Upsert));
    let verbs = resource.operations.iter().map(|operation| {
        let verb = format_ident!("{}", operation.verb.suffix());
        let constant = operations::constant(&operation.id);
        quote!(#verb: &table::#constant)
    });
    let query = resource
        .operation(Verb::List)
        .filter(|operation| !operation.query.is_empty())
        .map(|operation| query(&name, operation));
    let imports = super::imports();
    quote! {
        #imports

        impl Client {
            #collection_docs
            pub fn #collection(&self) -> Collection<#name> {
                Collection::new(self)
            }
        }

        impl Resource for #name {
            type Create = #create;
            type Update = #update;
            type Upsert = #upsert;

            const OPERATIONS: Operations = Operations { #(#verbs),* };
        }

        #query
        #record
        #keys
        #(#drafts)*
        #(#enums)*
    }
}

/// A name in Rust, for people.
fn spoken(name: &str) -> String {
    name.trim_end_matches('_').replace('_', " ")
}

/// The operations that no page of the vendor documents, in words.
fn evidence(resource: &Resource) -> String {
    let said = ["observed", "inferred"].map(|word| {
        let verbs: Vec<String> = resource
            .operations
            .iter()
            .filter(|operation| operation.evidence == word)
            .map(|operation| format!("[`{0}`](Collection::{0})", operation.verb.suffix()))
            .collect();
        let word = super::title(word);
        (!verbs.is_empty()).then(|| format!("{word}, not documented: {}.", verbs.join(", ")))
    });
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn query(record: &proc_macro2::Ident, operation: &Operation) -> TokenStream {
    let setters = operation.query.iter().map(setter);
    quote! {
        impl Request<verb::List<#record>> {
            #(#setters)*
        }
    }
}

fn setter(query: &Query) -> TokenStream {
    let Query { wire, .. } = query;
    let name = format_ident!("{}", query.rust);
    let docs = doc(&[
        &query.doc,
        &format!("Query parameter `{wire}`; {}.", query.evidence),
    ]);
    let (kind, set) = match query.kind {
        QueryKind::Text => (
            quote!(impl AsRef<str>),
            quote!(self.parameter(#wire, #name.as_ref())),
        ),
        QueryKind::Names => (
            quote!(impl Into<Select>),
            quote!(self.parameter(#wire, #name.into().as_str())),
        ),
        QueryKind::ObjectId => (
            quote!(impl Into<ObjectId>),
            quote!(self.parameter(#wire, #name.into().as_str())),
        ),
        QueryKind::Integer { minimum, maximum } => {
            let minimum = Literal::u64_unsuffixed(minimum);
            let maximum = match maximum {
                Some(maximum) => {
                    let maximum = Literal::u64_unsuffixed(maximum);
                    quote!(#maximum)
                }
                None => quote!(u64::MAX),
            };
            (
                quote!(u64),
                quote!(self.bounded_parameter(#wire, #name, #minimum..=#maximum)),
            )
        }
    };
    quote! {
        #docs
        pub fn #name(self, #name: #kind) -> Self {
            #set
        }
    }
}
