//! Resources: their paths, operations and properties.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::document::{Document, text, texts};
use super::{Parameter, SpecError, parameter};
use crate::store::Names;
use crate::validate::{Schemas, Validator};

/// What can be done with a resource; lint holds every operation of the specification to one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verb {
    Create,
    List,
    BulkUpsert,
    Get,
    Update,
    Delete,
}

impl Verb {
    pub(crate) const ALL: [Self; 6] = [
        Self::Create,
        Self::List,
        Self::BulkUpsert,
        Self::Get,
        Self::Update,
        Self::Delete,
    ];

    /// How the ids of its operations end.
    fn suffix(self) -> &'static str {
        match self {
            Self::Create => "_create",
            Self::List => "_list",
            Self::BulkUpsert => "_bulk_upsert",
            Self::Get => "_get",
            Self::Update => "_update",
            Self::Delete => "_delete",
        }
    }

    /// Its name: `bulk_upsert`.
    pub(crate) fn word(self) -> &'static str {
        self.suffix().trim_start_matches('_')
    }

    /// The method, in capitals.
    pub(crate) fn method(self) -> &'static str {
        match self {
            Self::Create => "POST",
            Self::List | Self::Get => "GET",
            Self::BulkUpsert | Self::Update => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether its path names one record.
    pub(crate) fn is_of_one(self) -> bool {
        matches!(self, Self::Get | Self::Update | Self::Delete)
    }

    /// Whether it may change something.
    pub(crate) fn writes(self) -> bool {
        !matches!(self, Self::Get | Self::List)
    }
}

/// One resource.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The name of its records' schema: `License`.
    pub(crate) name: String,
    /// The path of all its records: `/licenses`.
    pub(crate) path: String,
    /// What a record can hold.
    pub(crate) properties: BTreeMap<Arc<str>, Property>,
    /// The names of the properties, for the records to share.
    pub(crate) names: Arc<Names>,
    /// By which keys an item of a bulk upsert finds its record, in their order.
    pub(crate) matched_by: Vec<String>,
    /// What an item that finds none needs.
    pub(crate) creates_with: Minimum,
    /// The most items of a bulk upsert.
    pub(crate) max_items: Option<u64>,
    operations: BTreeMap<Verb, Operation>,
}

/// What a new record needs.
#[derive(Debug, Default)]
pub(crate) struct Minimum {
    pub(crate) all: Vec<String>,
    /// One of these, where there are any.
    pub(crate) any: Vec<String>,
}

/// A property of a record.
#[derive(Debug)]
pub(crate) struct Property {
    /// Whether its texts are days or instants.
    pub(crate) is_date: bool,
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// `license_get`.
    pub(crate) id: String,
    pub(crate) parameters: Vec<Parameter>,
    /// The properties that its body, or an item of it, may set.
    pub(crate) takes: Vec<Arc<str>>,
    /// What holds its body, or an item of it, against the schema.
    pub(crate) body: Option<Validator>,
}

impl Operation {
    pub(crate) fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.name == name)
    }
}

impl Resource {
    pub(crate) fn operation(&self, verb: Verb) -> Option<&Operation> {
        self.operations.get(&verb)
    }

    /// The last part of its path: `licenses`.
    pub(crate) fn segment(&self) -> &str {
        self.path.trim_start_matches('/')
    }

    /// The shared name of a property, if the resource has it.
    pub(crate) fn property(&self, name: &str) -> Option<&Arc<str>> {
        self.properties.get_key_value(name).map(|(name, _)| name)
    }
}

/// The resources of a document: one for each path that names no record.
pub(super) fn all(document: &Document) -> Result<Vec<Resource>, SpecError> {
    let paths = document.members("/paths")?;
    let schemas = Schemas::new(paths_schemas(document));
    let collections = paths.keys().filter(|path| !path.contains('{'));
    collections
        .map(|path| resource(document, &schemas, path))
        .collect()
}

fn paths_schemas(document: &Document) -> impl Iterator<Item = (&String, &Value)> {
    let schemas = document.members("/components/schemas");
    schemas.into_iter().flatten()
}

fn resource(document: &Document, schemas: &Schemas, path: &str) -> Result<Resource, SpecError> {
    let mut found: BTreeMap<Verb, &Value> = BTreeMap::new();
    let paths = document.members("/paths")?;
    let own = [path.to_owned(), format!("{path}/{{id}}")];
    for operation in own.iter().filter_map(|path| paths.get(path)) {
        let methods = operation.as_object().into_iter().flatten();
        for (_, operation) in methods.filter(|(_, part)| part.is_object()) {
            found.insert(verb(operation)?, operation);
        }
    }
    let lacks = |what: &str| SpecError(format!("{path} has no {what}"));
    let get = found.get(&Verb::Get).ok_or_else(|| lacks("get"))?;
    let bulk = found
        .get(&Verb::BulkUpsert)
        .ok_or_else(|| lacks("bulk upsert"))?;
    let record = get
        .pointer("/responses/200/content/application~1json/schema")
        .ok_or_else(|| lacks("record"))?;
    let name = text(record, "$ref")
        .and_then(|reference| reference.rsplit('/').next())
        .ok_or_else(|| lacks("name of its record"))?;
    let mut properties = BTreeMap::new();
    for (name, schema) in document.flatten(record)?.properties {
        let is_date = document.is_date(schema)?;
        properties.insert(Arc::from(name), Property { is_date });
    }
    let creates_with = bulk.get("x-creates-with").unwrap_or(&Value::Null);
    let resource = Resource {
        name: name.to_owned(),
        path: path.to_owned(),
        matched_by: texts(bulk, "x-matched-by"),
        creates_with: Minimum {
            all: texts(creates_with, "all"),
            any: texts(creates_with, "any"),
        },
        max_items: body(bulk).and_then(|body| body.get("maxItems")?.as_u64()),
        names: Arc::new(Names::new(properties.keys().cloned())),
        properties,
        operations: BTreeMap::new(),
    };
    with_operations(document, schemas, resource, found)
}

fn with_operations(
    document: &Document,
    schemas: &Schemas,
    mut resource: Resource,
    found: BTreeMap<Verb, &Value>,
) -> Result<Resource, SpecError> {
    for (verb, operation) in found {
        let mut takes = Vec::new();
        let mut validator = None;
        if let Some(body) = body(operation) {
            // A bulk upsert takes an array, each item of which is held against the schema of the items.
            let item = body.get("items").unwrap_or(body);
            let names = document.flatten(item)?.properties.into_keys();
            takes.extend(names.map(|name| resource.property(name).cloned().unwrap_or(name.into())));
            validator = Some(schemas.validator(item).map_err(SpecError)?);
        }
        let operation = Operation {
            id: id(operation)?.to_owned(),
            parameters: parameter::all(document, operation)?,
            takes,
            body: validator,
        };
        resource.operations.insert(verb, operation);
    }
    Ok(resource)
}

fn id(operation: &Value) -> Result<&str, SpecError> {
    let id = text(operation, "operationId");
    id.ok_or_else(|| SpecError("an operation has no operationId".to_owned()))
}

fn verb(operation: &Value) -> Result<Verb, SpecError> {
    let id = id(operation)?;
    Verb::ALL
        .into_iter()
        .find(|verb| id.ends_with(verb.suffix()))
        .ok_or_else(|| SpecError(format!("`{id}` ends in no verb")))
}

/// The schema of the body that an operation takes.
fn body(operation: &Value) -> Option<&Value> {
    operation.pointer("/requestBody/content/application~1json/schema")
}
