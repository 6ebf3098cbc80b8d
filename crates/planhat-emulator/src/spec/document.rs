//! Reading the parts of an OpenAPI document.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::SpecError;

/// More links than any honest chain of references or compositions has.
const MAX_DEPTH: usize = 16;

/// A document as a value.
#[derive(Debug)]
pub(super) struct Document(Value);

impl Document {
    pub(super) fn parse(text: &str) -> Result<Self, SpecError> {
        serde_json::from_str(text)
            .map(Self)
            .map_err(|error| SpecError(format!("it is no JSON: {error}")))
    }

    /// The members of the object at `pointer`.
    pub(super) fn members(&self, pointer: &str) -> Result<&Map<String, Value>, SpecError> {
        let found = self.0.pointer(pointer).and_then(Value::as_object);
        found.ok_or_else(|| SpecError(format!("{pointer} is no object")))
    }

    /// Follows every `$ref` from here.
    pub(super) fn resolve<'d>(&'d self, from: &'d Value) -> Result<&'d Value, SpecError> {
        let mut here = from;
        for _ in 0..MAX_DEPTH {
            let Some(reference) = here.get("$ref").and_then(Value::as_str) else {
                return Ok(here);
            };
            let target = reference.strip_prefix('#');
            here = target
                .and_then(|pointer| self.0.pointer(pointer))
                .ok_or_else(|| SpecError(format!("`{reference}` leads nowhere")))?;
        }
        Err(SpecError("a reference leads in a circle".to_owned()))
    }

    /// The properties of a composed object, and the names that it requires.
    pub(super) fn flatten<'d>(&'d self, schema: &'d Value) -> Result<Flat<'d>, SpecError> {
        let mut flat = Flat::default();
        self.gather(schema, 0, &mut flat)?;
        Ok(flat)
    }

    fn gather<'d>(
        &'d self,
        schema: &'d Value,
        depth: usize,
        flat: &mut Flat<'d>,
    ) -> Result<(), SpecError> {
        if depth > MAX_DEPTH {
            return Err(SpecError("a composition has no end".to_owned()));
        }
        let schema = self.resolve(schema)?;
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            let named = properties.iter();
            flat.properties
                .extend(named.map(|(name, schema)| (name.as_str(), schema)));
        }
        for part in items(schema, "allOf") {
            self.gather(part, depth + 1, flat)?;
        }
        Ok(())
    }

    /// Whether texts of this schema are dates.
    pub(super) fn is_date(&self, schema: &Value) -> Result<bool, SpecError> {
        self.has_date(schema, 0)
    }

    fn has_date(&self, schema: &Value, depth: usize) -> Result<bool, SpecError> {
        if depth > MAX_DEPTH {
            return Err(SpecError("a composition has no end".to_owned()));
        }
        let schema = self.resolve(schema)?;
        if matches!(text(schema, "format"), Some("date" | "date-time")) {
            return Ok(true);
        }
        for part in items(schema, "allOf").chain(items(schema, "anyOf")) {
            if self.has_date(part, depth + 1)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A composed object, seen as one.
#[derive(Debug, Default)]
pub(super) struct Flat<'d> {
    pub(super) properties: BTreeMap<&'d str, &'d Value>,
}

/// The elements of the array at `key`; none where there is no array.
pub(super) fn items<'d>(of: &'d Value, key: &str) -> impl Iterator<Item = &'d Value> + use<'d> {
    of.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The texts of the array at `key`.
pub(super) fn texts(of: &Value, key: &str) -> Vec<String> {
    let texts = items(of, key).filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

pub(super) fn text<'d>(of: &'d Value, key: &str) -> Option<&'d str> {
    of.get(key)?.as_str()
}
