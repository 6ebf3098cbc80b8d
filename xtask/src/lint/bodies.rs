//! The types of bodies and replies: named, one for success, and errors that merge into one.

use super::{Problems, quoted};
use crate::schema::{self, Located};
use crate::spec::{Kind, Operation, Spec};

const JSON: &str = "application/json";
/// The schema that every error reply may have.
const ERROR: &str = "/components/schemas/Error";

pub(super) fn named(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for body in spec.of(Kind::RequestBody) {
        if !body.at.is("required") {
            problems.at(
                &body.at,
                "a body that may be left out",
                "write required: true; the client takes the body as an argument",
            );
        }
    }
    for holder in spec.of(Kind::RequestBody).chain(spec.of(Kind::Response)) {
        let Some(content) = holder.at.get("content") else {
            continue;
        };
        for (media, part) in content.members(spec.document) {
            if media != JSON {
                problems.at(
                    &part,
                    format!("`{media}` is not what the client speaks"),
                    format!("write {JSON}"),
                );
            }
            match part.get("schema") {
                None => problems.at(&part, "no schema", "refer to a named one"),
                Some(schema) if type_of(&schema).is_none() => {
                    problems.at(
                        &schema,
                        "a schema without a name",
                        "name it under components/schemas and refer to it; an array of a reference may stay",
                    );
                }
                Some(_) => {}
            }
        }
    }
}

/// The type that a body or reply has: the pointer of a named schema, in brackets where it is an array of it.
fn type_of(schema: &Located<'_>) -> Option<String> {
    if let Some(reference) = schema::reference(schema.value) {
        return schema::target(reference);
    }
    if schema.text("type") != Some("array") {
        return None;
    }
    let items = schema.get("items")?;
    Some(format!(
        "[{}]",
        schema::target(schema::reference(items.value)?)?
    ))
}

/// The type of a reply; none where it has no JSON content, or one without a name.
fn reply_type(reply: &Located<'_>) -> Option<String> {
    type_of(&reply.get("content")?.get(JSON)?.get("schema")?)
}

/// The short name of a type, for people.
fn short(of: &str) -> String {
    of.replace("/components/schemas/", "")
}

pub(super) fn success(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for operation in &spec.operations {
        let mut types: Vec<String> = Vec::new();
        let successes = operation.successes();
        if successes.is_empty() {
            problems.at(
                &operation.at,
                format!("{} has no success reply", operation.name()),
                "add the response \"200\"",
            );
        }
        for (status, reply) in successes {
            match reply_type(&reply) {
                Some(found) if !types.contains(&found) => types.push(found),
                Some(_) => {}
                None if reply.get("content").is_none() => {
                    problems.at(
                        &reply,
                        format!("{status} of {} has no content", operation.name()),
                        "say what it answers",
                    );
                }
                // Left to the rule about names.
                None => {}
            }
        }
        if types.len() > 1 {
            let names = quoted(types.iter().map(|name| short(name)));
            problems.at(
                &operation.at,
                format!("{} has several success types: {names}", operation.name()),
                "let all its success replies have one type",
            );
        }
    }
}

pub(super) fn errors(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for operation in &spec.operations {
        let success = operation
            .successes()
            .iter()
            .find_map(|(_, reply)| reply_type(reply));
        for (status, reply) in operation.responses() {
            if status.len() != 3 || !status.bytes().all(|byte| byte.is_ascii_digit()) {
                problems.at(
                    &reply,
                    format!(
                        "{} answers `{status}`, which is no single status",
                        operation.name()
                    ),
                    "list the statuses that are known; lowering widens them",
                );
            } else if !status.starts_with('2')
                && let Some(found) = reply_type(&reply)
                && !merges(spec, &found, success.as_deref())
            {
                problems.at(
                    &reply,
                    format!(
                        "{status} of {} is a `{}`, which does not merge into one error type",
                        operation.name(),
                        short(&found)
                    ),
                    mend(operation, success.as_deref()),
                );
            }
        }
    }
}

fn mend(operation: &Operation<'_>, success: Option<&str>) -> String {
    let success = success.map_or("the success type".to_owned(), short);
    format!(
        "refer to Error, or to a named anyOf of {success} and Error for {}",
        operation.name()
    )
}

/// Whether an error type is `Error` itself, or the named choice of success type and `Error`.
fn merges(spec: &Spec<'_>, error: &str, success: Option<&str>) -> bool {
    if error == ERROR {
        return true;
    }
    let Some(choices) = Located::new(spec.document, error).and_then(|schema| schema.get("anyOf"))
    else {
        return false;
    };
    let choices: Vec<String> = choices.items().iter().filter_map(type_of).collect();
    choices.len() == 2
        && choices.iter().any(|choice| choice == ERROR)
        && choices
            .iter()
            .any(|choice| Some(choice.as_str()) == success)
}
