//! The operation table.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::doc;
use super::title;
use crate::model::{Keying, Minimum, Model, Operation};

pub(super) fn table(model: &Model) -> TokenStream {
    let operations: Vec<&Operation> = model
        .resources
        .iter()
        .flat_map(|resource| &resource.operations)
        .collect();
    let names: Vec<_> = operations
        .iter()
        .map(|operation| constant(&operation.id))
        .collect();
    let statics = operations.iter().map(|operation| entry(operation));
    let docs = doc(&["Every operation of the specification."]);
    quote! {
        use crate::{Evidence, Keying, Method, Minimum, Operation, RetrySafety};

        #docs
        pub static OPERATIONS: &[&Operation] = &[#(&#names),*];

        #(#statics)*
    }
}

/// The name of an operation's row in the table.
pub(super) fn constant(id: &str) -> proc_macro2::Ident {
    format_ident!("{}", id.to_uppercase())
}

fn entry(operation: &Operation) -> TokenStream {
    let Operation {
        id,
        path,
        result_statuses,
        ..
    } = operation;
    let name = constant(id);
    let method = format_ident!("{}", title(&operation.method.to_lowercase()));
    let retry = format_ident!("{}", title(&operation.retry));
    let evidence = format_ident!("{}", title(&operation.evidence));
    let max_items = match operation
        .max_items
        .and_then(|items| usize::try_from(items).ok())
    {
        Some(items) => {
            let items = proc_macro2::Literal::usize_unsuffixed(items);
            quote!(Some(#items))
        }
        None => quote!(None),
    };
    let keyings = operation.keyed_by.iter().map(keying);
    let creates_with = minimum(operation.creates_with.as_ref());
    let statuses = result_statuses
        .iter()
        .map(|status| proc_macro2::Literal::u16_unsuffixed(*status));
    quote! {
        pub(crate) static #name: Operation = Operation {
            id: #id,
            method: Method::#method,
            path: #path,
            retry: RetrySafety::#retry,
            keyed_by: &[#(#keyings),*],
            creates_with: #creates_with,
            evidence: Evidence::#evidence,
            max_items: #max_items,
            result_statuses: &[#(#statuses),*],
        };
    }
}

fn keying(rule: &Keying) -> TokenStream {
    let Keying { has, lacks, .. } = rule;
    let evidence = format_ident!("{}", title(&rule.evidence));
    quote! {
        Keying {
            has: &[#(#has),*],
            lacks: &[#(#lacks),*],
            evidence: Evidence::#evidence,
        }
    }
}

fn minimum(minimum: Option<&Minimum>) -> TokenStream {
    match minimum {
        Some(Minimum { all, any }) => quote! {
            Some(Minimum { all: &[#(#all),*], any: &[#(#any),*] })
        },
        None => quote!(None),
    }
}
