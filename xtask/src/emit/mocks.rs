//! The mocks of one resource: a method an operation, the conditions of its list, and a record to answer with.

mod samples;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::doc;
use super::title;
use crate::model::{Model, Operation, Query, QueryKind, Resource, Verb};

pub(super) fn module(model: &Model) -> TokenStream {
    let modules: Vec<_> = model
        .resources
        .iter()
        .map(|resource| format_ident!("{}", resource.module))
        .collect();
    quote! {
        //! Mocks of every operation, and a record of every kind.

        #(mod #modules;)*

        #(pub use #modules::*;)*
    }
}

pub(super) fn resource(resource: &Resource, model: &Model) -> TokenStream {
    let name = format_ident!("{}", resource.name);
    let mocks = resource
        .operations
        .iter()
        .map(|operation| mock(&name, operation));
    let query = resource
        .operation(Verb::List)
        .filter(|operation| !operation.query.is_empty())
        .map(|operation| query(&name, operation));
    let sample = samples::sample(resource, model);
    quote! {
        use planhat_api::{Resource, verb};
        use serde::Serialize;

        use crate::{Mock, MockServer, Sample, Then, When};

        impl MockServer {
            #(#mocks)*
        }

        #query
        #sample
    }
}

fn mock(record: &proc_macro2::Ident, operation: &Operation) -> TokenStream {
    let Operation {
        id,
        method,
        path,
        evidence,
        ..
    } = operation;
    let function = format_ident!("{id}");
    let row = format_ident!("{}", operation.verb.suffix());
    let verb = format_ident!("{}", verb_type(operation.verb));
    let docs = doc(&[
        &format!("Mocks `{id}`: `{method} {path}`, {evidence}."),
        "# Panics",
        "When it is not said what the mock answers.",
    ]);
    quote! {
        #docs
        #[track_caller]
        pub fn #function(
            &self,
            set_up: impl FnOnce(
                &mut When<verb::#verb<planhat_api::#record>>,
                &mut Then<verb::#verb<planhat_api::#record>>,
            ),
        ) -> Mock<'_> {
            self.operation(planhat_api::#record::OPERATIONS.#row, set_up)
        }
    }
}

/// The client's type of a verb.
fn verb_type(verb: Verb) -> String {
    verb.suffix().split('_').map(title).collect()
}

fn query(record: &proc_macro2::Ident, operation: &Operation) -> TokenStream {
    let conditions = operation.query.iter().map(condition);
    quote! {
        impl When<verb::List<planhat_api::#record>> {
            #(#conditions)*
        }
    }
}

fn condition(query: &Query) -> TokenStream {
    let Query { wire, .. } = query;
    let name = format_ident!("{}", query.rust);
    let docs = doc(&[
        &query.doc,
        &format!(
            "Only calls with this query parameter `{wire}`; {}.",
            query.evidence
        ),
    ]);
    let (kind, value) = match query.kind {
        QueryKind::Text => (quote!(impl AsRef<str>), quote!(#name.as_ref())),
        QueryKind::Names => (
            quote!(impl Into<planhat_api::Select>),
            quote!(#name.into().as_str()),
        ),
        QueryKind::ObjectId => (
            quote!(impl Into<planhat_api::ObjectId>),
            quote!(#name.into().as_str()),
        ),
        QueryKind::Integer { .. } => (quote!(u64), quote!(#name.to_string())),
    };
    quote! {
        #docs
        pub fn #name(&mut self, #name: #kind) -> &mut Self {
            self.parameter(#wire, #value)
        }
    }
}
