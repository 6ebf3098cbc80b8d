//! Kinds of records, found by the operations on them.

use super::reserved::{COLLECTIONS, MODULES};
use super::{Lowering, names};
use crate::model::{Draft, Kind, Operation, Resource, Role, Verb};
use crate::schema::Located;
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
            if !names::is_identifier(operation.id()) {
                let what = format!("`{}` is no name in Rust", operation.id());
                self.problem(
                    &operation.at.pointer,
                    what,
                    "write it in snake case, such as line_item_get",
                );
            }
            match grouped.iter_mut().find(|(name, _)| name == resource) {
                Some((_, operations)) => operations.push((verb, operation)),
                None => grouped.push((resource.to_owned(), vec![(verb, operation)])),
            }
        }
        let mut resources: Vec<Resource> = Vec::new();
        for (name, operations) in grouped {
            let place = operations[0].1.at.pointer.clone();
            let Some(resource) = self.resource(&name, operations) else {
                continue;
            };
            let of_both = |what, one: fn(&Resource) -> &String| {
                let other = resources
                    .iter()
                    .find(|other| one(other) == one(&resource))?;
                Some(format!(
                    "`{}` and `{}` would both have the {what} `{}`",
                    other.name,
                    resource.name,
                    one(&resource)
                ))
            };
            let clashes = [
                of_both("method of the client", |resource| &resource.collection),
                of_both("module", |resource| &resource.module),
            ];
            for clash in clashes.into_iter().flatten() {
                self.problem(
                    &place,
                    clash,
                    "give each resource a record and a path of its own",
                );
            }
            resources.push(resource);
        }
        resources
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
            if let Some((_, twice)) = operations.iter().filter(|(other, _)| *other == verb).nth(1) {
                let what = format!("`{}` is the name of two operations", twice.name());
                self.problem(
                    &twice.at.pointer,
                    what,
                    "give each operation an id of its own",
                );
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
        let bodies: Vec<Located<'d>> = drafts
            .iter()
            .filter_map(|(_, verb)| self.body_schema(find(*verb)?))
            .collect();
        let schemas = [vec![record.clone()], bodies].concat();
        let siblings = schemas
            .iter()
            .flat_map(|schema| self.property_names(schema))
            .collect();
        self.siblings.insert(name.clone(), siblings);
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
            .map(|(verb, operation)| self.operation(*verb, operation, &name))
            .collect();
        let collection = names::beside(names::snake_case(collection), COLLECTIONS);
        if !names::is_identifier(&collection) {
            let what =
                format!("the path of `{name}` has no name in Rust, as it begins with no letter");
            self.problem(
                &get.at.pointer,
                what,
                "give it a path such as /line-items/{id}",
            );
        }
        Some(Resource {
            collection,
            module: names::beside(names::lower_case(&name), MODULES),
            doc: self.text(&record, "description"),
            enums: self.enums(&schemas, &name),
            sample: self.sample(&operations),
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
        if let Some(custom) = properties
            .iter()
            .find(|property| property.wire == "custom" && property.kind != Kind::Custom)
        {
            let what = format!("`custom` of `{}` is {:?}", schema.name(), custom.kind);
            self.problem(
                &schema.pointer,
                what,
                "make it a free object: the client sets its fields by their labels",
            );
        }
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
}

fn split(id: &str) -> Option<(&str, Verb)> {
    Verb::ALL.into_iter().find_map(|verb| {
        let resource = id.strip_suffix(verb.suffix())?.strip_suffix('_')?;
        Some((resource, verb))
    })
}
