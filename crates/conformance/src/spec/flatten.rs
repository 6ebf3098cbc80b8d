//! From a schema and the parts it is made of to its shape.

use serde_json::Value;

use super::{ObjectShape, Property, Shape, Slot, SpecError};

pub(super) fn slot(document: &Value, name: &str, schema: &Value) -> Result<Slot, SpecError> {
    Flatten { document, name }.slot(&Part {
        schema,
        trail: Vec::new(),
    })
}

struct Flatten<'a> {
    document: &'a Value,
    name: &'a str,
}

/// A schema with the references that led to it, so that a circle is noticed.
#[derive(Clone)]
struct Part<'a> {
    schema: &'a Value,
    trail: Vec<&'a str>,
}

impl<'a> Part<'a> {
    fn below(&self, schema: &'a Value) -> Self {
        Self {
            schema,
            trail: self.trail.clone(),
        }
    }

    fn list(&self, key: &str) -> Vec<Self> {
        list(&self.schema[key])
            .iter()
            .map(|schema| self.below(schema))
            .collect()
    }
}

/// What the parts of a schema say together.
#[derive(Default)]
struct Facts<'a> {
    kind: Option<&'a str>,
    formats: Vec<String>,
    nullable: bool,
    properties: Vec<(&'a str, Part<'a>)>,
    required: Vec<&'a str>,
    items: Option<Part<'a>>,
    alternatives: Vec<Part<'a>>,
}

impl<'a> Flatten<'a> {
    fn slot(&self, part: &Part<'a>) -> Result<Slot, SpecError> {
        let mut facts = Facts::default();
        self.collect(part, &mut facts)?;
        let (nullable, mut shape) = (facts.nullable, self.shape(facts)?);
        if let Shape::Object(object) = &mut shape {
            object.schema = whole_schema(part.schema).map(str::to_owned);
        }
        Ok(Slot { shape, nullable })
    }

    fn collect(&self, part: &Part<'a>, facts: &mut Facts<'a>) -> Result<(), SpecError> {
        let schema = part.schema;
        if let Some(reference) = schema["$ref"].as_str() {
            return self.collect(&self.follow(part, reference)?, facts);
        }
        for part in part.list("allOf") {
            self.collect(&part, facts)?;
        }
        facts.kind = schema["type"].as_str().or(facts.kind);
        facts
            .formats
            .extend(schema["format"].as_str().map(str::to_owned));
        facts.nullable |= schema["nullable"] == true;
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            facts.properties.retain(|(other, _)| other != name);
            facts.properties.push((name, part.below(property)));
        }
        facts
            .required
            .extend(list(&schema["required"]).iter().filter_map(Value::as_str));
        facts.items = schema
            .get("items")
            .map(|items| part.below(items))
            .or(facts.items.take());
        facts.alternatives.extend(part.list("anyOf"));
        facts.alternatives.extend(part.list("oneOf"));
        Ok(())
    }

    fn follow(&self, part: &Part<'a>, reference: &'a str) -> Result<Part<'a>, SpecError> {
        let (schema, reference_text) = (self.name.to_owned(), reference.to_owned());
        if part.trail.contains(&reference) {
            return Err(SpecError::Circle {
                schema,
                reference: reference_text,
            });
        }
        match reference
            .strip_prefix('#')
            .and_then(|pointer| self.document.pointer(pointer))
        {
            Some(target) => {
                let mut trail = part.trail.clone();
                trail.push(reference);
                Ok(Part {
                    schema: target,
                    trail,
                })
            }
            None => Err(SpecError::Reference {
                schema,
                reference: reference_text,
            }),
        }
    }

    fn shape(&self, facts: Facts<'a>) -> Result<Shape, SpecError> {
        let alternatives: Result<Vec<_>, _> = facts
            .alternatives
            .iter()
            .map(|part| self.slot(part))
            .collect();
        let alternatives = alternatives?;
        Ok(match facts.kind {
            Some("string") => Shape::String(formats(facts.formats, alternatives)),
            Some("number") => Shape::Number,
            Some("integer") => Shape::Integer,
            Some("boolean") => Shape::Boolean,
            Some("array") => {
                let items = facts.items.map(|items| self.slot(&items)).transpose()?;
                Shape::Array(Box::new(items.unwrap_or(Slot {
                    shape: Shape::Any,
                    nullable: true,
                })))
            }
            None if facts.properties.is_empty() && !alternatives.is_empty() => {
                Shape::AnyOf(alternatives)
            }
            None if facts.properties.is_empty() => Shape::Any,
            _ => Shape::Object(self.object(&facts)?),
        })
    }

    fn object(&self, facts: &Facts<'a>) -> Result<ObjectShape, SpecError> {
        let property = |(name, part): &(&'a str, Part<'a>)| {
            let words = list(&part.schema["x-extensible-enum"])
                .iter()
                .filter_map(Value::as_str);
            Ok(Property {
                name: (*name).to_owned(),
                slot: self.slot(part)?,
                required: facts.required.contains(name),
                autogenerated: part.schema["x-autogenerated"] == true,
                evidence: part.schema["x-evidence"]
                    .as_str()
                    .unwrap_or("documented")
                    .to_owned(),
                listed: words.map(str::to_owned).collect(),
            })
        };
        let mut properties: Vec<Property> = facts
            .properties
            .iter()
            .map(property)
            .collect::<Result<_, SpecError>>()?;
        properties.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(ObjectShape {
            schema: None,
            properties,
        })
    }
}

/// A string that is any of several strings has the formats of them all; one plain string among them lets in every form.
fn formats(mut own: Vec<String>, alternatives: Vec<Slot>) -> Vec<String> {
    for slot in alternatives {
        match slot.shape {
            Shape::String(more) if !more.is_empty() => own.extend(more),
            _ => return Vec::new(),
        }
    }
    own.dedup();
    own
}

/// The name of the schema that a reference stands for, be it alone or wrapped, as a nullable one is.
fn whole_schema(schema: &Value) -> Option<&str> {
    let reference = match list(&schema["allOf"]) {
        [only] if schema.get("properties").is_none() => only,
        _ => schema,
    };
    reference["$ref"].as_str()?.rsplit('/').next()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
