//! `JsonSchema` of records, as the specification documents them.

/// Implements `JsonSchema` for a record from the text of its schema.
macro_rules! json_schema {
    ($name:ident, $schema:literal) => {
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                concat!("planhat_api::", stringify!($name)).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                // The text is generated; were it no schema, anything would be allowed.
                ::serde_json::from_str($schema).unwrap_or_default()
            }
        }
    };
}

pub(crate) use json_schema;
