//! `JsonSchema` of records and results.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::Model;

pub(super) fn all(model: &Model) -> TokenStream {
    let names: Vec<_> = model.objects.iter().map(|object| format_ident!("{}", object.name)).collect();
    let schemas = model.objects.iter().map(|object| object.schema.to_string());
    quote! {
        use crate::schema::json_schema;
        use super::*;

        #(json_schema!(#names, #schemas);)*
    }
}
