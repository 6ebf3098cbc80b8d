//! The spec as the proof reads it: operations, and per schema the properties with their types.
//!
//! It is read anew here, from the YAML, without anything that generated the client.

mod flatten;
mod lines;
mod replies;
mod shape;

use std::path::Path;

use serde_json::Value;
use thiserror::Error;

pub use replies::{Answers, Example};
pub use shape::{ObjectShape, Property, Shape, Slot};

/// Why the spec cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SpecError {
    /// The file cannot be read.
    #[error("{file} cannot be read: {source}; run from a checkout, or name one with --root")]
    Read {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no YAML.
    #[error("{file} is no YAML: {source}; `cargo xtask lint` tells more")]
    Yaml {
        /// The file.
        file: String,
        /// Why, with the line.
        source: serde_yaml_ng::Error,
    },
    /// A schema that is asked for does not exist.
    #[error("the spec has no schema {name:?}; it has {known}")]
    NoSchema {
        /// The name.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// A reference leads nowhere.
    #[error(
        "schema {schema:?} refers to {reference:?}, which is no schema; `cargo xtask lint` tells where"
    )]
    Reference {
        /// The schema that holds the reference.
        schema: String,
        /// The reference.
        reference: String,
    },
    /// Schemas refer to each other in a circle.
    #[error(
        "schema {schema:?} leads back to {reference:?} for ever; break the circle of references"
    )]
    Circle {
        /// The schema.
        schema: String,
        /// The reference that closes the circle.
        reference: String,
    },
    /// A schema that should be an object is something else.
    #[error("schema {name:?} is no object with properties")]
    NoObject {
        /// The name.
        name: String,
    },
}

/// The spec.
#[derive(Clone, Debug)]
pub struct Spec {
    document: Value,
    text: String,
}

/// An operation of the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its operationId.
    pub id: String,
    /// Its method, in capitals.
    pub method: String,
    /// Its path template.
    pub path: String,
    /// Its evidence, as the spec words it.
    pub evidence: String,
}

impl Spec {
    /// Reads the spec from a file.
    pub fn read(path: &Path) -> Result<Self, SpecError> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| SpecError::Read {
            file: file.clone(),
            source,
        })?;
        Self::parse(&text, &file)
    }

    /// Reads the spec from its text; errors name it as `file`.
    pub fn parse(text: &str, file: &str) -> Result<Self, SpecError> {
        let document = serde_yaml_ng::from_str(text);
        let document = document.map_err(|source| SpecError::Yaml {
            file: file.to_owned(),
            source,
        })?;
        let text = text.to_owned();
        Ok(Self { document, text })
    }

    /// The document as it stands.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The operations, by path and then by method.
    pub fn operations(&self) -> Vec<Operation> {
        const METHODS: [&str; 8] = [
            "get", "put", "post", "delete", "options", "head", "patch", "trace",
        ];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let paths = self.document["paths"].as_object().into_iter().flatten();
        let operations =
            paths.flat_map(|(path, item)| METHODS.map(|method| (path, method, &item[method])));
        let operations = operations.filter(|(_, _, operation)| operation.is_object());
        let operations = operations.map(|(path, method, operation)| Operation {
            id: text(&operation["operationId"]),
            method: method.to_ascii_uppercase(),
            path: path.clone(),
            evidence: text(&operation["x-evidence"]),
        });
        operations.collect()
    }

    /// The names of all schemas.
    pub fn schema_names(&self) -> Vec<&str> {
        let schemas = self.document["components"]["schemas"].as_object();
        schemas
            .into_iter()
            .flat_map(|schemas| schemas.keys().map(String::as_str))
            .collect()
    }

    /// A schema that is an object, with the properties of all its parts.
    pub fn object(&self, name: &str) -> Result<ObjectShape, SpecError> {
        match self.slot(name)?.shape {
            Shape::Object(object) => Ok(object),
            _ => Err(SpecError::NoObject {
                name: name.to_owned(),
            }),
        }
    }

    /// Any schema.
    pub fn slot(&self, name: &str) -> Result<Slot, SpecError> {
        let Some(schema) = self.document["components"]["schemas"].get(name) else {
            let known = self.schema_names().join(", ");
            return Err(SpecError::NoSchema {
                name: name.to_owned(),
                known,
            });
        };
        flatten::slot(&self.document, name, schema)
    }
}
