//! The objects that replies hold.

use super::Lowering;
use crate::model::{Kind, Object, OpenEnum, Resource};
use crate::schema::Located;
use crate::source::pointer;

impl<'d> Lowering<'d> {
    /// Every object that a success carries, and those within them, each once; and the listed values of those that
    /// are no resources.
    pub(super) fn objects(&mut self, resources: &[Resource]) -> (Vec<Object>, Vec<OpenEnum>) {
        let operations = self.spec.operations.clone();
        let mut pending: Vec<Located<'d>> = operations
            .iter()
            .filter_map(|operation| self.success_schema(operation))
            .collect();
        pending.reverse();
        let mut objects: Vec<Object> = Vec::new();
        let mut enums = Vec::new();
        while let Some(schema) = pending.pop() {
            let name = schema.name();
            if objects.iter().any(|object| object.name == name) {
                continue;
            }
            let properties = self.properties(&schema, &name);
            if properties.is_empty() {
                self.problem(
                    &schema.pointer,
                    format!("`{name}` is what a reply holds, and names no property"),
                    "name the properties that are known; others may come with them",
                );
            }
            for inner in properties
                .iter()
                .filter_map(|property| within(&property.kind))
            {
                pending.extend(Located::new(
                    self.spec.document,
                    pointer::join("/components/schemas", inner),
                ));
            }
            if !resources.iter().any(|resource| resource.name == name) {
                enums.extend(self.enums(std::slice::from_ref(&schema), &name));
            }
            let doc = self.text(&schema, "description");
            let schema = self.json_schema(&schema);
            objects.push(Object {
                name,
                doc,
                properties,
                schema,
            });
        }
        (objects, enums)
    }
}

/// The object within a kind.
fn within(kind: &Kind) -> Option<&str> {
    match kind {
        Kind::Object(name) => Some(name),
        Kind::Array(items) => within(items),
        _ => None,
    }
}
