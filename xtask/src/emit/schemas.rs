//! `JsonSchema` of records, results and request bodies.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::Model;

pub(super) fn all(model: &Model) -> TokenStream {
    let objects = model
        .objects
        .iter()
        .map(|object| (&object.name, &object.schema));
    let drafts = model
        .resources
        .iter()
        .flat_map(|resource| &resource.drafts)
        .map(|draft| (&draft.name, &draft.schema));
    let (names, schemas): (Vec<_>, Vec<_>) = objects
        .chain(drafts)
        .map(|(name, schema)| (format_ident!("{name}"), schema.to_string()))
        .unzip();
    quote! {
        use crate::schema::json_schema;
        use super::*;

        #(json_schema!(#names, #schemas);)*
    }
}
