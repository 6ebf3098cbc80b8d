//! The proof's half: request bodies built from documented JSON through the public setters, calls made through
//! the public handles, and what every accessor says.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::bodies::body_name;
use crate::model::{Kind, Model, Object, Operation, Property, QueryKind, Resource, Role, Verb};

pub(super) fn module() -> TokenStream {
    quote! {
        //! Calls, bodies and accessors of every operation and record.

        pub mod bodies;
        pub mod calls;
        pub mod records;
    }
}

/// One function that makes any call.
pub(super) fn calls(model: &Model) -> TokenStream {
    let calls: Vec<(&Resource, &Operation)> = model
        .resources
        .iter()
        .flat_map(|resource| {
            resource
                .operations
                .iter()
                .map(move |operation| (resource, operation))
        })
        .collect();
    let ids: Vec<_> = calls.iter().map(|(_, operation)| &operation.id).collect();
    let arms = calls
        .iter()
        .map(|(resource, operation)| call(resource, operation));
    let lists = calls
        .iter()
        .filter(|(_, operation)| operation.verb == Verb::List)
        .map(|(resource, operation)| list(resource, operation));
    quote! {
        //! One function that makes any call.

        use planhat_api::{Client, Request, verb};

        use super::bodies;
        use crate::client::{Input, Outcome, Unbuildable};

        /// Every operation that [`call`] makes.
        pub const OPERATIONS: &[&str] = &[#(#ids),*];

        /// Makes a call of an operation through the client's public handles.
        ///
        /// # Errors
        /// When the input cannot be said through them.
        pub async fn call(client: &Client, operation: &str, input: &Input<'_>) -> Result<Outcome, Unbuildable> {
            Ok(match operation {
                #(#arms)*
                _ => return Err(Unbuildable::no_operation(operation)),
            })
        }

        #(#lists)*
    }
}

fn call(resource: &Resource, operation: &Operation) -> TokenStream {
    let collection = format_ident!("{}", resource.collection);
    let id = &operation.id;
    let body = |role| resource.draft(role).map(body_name);
    let request = match operation.verb {
        Verb::Create => {
            let body = body(Role::Create);
            quote!(client.#collection().create(bodies::#body(&input.body()?)?))
        }
        Verb::Update => {
            let body = body(Role::Update);
            quote!(client.#collection().update(input.record_ref()?, bodies::#body(&input.body()?)?))
        }
        Verb::Get => quote!(client.#collection().get(input.record_ref()?)),
        Verb::Delete => quote!(client.#collection().delete(input.object_id()?)),
        Verb::List => {
            let list = list_name(resource);
            quote!(#list(client.#collection().list(), input)?)
        }
        Verb::BulkUpsert => {
            let body = body(Role::Upsert);
            quote!(client.#collection().bulk_upsert(input.items(bodies::#body)?))
        }
    };
    let of = if operation.verb == Verb::List {
        quote!(of_list)
    } else {
        quote!(of)
    };
    quote!(#id => Outcome::#of(#request.send().await),)
}

fn list_name(resource: &Resource) -> proc_macro2::Ident {
    format_ident!("{}_query", resource.collection.trim_end_matches('_'))
}

fn list(resource: &Resource, operation: &Operation) -> TokenStream {
    let function = list_name(resource);
    let record = format_ident!("{}", resource.name);
    let arms = operation.query.iter().map(|query| {
        let wire = &query.wire;
        let set = format_ident!("{}", query.rust);
        let read = match query.kind {
            QueryKind::Text | QueryKind::Names => quote!(text()),
            QueryKind::ObjectId => quote!(object_id()?),
            QueryKind::Integer { .. } => quote!(integer()?),
        };
        quote!(#wire => request.#set(parameter.#read),)
    });
    if operation.query.is_empty() {
        return quote! {
            fn #function(
                request: Request<verb::List<planhat_api::#record>>,
                input: &Input<'_>,
            ) -> Result<Request<verb::List<planhat_api::#record>>, Unbuildable> {
                match input.query().next() {
                    Some(parameter) => Err(parameter.without_setter()),
                    None => Ok(request),
                }
            }
        };
    }
    quote! {
        fn #function(
            mut request: Request<verb::List<planhat_api::#record>>,
            input: &Input<'_>,
        ) -> Result<Request<verb::List<planhat_api::#record>>, Unbuildable> {
            for parameter in input.query() {
                request = match parameter.name() {
                    #(#arms)*
                    _ => return Err(parameter.without_setter()),
                };
            }
            Ok(request)
        }
    }
}

/// What every accessor of every record says.
pub(super) fn records(model: &Model) -> TokenStream {
    let objects: Vec<_> = model
        .objects
        .iter()
        .map(|object| format_ident!("{}", object.name))
        .collect();
    let enums: Vec<_> = model
        .resources
        .iter()
        .flat_map(|resource| &resource.enums)
        .chain(&model.enums)
        .map(|open| format_ident!("{}", open.name))
        .collect();
    let spoken = model.objects.iter().map(spoken);
    quote! {
        //! What every accessor of every record says.

        use crate::client::{Codec, Documented, Said, Say, Spoken};

        /// Every type that replies are read as.
        pub fn codecs() -> Vec<Codec> {
            vec![#(Codec::of::<planhat_api::#objects>()),*]
        }

        #(#spoken)*

        #(impl Say for planhat_api::#enums {
            fn say(&self) -> String {
                self.as_str().say()
            }
        })*
    }
}

fn spoken(object: &Object) -> TokenStream {
    let name = format_ident!("{}", object.name);
    let said = object.properties.iter().map(|property| {
        let Property {
            wire, rust, kind, ..
        } = property;
        let value = format_ident!("{rust}");
        if *kind == Kind::Json {
            return quote!(Said::json(#wire, self.#value()));
        }
        let field = format_ident!("{}_field", rust.trim_end_matches('_'));
        let documented = documented(kind);
        quote!(Said::new(#wire, #documented, self.#value(), self.#field()))
    });
    quote! {
        impl Spoken for planhat_api::#name {
            fn said(&self) -> Vec<Said> {
                vec![#(#said),*]
            }

            fn unknown_keys(&self) -> Vec<String> {
                self.unknown().map(|(key, _)| key.into_owned()).collect()
            }
        }

        impl Say for planhat_api::#name {
            fn say(&self) -> String {
                self.as_json().to_owned()
            }
        }
    }
}

fn documented(kind: &Kind) -> TokenStream {
    let name = match kind {
        Kind::Text | Kind::Enum(_) => "Text",
        Kind::ObjectId => "ObjectId",
        Kind::RecordRef => "RecordRef",
        Kind::Number => "Number",
        Kind::Integer => "Integer",
        Kind::Boolean => "Boolean",
        Kind::Timestamp => "Timestamp",
        Kind::Object(_) | Kind::Custom => "Object",
        Kind::Json => "Json",
        Kind::Array(items) => {
            let items = documented(items);
            return quote!(Documented::List(&#items));
        }
    };
    let name = format_ident!("{name}");
    quote!(Documented::#name)
}
