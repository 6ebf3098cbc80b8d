//! The JSON Schema that the client's types state, against the spec's schemas as they are written.

use serde_json::Value;

use crate::client::Codec;
use crate::compare::Pointer;
use crate::oracle::{Evidence, Location};
use crate::report::{Check, Failure};
use crate::spec::{ObjectShape, Property, Shape, Slot};

use super::material::Material;
use super::plan::{Planned, Played};

/// A case for each type that replies are read as.
pub(super) fn cases<'a>(material: &'a Material<'a>) -> Vec<Planned<'a>> {
    let codecs = material.codecs.iter();
    codecs.map(|codec| case(material, codec)).collect()
}

fn case<'a>(material: &'a Material<'a>, codec: &'a Codec) -> Planned<'a> {
    Planned {
        id: format!("schema.{}", codec.name()),
        operation: "schemas".to_owned(),
        evidence: Evidence::Documented,
        at: Location {
            file: "openapi/planhat.yaml".to_owned(),
            line: material.spec.line_of_schema(codec.name()),
        },
        play: Box::new(move |_| Played::of(Check::Schema, play(material, codec))),
    }
}

fn play(material: &Material<'_>, codec: &Codec) -> Vec<Failure> {
    let mut out = Vec::new();
    let root = Pointer::root();
    let Some(shape) = material.shape(codec.name()) else {
        let wanted = format!("a schema {} with properties", codec.name());
        return vec![Failure::new("unspecified", "", wanted, "none")];
    };
    match slot(&codec.schema()).shape {
        Shape::Object(found) => objects(&root, shape, &found, &mut out),
        other => out.push(Failure::new("type", "", "object", other.words())),
    }
    let known = |name: &str| codec.properties().contains(&name);
    let missing = shape
        .properties
        .iter()
        .filter(|property| !known(&property.name));
    out.extend(missing.map(|property| {
        let at = root.step(&property.name);
        Failure::new("unlisted", at.as_str(), "a name in PROPERTIES", "none")
    }));
    let named = |name: &&&str| shape.property(name).is_none();
    out.extend(codec.properties().iter().filter(named).map(|name| {
        let at = root.step(name);
        Failure::new("made-up", at.as_str(), "nothing", "a name in PROPERTIES")
    }));
    out
}

fn slots(at: &Pointer, expected: &Slot, found: &Slot, out: &mut Vec<Failure>) {
    if expected.words() != found.words() {
        out.push(Failure::new(
            "type",
            at.as_str(),
            expected.words(),
            found.words(),
        ));
    }
    match (&expected.shape, &found.shape) {
        (Shape::Array(expected), Shape::Array(found)) => {
            slots(&at.any_item(), expected, found, out)
        }
        (Shape::Object(expected), Shape::Object(found)) => objects(at, expected, found, out),
        _ => {}
    }
}

fn objects(at: &Pointer, expected: &ObjectShape, found: &ObjectShape, out: &mut Vec<Failure>) {
    for property in &expected.properties {
        let at = at.step(&property.name);
        let Some(found) = found.property(&property.name) else {
            out.push(Failure::new(
                "missing",
                at.as_str(),
                property.slot.words(),
                "nothing",
            ));
            continue;
        };
        slots(&at, &property.slot, &found.slot, out);
        let mut differs = |what, expected: String, found: String| {
            if expected != found {
                out.push(Failure::new(what, at.as_str(), expected, found));
            }
        };
        differs(
            "listed-values",
            property.listed.join(", "),
            found.listed.join(", "),
        );
        let required = |required| if required { "required" } else { "optional" }.to_owned();
        differs(
            "required",
            required(property.required),
            required(found.required),
        );
    }
    for property in &found.properties {
        if expected.property(&property.name).is_none() {
            let at = at.step(&property.name);
            out.push(Failure::new(
                "unexpected",
                at.as_str(),
                "nothing",
                property.slot.words(),
            ));
        }
    }
}

/// What a JSON Schema asks for. It has null as one of its types, where OpenAPI 3.0 has a word for it.
fn slot(schema: &Value) -> Slot {
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    };
    let kind = types.iter().find(|kind| **kind != "null").copied();
    let alternatives: Vec<Slot> = list(&schema["anyOf"]).iter().map(slot).collect();
    let shape = match kind {
        Some("string") => Shape::String(formats(schema, &alternatives)),
        Some("number") => Shape::Number,
        Some("integer") => Shape::Integer,
        Some("boolean") => Shape::Boolean,
        Some("array") => Shape::Array(Box::new(slot(&schema["items"]))),
        Some("object") => Shape::Object(ObjectShape {
            schema: None,
            properties: properties(schema),
        }),
        _ if alternatives.is_empty() => Shape::Any,
        _ => Shape::AnyOf(alternatives),
    };
    Slot {
        shape,
        nullable: types.contains(&"null"),
    }
}

fn formats(schema: &Value, alternatives: &[Slot]) -> Vec<String> {
    let own = schema["format"].as_str().map(str::to_owned);
    let others = alternatives.iter().flat_map(|slot| match &slot.shape {
        Shape::String(formats) => formats.clone(),
        other => vec![other.words()],
    });
    own.into_iter().chain(others).collect()
}

fn properties(schema: &Value) -> Vec<Property> {
    let required = list(&schema["required"]);
    let properties = schema["properties"].as_object().into_iter().flatten();
    let property = |(name, schema): (&String, &Value)| Property {
        name: name.clone(),
        slot: slot(schema),
        required: required.iter().any(|other| other == name),
        autogenerated: false,
        evidence: String::new(),
        listed: list(&schema["examples"])
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    };
    properties.map(property).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
