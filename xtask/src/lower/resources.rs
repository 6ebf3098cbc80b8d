//! Kinds of records, found by the operations on them.

use super::{Lowering, names};
use crate::model::{Draft, Kind, OpenEnum, Operation, Property, Resource, Role, Verb};
use crate::schema::{Located, says};
use crate::spec::Operation as SpecOperation;

impl<'d> Lowering<'d> {
    /// The resources, each with all six verbs.
    pub(super) fn resources(&mut self) -> Vec<Resource> {
        let mut grouped: Vec<(String, Vec<(Verb, SpecOperation<'d>)>)> = Vec::new();
        for operation in self.spec.operations.clone() {
            let Some((resource, verb)) = split(operation.id()) else {
                let what = format!(
                    "`{}` ends in no verb that the generator knows",
                    operation.name()
                );
                let verbs = Verb::ALL.map(Verb::suffix).join(", ");
                self.problem(
                    &operation.at.pointer,
                    what,
                    format!("name it <resource>_<verb>, with a verb of {verbs}"),
                );
                continue;
            };
            match grouped.iter_mut().find(|(name, _)| name == resource) {
                Some((_, operations)) => operations.push((verb, operation)),
                None => grouped.push((resource.to_owned(), vec![(verb, operation)])),
            }
        }
        grouped
            .into_iter()
            .filter_map(|(name, operations)| self.resource(&name, operations))
            .collect()
    }

    fn resource(
        &mut self,
        prefix: &str,
        operations: Vec<(Verb, SpecOperation<'d>)>,
    ) -> Option<Resource> {
        for verb in Verb::ALL {
            if !operations.iter().any(|(other, _)| *other == verb) {
                let what = format!("`{prefix}` has no operation `{prefix}_{}`", verb.suffix());
                self.problem("/paths", what, "a resource has all six verbs");
                return None;
            }
        }
        let find = |verb| {
            operations
                .iter()
                .find(|(other, _)| *other == verb)
                .map(|(_, operation)| operation)
        };
        let get = find(Verb::Get)?;
        let Some(record) = self.success_schema(get) else {
            self.problem(
                &get.at.pointer,
                "a get without a named record in its 200",
                "refer to the record's schema",
            );
            return None;
        };
        let name = record.name();
        let drafts = [
            (Role::Create, Verb::Create),
            (Role::Update, Verb::Update),
            (Role::Upsert, Verb::BulkUpsert),
        ];
        let drafts = drafts
            .into_iter()
            .filter_map(|(role, verb)| self.draft(role, find(verb)?, &name))
            .collect();
        let collection = get
            .path
            .trim_start_matches('/')
            .split('/')
            .next()
            .unwrap_or_default();
        let lowered: Vec<Operation> = operations
            .iter()
            .map(|(verb, operation)| self.operation(*verb, operation))
            .collect();
        Some(Resource {
            collection: names::snake_case(collection),
            doc: self.text(&record, "description"),
            enums: self.enums(&record, &name),
            operations: lowered,
            drafts,
            name,
        })
    }

    fn draft(&mut self, role: Role, operation: &SpecOperation<'d>, owner: &str) -> Option<Draft> {
        let Some(schema) = self.body_schema(operation) else {
            self.problem(
                &operation.at.pointer,
                "no named request body",
                "refer to the schema of the body",
            );
            return None;
        };
        let properties = self.properties(&schema, owner);
        let required = self
            .spec
            .flatten(schema.clone())
            .required
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        Some(Draft {
            name: schema.name(),
            role,
            doc: self.text(&schema, "description"),
            properties,
            required,
            schema: self.json_schema(&schema),
        })
    }

    /// The types of listed values that a record's properties have.
    fn enums(&mut self, record: &Located<'d>, owner: &str) -> Vec<OpenEnum> {
        let schemas: Vec<_> = self.spec.flatten(record.clone()).properties;
        let properties: Vec<Property> = self.properties(record, owner);
        let mut enums = Vec::new();
        for (property, schema) in properties.into_iter().zip(schemas) {
            let Kind::Enum(name) = property.kind else {
                continue;
            };
            let listed = says(self.spec.document, &schema.schema, "x-extensible-enum");
            let values = listed
                .iter()
                .flat_map(|listed| listed.items())
                .filter_map(|value| value.value.as_str())
                .map(|value| (value.to_owned(), names::upper_camel_case(value)))
                .collect();
            enums.push(OpenEnum {
                name,
                property: property.wire,
                doc: property.doc,
                values,
            });
        }
        enums
    }
}

fn split(id: &str) -> Option<(&str, Verb)> {
    Verb::ALL.into_iter().find_map(|verb| {
        let resource = id.strip_suffix(verb.suffix())?.strip_suffix('_')?;
        Some((resource, verb))
    })
}
