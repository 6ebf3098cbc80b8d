//! The forms of schemas that lowering understands; everything else would be lowered by guess.

use serde_json::Value;

use super::{Problems, quoted};
use crate::schema::{self, Located};
use crate::source::pointer;
use crate::spec::{Kind, Spec};

/// The formats that each type may have.
const FORMATS: &[(&str, &[&str])] = &[
    ("string", &["date", "date-time", "object-id", "record-ref"]),
    ("number", &["double"]),
    ("integer", &["int32", "int64"]),
    ("boolean", &[]),
    ("array", &[]),
    ("object", &[]),
];

pub(super) fn forms(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for node in spec.of(Kind::Schema) {
        let at = &node.at;
        for key in ["oneOf", "not", "discriminator", "xml"] {
            if let Some(found) = at.get(key) {
                problems.at(
                    &found,
                    format!("`{key}` has no meaning here"),
                    "compose by allOf, or choose by a named anyOf",
                );
            }
        }
        match at.get("type") {
            Some(kind) => typed(spec, at, &kind, problems),
            None => untyped(at, problems),
        }
        objects(at, problems);
    }
}

fn typed(spec: &Spec<'_>, at: &Located<'_>, kind: &Located<'_>, problems: &mut Problems<'_>) {
    let name = kind.value.as_str().unwrap_or_default();
    let Some((_, formats)) = FORMATS.iter().find(|(known, _)| *known == name) else {
        problems.at(
            kind,
            format!("the type {} does not exist", kind.value),
            format!(
                "write one of {}",
                quoted(FORMATS.iter().map(|(name, _)| name))
            ),
        );
        return;
    };
    if let Some(format) = at.get("format")
        && !format
            .value
            .as_str()
            .is_some_and(|text| formats.contains(&text))
    {
        let mend = match formats {
            [] => format!("remove it; a {name} has no format"),
            formats => format!("write one of {}, or none", quoted(*formats)),
        };
        problems.at(
            &format,
            format!("the format {} of a {name} is not known here", format.value),
            mend,
        );
    }
    if let Some(choices) = at.get("anyOf")
        && !is_date_or_date_time(at)
    {
        problems.at(
            &choices,
            "anyOf beside a type, and not a date or a date-time",
            "give it one type; a choice of dates is string with the formats date and date-time",
        );
    }
    if let Some(parts) = at.get("allOf")
        && !(name == "object" && is_named(at))
        && !wraps(spec, &parts, name)
    {
        problems.at(
            &parts,
            format!("allOf beside the type {name}"),
            "wrap one reference to a schema of that type, or compose a named object",
        );
    }
}

/// Whether a composition is one reference to a schema of this type.
fn wraps(spec: &Spec<'_>, parts: &Located<'_>, name: &str) -> bool {
    let parts = parts.items();
    let [part] = parts.as_slice() else {
        return false;
    };
    schema::reference(part.value).is_some()
        && spec
            .resolve(part.clone())
            .is_some_and(|target| target.text("type") == Some(name))
}

/// Whether a text is a date in one of two forms.
fn is_date_or_date_time(schema: &Located<'_>) -> bool {
    let choices = schema
        .get("anyOf")
        .map(|all| all.items())
        .unwrap_or_default();
    let mut formats: Vec<&str> = choices
        .iter()
        .filter(|choice| choice.text("type") == Some("string"))
        .filter_map(|choice| choice.text("format"))
        .collect();
    formats.sort_unstable();
    schema.text("type") == Some("string") && choices.len() == 2 && formats == ["date", "date-time"]
}

fn untyped(at: &Located<'_>, problems: &mut Problems<'_>) {
    if let Some(parts) = at.get("allOf") {
        let items = parts.items();
        let wraps_one =
            matches!(items.as_slice(), [part] if schema::reference(part.value).is_some());
        if !(is_named(at) || wraps_one) {
            problems.at(
                &parts,
                "a composition without a name",
                "name it under components/schemas; only the allOf of one reference may stand here",
            );
        }
        return;
    }
    if let Some(choices) = at.get("anyOf") {
        if !is_named(at) {
            problems.at(
                &choices,
                "a choice without a name",
                "name it under components/schemas and refer to it",
            );
        }
        return;
    }
    if let Some(format) = at.get("format") {
        problems.at(&format, "a format without a type", "add the type");
    }
    // Properties or required names alone are a part of a composition, and a list may hold anything.
    let is_part = is_part(at) && (at.get("properties").is_some() || at.get("required").is_some());
    let is_any_item =
        at.name() == "items" && at.value.as_object().is_some_and(serde_json::Map::is_empty);
    if !is_part && !is_any_item {
        problems.at(at, "a schema without a type", "add the type");
    }
}

