//! The objects that replies hold.

use super::Lowering;
use crate::model::{Kind, Object, Resource};
use crate::schema::Located;

impl<'d> Lowering<'d> {
    /// Every object that a success carries, and those within them, each once.
    pub(super) fn objects(&mut self, resources: &[Resource]) -> Vec<Object> {
        let operations = self.spec.operations.clone();
        let mut pending: Vec<Located<'d>> = operations
            .iter()
            .filter_map(|operation| self.success_schema(operation))
            .collect();
        pending.reverse();
        let mut objects: Vec<Object> = Vec::new();
        while let Some(schema) = pending.pop() {
            let name = schema.name();
            if objects.iter().any(|object| object.name == name) {
                continue;
            }
            let properties = self.properties(&schema, &name);
            for property in &properties {
                if let Some(inner) = within(&property.kind) {
                    pending.extend(Located::new(
                        self.spec.document,
                        format!("/components/schemas/{inner}"),
                    ));
                }
                let stray = matches!(&property.kind, Kind::Enum(_))
                    && !resources.iter().any(|resource| resource.name == name);
                if stray {
                    let what = format!(
                        "`{}` of `{name}` lists values outside a resource",
                        property.wire
                    );
                    self.problem(
                        &schema.pointer,
                        what,
                        "leave `x-extensible-enum` to the properties of resources",
                    );
                }
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
        objects
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
