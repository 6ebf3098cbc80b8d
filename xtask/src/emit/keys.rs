//! The names that request bodies write.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::model::Draft;

/// A static for each name that a resource's bodies set: as one, it is checked once, however many setters have it.
pub(super) struct Keys(BTreeMap<String, Ident>);

impl Keys {
    pub(super) fn new(drafts: &[Draft]) -> Self {
        let mut keys: BTreeMap<String, Ident> = BTreeMap::new();
        let properties = drafts.iter().flat_map(|draft| &draft.properties);
        for property in properties.filter(|property| !property.is_set_by_label()) {
            if keys.contains_key(&property.wire) {
                continue;
            }
            let mut name = property.rust.to_ascii_uppercase();
            // Two bodies may spell a name in two ways that are one in Rust.
            while keys.values().any(|taken| *taken == name) {
                name.push('_');
            }
            keys.insert(property.wire.clone(), format_ident!("{name}"));
        }
        Self(keys)
    }

    /// The key of a name.
    pub(super) fn of(&self, wire: &str) -> TokenStream {
        let name = &self.0[wire];
        quote!(key::#name)
    }
}

impl ToTokens for Keys {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let keys = self.0.iter().map(|(wire, name)| {
            let text = format!(",\"{wire}\":");
            quote!(pub(super) static #name: Key = Key::new(#text);)
        });
        tokens.extend(quote! {
            mod key {
                use crate::draft::Key;

                #(#keys)*
            }
        });
    }
}
