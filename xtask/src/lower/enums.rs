//! Listed values.

use super::reserved::VARIANTS;
use super::{Lowering, names};
use crate::model::{Kind, OpenEnum};
use crate::schema::{Located, says};

impl<'d> Lowering<'d> {
    /// The types of listed values that the properties of these objects have, in lists, too. `owner` is the record
    /// they are named for. Where two of the objects list values for one property, its type has all of them.
    pub(super) fn enums(&mut self, schemas: &[Located<'d>], owner: &str) -> Vec<OpenEnum> {
        let mut enums: Vec<OpenEnum> = Vec::new();
        for schema in schemas {
            let parts = self.spec.flatten(schema.clone()).properties;
            for (property, part) in self.properties(schema, owner).into_iter().zip(parts) {
                let Some(name) = listed(&property.kind) else {
                    continue;
                };
                let same = |known: &OpenEnum| known.name == name && known.property == property.wire;
                let position = enums.iter().position(same).unwrap_or_else(|| {
                    enums.push(OpenEnum {
                        name: name.to_owned(),
                        pointer: part.schema.pointer.clone(),
                        property: property.wire.clone(),
                        doc: property.doc.clone(),
                        values: Vec::new(),
                    });
                    enums.len() - 1
                });
                self.values(&part.schema, &mut enums[position].values);
            }
        }
        enums
    }

    /// Adds the values that a property, or its items, lists.
    fn values(&mut self, at: &Located<'d>, values: &mut Vec<(String, String)>) {
        const MEND: &str =
            "leave it out of the list, with x-decides about values: it then comes as `Other`";
        let Some(list) = says(self.spec.document, at, "x-extensible-enum") else {
            if let Some(items) = says(self.spec.document, at, "items") {
                self.values(&items, values);
            }
            return;
        };
        for value in list.items() {
            let Some(wire) = value.value.as_str() else {
                let what = format!("the listed value {} is no text", value.value);
                self.problem(&value.pointer, what, "list texts only, in quotes");
                continue;
            };
            let mut rust = names::upper_camel_case(wire);
            if VARIANTS.have(&rust) {
                rust.push('_');
            }
            if !names::is_type_name(&rust) {
                let what = format!(
                    "the listed value `{wire}` has no name in Rust, as it begins with no letter"
                );
                self.problem(&value.pointer, what, MEND);
            }
            match values.iter().find(|(_, other)| *other == rust) {
                Some((other, _)) if other == wire => {}
                Some((other, _)) => {
                    let what = format!(
                        "the listed values `{other}` and `{wire}` would both be `{rust}` in Rust"
                    );
                    self.problem(&value.pointer, what, MEND);
                }
                None => values.push((wire.to_owned(), rust)),
            }
        }
    }
}

/// The type of listed values within a kind.
fn listed(kind: &Kind) -> Option<&str> {
    match kind {
        Kind::Enum(name) => Some(name),
        Kind::Array(items) => listed(items),
        _ => None,
    }
}
