//! The names of all types that are generated.

use super::{Lowering, names, reserved};
use crate::model::{Model, Resource};
use crate::source::pointer;

impl Lowering<'_> {
    /// Whether each type has a name that Rust takes and no other type has. Case does not tell them apart, since
    /// modules and functions named for them are in lower case.
    pub(super) fn types(&mut self, model: &Model) {
        let drafts = |resource: &Resource| {
            resource
                .drafts
                .iter()
                .map(|draft| draft.name.clone())
                .collect::<Vec<_>>()
        };
        let schemas = model
            .objects
            .iter()
            .map(|object| object.name.clone())
            .chain(model.resources.iter().flat_map(drafts))
            .map(|name| {
                let at = pointer::join("/components/schemas", &name);
                (name, at, String::new())
            });
        let enums = model
            .resources
            .iter()
            .flat_map(|resource| &resource.enums)
            .chain(&model.enums)
            .map(|open| {
                let of = format!(", the listed values of `{}`,", open.property);
                (open.name.clone(), open.pointer.clone(), of)
            });
        let mut seen: Vec<String> = Vec::new();
        for (name, at, of) in schemas.chain(enums) {
            if !names::is_type_name(&name) {
                let what = format!("`{name}`{of} is no name of a type in Rust");
                self.problem(
                    &at,
                    what,
                    "name the schema in upper camel case, such as `LineItem`",
                );
            } else if reserved::TYPES.have(&name) {
                let what =
                    format!("`{name}`{of} is taken: the client, or Rust, has a type of that name");
                self.problem(&at, what, "give the schema another name");
            }
            match seen.iter().find(|other| other.eq_ignore_ascii_case(&name)) {
                Some(other) => {
                    let what = format!("`{name}`{of} would be generated beside another `{other}`");
                    self.problem(
                        &at,
                        what,
                        "give each record and each request body a schema of its own, and different names, whatever their case",
                    );
                }
                None => seen.push(name),
            }
        }
    }
}