fn objects(at: &Located<'_>, problems: &mut Problems<'_>) {
    let Some(properties) = at.get("properties") else {
        let is_composed = at.get("allOf").is_some();
        if at.text("type") == Some("object") && !is_composed && !at.is("additionalProperties") {
            problems.at(
                at,
                "an object that neither names its properties nor is free",
                "write additionalProperties: true, or refer to a named object",
            );
        }
        return;
    };
    let tokens = pointer::tokens(&at.pointer);
    if !is_component(&tokens) && !is_part(at) {
        problems.at(
            &properties,
            "an object without a name",
            "name it under components/schemas and refer to it",
        );
    }
    if let Some(additional) = at.get("additionalProperties")
        && *additional.value != Value::Bool(true)
    {
        problems.at(
            &additional,
            "unknown keys are always kept, so they cannot be typed or closed here",
            "remove it",
        );
    }
}

fn is_component(tokens: &[String]) -> bool {
    tokens.len() == 3 && tokens[0] == "components" && tokens[1] == "schemas"
}

fn is_named(at: &Located<'_>) -> bool {
    is_component(&pointer::tokens(&at.pointer))
}

/// Whether a schema is one of the parts of a named composition.
fn is_part(at: &Located<'_>) -> bool {
    let tokens = pointer::tokens(&at.pointer);
    tokens.len() == 5 && tokens[3] == "allOf" && is_component(&tokens[..3])
}

pub(super) fn arrays(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for node in spec.of(Kind::Schema) {
        match (node.at.text("type"), node.at.get("items")) {
            (Some("array"), None) => problems.at(
                &node.at,
                "an array that does not say what it holds",
                "add items; items: {} where it may be anything",
            ),
            (kind, Some(items)) if kind != Some("array") => problems.at(
                &items,
                "items of what is no array",
                "write type: array, or remove it",
            ),
            _ => {}
        }
    }
}

pub(super) fn nullable(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for node in spec.of(Kind::Schema) {
        let Some(nullable) = node.at.get("nullable") else {
            continue;
        };
        let parts = node
            .at
            .get("allOf")
            .map(|all| all.items())
            .unwrap_or_default();
        if node.at.get("type").is_none() && parts.len() != 1 {
            problems.at(
                &nullable,
                "nullable without a type says nothing",
                "add the type, or wrap the reference: allOf: [ { $ref: … } ]",
            );
        }
    }
}

pub(super) fn enums(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for node in spec.of(Kind::Schema) {
        let at = &node.at;
        if let Some(listed) = at.get("x-extensible-enum")
            && at.text("type") != Some("string")
        {
            problems.at(
                &listed,
                "listed values of what is no text",
                "write type: string",
            );
        }
        if let Some(choices) = at.get("anyOf") {
            let texts: Vec<Located<'_>> = choices
                .items()
                .into_iter()
                .filter_map(|choice| spec.resolve(choice))
                .filter(|choice| {
                    choice.text("type") == Some("string") || choice.get("enum").is_some()
                })
                .collect();
            let closed = texts
                .iter()
                .filter(|choice| choice.get("enum").is_some())
                .count();
            if closed > 0 && closed < texts.len() {
                problems.at(
                    &choices,
                    "an open enum by anyOf fails when the client runs",
                    "write type: string with x-extensible-enum",
                );
                continue;
            }
        }
        if let Some(closed) = at.get("enum")
            && spec.is_replied(&at.pointer)
            && !is_choice(at)
        {
            problems.at(
                &closed,
                "a closed enum in a reply refuses every value that comes later",
                "write x-extensible-enum",
            );
        }
    }
}

/// Whether a schema is one of the choices of an `anyOf`, which is looked at as a whole.
fn is_choice(at: &Located<'_>) -> bool {
    let tokens = pointer::tokens(&at.pointer);
    tokens.len() >= 2 && tokens[tokens.len() - 2] == "anyOf"
}
