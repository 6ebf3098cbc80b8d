//! What a step of a case expects of the reply.

use serde_json::Value;

use super::{Reply, compare};

/// What is not as the step says: a status (200 unless told), the whole body (`equals`) or a part of it (`reply`), headers,
/// and pointers to nothing (`lacks`).
pub(crate) fn problems(step: &Value, reply: &Reply) -> Vec<String> {
    let mut problems = Vec::new();
    let status = step.get("status").and_then(Value::as_u64).unwrap_or(200);
    if u64::from(reply.status) != status {
        problems.push(format!("status {}, {}", reply.status, reply.body));
    }
    let part = step
        .get("reply")
        .map(|part| compare::lacks(part, &reply.body));
    let whole = step
        .get("equals")
        .map(|whole| compare::differences(whole, &reply.body));
    for (at, what) in part.into_iter().chain(whole).flatten() {
        problems.push(format!("{at}: {what}"));
    }
    for at in step
        .get("lacks")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if let Some(found) = reply.body.pointer(at.as_str().unwrap()) {
            problems.push(format!("{at}: expected nothing, found {found}"));
        }
    }
    let headers = step.get("headers").and_then(Value::as_object);
    for (name, value) in headers.into_iter().flatten() {
        let found = reply.headers.get(name).map(|value| value.to_str().unwrap());
        if found != value.as_str() {
            problems.push(format!("{name}: expected {value}, found {found:?}"));
        }
    }
    problems
}
