//! Listed values that may grow.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::doc;
use crate::model::OpenEnum;

pub(super) fn open_enum(open: &OpenEnum) -> TokenStream {
    let name = format_ident!("{}", open.name);
    let docs = doc(&[
        &open.doc,
        "The list may grow: match the values you know, and take any other by its text with [`as_str`](Self::as_str).",
    ]);
    let wires: Vec<_> = open.values.iter().map(|(wire, _)| wire).collect();
    let variants: Vec<_> = open
        .values
        .iter()
        .map(|(_, rust)| format_ident!("{rust}"))
        .collect();
    let values = wires.iter().zip(&variants).map(|(wire, variant)| {
        let docs = doc(&[&format!("`{wire}`")]);
        quote! { #docs #variant, }
    });
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#values)*
            /// A value that the specification does not list.
            Other(UnknownValue),
        }

        impl #name {
            #[inline]
            fn text(&self) -> std::result::Result<&'static str, &UnknownValue> {
                match self {
                    #(Self::#variants => Ok(#wires),)*
                    Self::Other(value) => Err(value),
                }
            }

            #[inline]
            fn listed(text: &str) -> Option<Self> {
                match text {
                    #(#wires => Some(Self::#variants),)*
                    _ => None,
                }
            }
        }

        open_enum!(#name);
    }
}
