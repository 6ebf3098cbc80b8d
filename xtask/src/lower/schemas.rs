//! JSON Schemas of objects, each in one piece: what OpenAPI 3.0 says with its own words, said in JSON Schema's.

use serde_json::{Map, Value, json};

use super::Lowering;
use crate::schema::{Located, says};

/// Objects within objects are written out in place; beyond this depth one contains itself, and anything goes.
const DEPTH: usize = 8;

impl<'d> Lowering<'d> {
    /// The JSON Schema (2020-12) of a composed object, stating the documented types.
    pub(super) fn json_schema(&self, schema: &Located<'d>) -> Value {
        self.object_schema(schema, DEPTH)
    }

    fn object_schema(&self, schema: &Located<'d>, depth: usize) -> Value {
        let flat = self.spec.flatten(schema.clone());
        let properties: Map<String, Value> = flat
            .properties
            .iter()
            .map(|property| {
                (
                    property.name.clone(),
                    self.property_schema(&property.schema, depth),
                )
            })
            .collect();
        let mut whole = json!({
            "type": "object",
            "description": self.text(schema, "description"),
            "properties": properties,
        });
        if !flat.required.is_empty() {
            whole["required"] = flat.required.into_iter().map(|(name, _)| name).collect();
        }
        whole
    }

    fn property_schema(&self, at: &Located<'d>, depth: usize) -> Value {
        if self.object_name(at).is_some() {
            let Some(depth) = depth.checked_sub(1) else {
                return json!({});
            };
            let target = at
                .get("allOf")
                .and_then(|all| all.items().into_iter().next())
                .unwrap_or_else(|| at.clone());
            return self
                .spec
                .resolve(target)
                .map_or(json!({}), |target| self.object_schema(&target, depth));
        }
        let mut out = Map::new();
        let said = |key: &str| says(self.spec.document, at, key);
        let nullable = said("nullable").is_some_and(|found| *found.value == Value::Bool(true));
        if let Some(kind) = said("type") {
            let kind = kind.value.clone();
            out.insert(
                "type".into(),
                if nullable {
                    json!([kind, "null"])
                } else {
                    kind
                },
            );
        }
        for key in ["description", "format"] {
            if let Some(found) = said(key) {
                out.insert(key.into(), found.value.clone());
            }
        }
        if let Some(listed) = said("x-extensible-enum") {
            out.insert("examples".into(), listed.value.clone());
        }
        if let Some(forms) = said("anyOf") {
            let forms = forms
                .items()
                .iter()
                .map(|form| self.property_schema(form, depth))
                .collect();
            out.insert("anyOf".into(), forms);
        }
        if let Some(items) = said("items") {
            out.insert("items".into(), self.property_schema(&items, depth));
        }
        Value::Object(out)
    }
}
