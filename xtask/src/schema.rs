//! Reading schemas: following a `$ref`, and seeing a composition as the one object that it describes.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::source::{Document, pointer};

/// More links than any honest chain of references has.
const MAX_LINKS: usize = 16;

/// A part of the document, with its place.
#[derive(Debug, Clone)]
pub struct Located<'d> {
    /// Where it stands.
    pub pointer: String,
    /// What stands there.
    pub value: &'d Value,
}

impl<'d> Located<'d> {
    /// The part at `pointer`, if there is one.
    pub fn new(document: &'d Document, pointer: impl Into<String>) -> Option<Self> {
        let pointer = pointer.into();
        let value = document.at(&pointer)?;
        Some(Self { pointer, value })
    }

    /// The member `key` of this object, not following any `$ref`.
    pub fn get(&self, key: &str) -> Option<Self> {
        Some(Self {
            pointer: pointer::join(&self.pointer, key),
            value: self.value.get(key)?,
        })
    }

    /// The text at `key`.
    pub fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// Whether `key` stands there and is `true`.
    pub fn is(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// The elements of this array; none where it is no array.
    pub fn items(&self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items
            .map(|(index, value)| Self {
                pointer: pointer::join(&self.pointer, index),
                value,
            })
            .collect()
    }

    /// The members of this object in the order of the file; none where it is no object.
    pub fn members(&self, document: &'d Document) -> Vec<(&'d str, Self)> {
        let keys = document.keys(&self.pointer);
        keys.into_iter()
            .filter_map(|key| Some((key, self.get(key)?)))
            .collect()
    }

    /// The name of what stands here: the last part of the pointer.
    pub fn name(&self) -> String {
        pointer::last(&self.pointer)
    }
}

/// The text of a `$ref`, where the value is one.
pub fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// The pointer that a `$ref` into this document means.
pub fn target(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let decoded = percent_decode_str(fragment).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// Follows every `$ref` from here; `None` where one leads nowhere, or in a circle.
pub fn resolve<'d>(document: &'d Document, from: Located<'d>) -> Option<Located<'d>> {
    let mut here = from;
    for _ in 0..MAX_LINKS {
        match reference(here.value) {
            None => return Some(here),
            Some(text) => here = Located::new(document, target(text)?)?,
        }
    }
    None
}

/// One property of a composed object.
#[derive(Debug, Clone)]
pub struct Property<'d> {
    /// Its name on the wire.
    pub name: String,
    /// Its schema as written, which may be a `$ref`.
    pub schema: Located<'d>,
}

/// A composed object, seen as one.
#[derive(Debug, Clone, Default)]
pub struct Flat<'d> {
    /// The properties, in the order of the file; a name that two parts have comes twice.
    pub properties: Vec<Property<'d>>,
    /// The names that are required, with the place that says so.
    pub required: Vec<(String, String)>,
}

impl<'d> Flat<'d> {
    /// The property of this name.
    pub fn property(&self, name: &str) -> Option<&Property<'d>> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }

    /// Whether the property of this name is required.
    pub fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|(required, _)| required == name)
    }
}

/// Sees a schema as one object: through `$ref` and `allOf`, each part once.
pub fn flatten<'d>(document: &'d Document, schema: Located<'d>) -> Flat<'d> {
    let mut flat = Flat::default();
    gather(document, schema, &mut BTreeSet::new(), &mut flat);
    flat
}

fn gather<'d>(
    document: &'d Document,
    schema: Located<'d>,
    seen: &mut BTreeSet<String>,
    flat: &mut Flat<'d>,
) {
    let Some(schema) = resolve(document, schema) else {
        return;
    };
    if !seen.insert(schema.pointer.clone()) {
        return;
    }
    for part in schema.get("allOf").into_iter().flat_map(|all| all.items()) {
        gather(document, part, seen, flat);
    }
    if let Some(properties) = schema.get("properties") {
        for (name, schema) in properties.members(document) {
            flat.properties.push(Property {
                name: name.to_owned(),
                schema,
            });
        }
    }
    for name in schema
        .get("required")
        .into_iter()
        .flat_map(|all| all.items())
    {
        if let Some(text) = name.value.as_str() {
            flat.required.push((text.to_owned(), name.pointer));
        }
    }
}

/// What says `key` of a property: itself, or else the schema that it refers to or wraps in a single `allOf`.
pub fn says<'d>(document: &'d Document, schema: &Located<'d>, key: &str) -> Option<Located<'d>> {
    let mut here = schema.clone();
    for _ in 0..MAX_LINKS {
        if let Some(found) = here.get(key) {
            return Some(found);
        }
        here = match here.get("allOf").map(|all| all.items()) {
            Some(parts) if parts.len() == 1 => parts.into_iter().next()?,
            _ => Located::new(document, target(reference(here.value)?)?)?,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
whole:
  required: [a]
  allOf:
    - $ref: '#/part'
    - properties:
        d: { $ref: '#/text' }
    - $ref: '#/part'
  properties:
    c: { allOf: [ { $ref: '#/text' } ] }
part:
  allOf: [ { $ref: '#/whole' } ]
  properties:
    b: { type: string }
    a: { type: number }
  required: [b]
text: { $ref: '#/a~1b%20c' }
a/b c: { type: string, description: A text. }
circle: { $ref: '#/circle' }
lost: { $ref: '#/nowhere' }
outside: { $ref: 'other.yaml#/x' }
";

    fn document() -> Document {
        Document::parse("some.yaml", TEXT).unwrap()
    }

    #[test]
    fn references_are_followed_to_their_end_if_they_have_one() {
        let document = document();
        let end = |pointer: &str| {
            resolve(&document, Located::new(&document, pointer)?).map(|end| end.pointer)
        };
        assert_eq!(end("/text").as_deref(), Some("/a~1b c"));
        assert_eq!(end("/part").as_deref(), Some("/part"));
        for pointer in ["/circle", "/lost", "/outside"] {
            assert_eq!(end(pointer), None, "{pointer}");
        }
    }

    #[test]
    fn a_composition_is_seen_as_one_object_each_part_once() {
        let document = document();
        let flat = flatten(&document, Located::new(&document, "/whole").unwrap());
        let names: Vec<&str> = flat
            .properties
            .iter()
            .map(|property| property.name.as_str())
            .collect();
        assert_eq!(names, ["b", "a", "d", "c"]);
        assert!(flat.requires("a") && flat.requires("b") && !flat.requires("c"));
        assert_eq!(
            flat.property("d")
                .map(|property| property.schema.pointer.as_str()),
            Some("/whole/allOf/1/properties/d")
        );
    }

    #[test]
    fn a_wrapped_reference_says_what_its_target_says() {
        let document = document();
        let said = |pointer: &str, key| {
            let schema = Located::new(&document, pointer)?;
            says(&document, &schema, key)?
                .value
                .as_str()
                .map(str::to_owned)
        };
        assert_eq!(
            said("/whole/properties/c", "description").as_deref(),
            Some("A text.")
        );
        assert_eq!(said("/text", "type").as_deref(), Some("string"));
        assert_eq!(said("/circle", "type"), None);
    }
}
