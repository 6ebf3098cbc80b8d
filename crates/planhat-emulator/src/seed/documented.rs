//! The records that the vendor prints, from the examples of the specification.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Seed;
use crate::generated::DOCUMENT;
use crate::identity::Company;

/// The replies that hold records, those that print all of one first.
const SHOWN_BY: [&str; 4] = ["_get", "_list", "_create", "_update"];

pub(super) fn seed() -> Seed {
    // The copy of the specification is this crate's own; without one the emulator does not start, and says so.
    let document: Value = serde_json::from_str(DOCUMENT).unwrap_or_default();
    let mut seed = Seed::new().company(acme());
    let mut known = BTreeSet::new();
    for verb in SHOWN_BY {
        for (path, operation) in operations(&document) {
            let id = operation.get("operationId").and_then(Value::as_str);
            if !id.is_some_and(|id| id.ends_with(verb)) {
                continue;
            }
            let resource = path.split('/').nth(1).unwrap_or_default();
            let example = operation
                .pointer("/responses/200/content/application~1json/examples/documented/value");
            let records = match example {
                Some(Value::Array(records)) => records.as_slice(),
                Some(record) => std::slice::from_ref(record),
                None => &[],
            };
            for record in records {
                let id = record.get("_id").and_then(Value::as_str);
                if known.insert((resource, id)) {
                    seed = seed.record(resource, record.clone());
                }
            }
        }
    }
    seed
}

/// The company of the printed deals. That it is the one that a printed request calls `extid-acme-corp` is our guess, so that
/// the request can be tried.
fn acme() -> Company {
    Company::new("61006bc89a3e0b702ed8ea49")
        .name("Acme")
        .external_id("acme-corp")
}

fn operations(document: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let paths = document.get("paths").and_then(Value::as_object);
    paths.into_iter().flatten().flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(move |(_, operation)| (path.as_str(), operation))
    })
}
