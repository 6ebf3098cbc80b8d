use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::surface::{self, Surface};
use super::{ALWAYS, PublicTypesError};

// Types and traits that signatures name, as rustdoc numbers them.
const STRING: u64 = 100;
const FROM: u64 = 101;
const ERROR: u64 = 102;
const TIMESTAMP: u64 = 103;

/// A crate `ours` whose root module holds the items of the list, and these items.
fn described(root: &[u64], items: Value) -> Value {
    let Value::Object(mut index) = items else {
        unreachable!("items are an object")
    };
    for (id, item) in &mut index {
        item["id"] = json!(id.parse::<u64>().unwrap_or_default());
        item["crate_id"] = json!(0);
        let at = item.get("line").cloned().unwrap_or_default();
        item["span"] = json!({ "filename": "src/lib.rs", "begin": [at, 1] });
    }
    // Everybody names String, so that the crate is not an empty one.
    let text =
        json!({ "name": "text", "visibility": "public", "inner": function(&[], named(STRING)) });
    index.insert("99".to_owned(), text);
    let root: Vec<u64> = root.iter().copied().chain([99]).collect();
    let module = json!({ "name": "ours", "id": 0, "crate_id": 0, "visibility": "public", "inner": module(&root) });
    index.insert("0".to_owned(), module);
    let mut paths = json!({
        "100": { "crate_id": 1, "path": ["alloc", "string", "String"] },
        "101": { "crate_id": 2, "path": ["core", "convert", "From"] },
        "102": { "crate_id": 3, "path": ["reqwest", "error", "Error"] },
        "103": { "crate_id": 4, "path": ["jiff", "timestamp", "Timestamp"] },
    });
    for (id, item) in index.iter().filter(|(_, item)| item["name"].is_string()) {
        paths[id] = json!({ "crate_id": 0, "path": ["ours", "hidden", item["name"]] });
    }
    json!({
        "format_version": 57,
        "root": 0,
        "index": index,
        "paths": paths,
        "external_crates": {
            "1": { "name": "alloc" }, "2": { "name": "core" }, "3": { "name": "reqwest" }, "4": { "name": "jiff" },
        },
    })
}

fn module(items: &[u64]) -> Value {
    json!({ "module": { "items": items } })
}

fn named(id: u64) -> Value {
    json!({ "resolved_path": { "path": format!("Named{id}"), "id": id, "args": null } })
}

/// `Vec<…>`, but for the vector: what matters is that the type stands in brackets.
fn within(id: u64) -> Value {
    let args = json!({ "angle_bracketed": { "args": [{ "type": named(id) }], "constraints": [] } });
    json!({ "resolved_path": { "path": "Boxed", "id": STRING, "args": args } })
}

fn function(inputs: &[Value], output: Value) -> Value {
    let inputs: Vec<Value> = inputs.iter().map(|input| json!(["value", input])).collect();
    json!({ "function": { "sig": { "inputs": inputs, "output": output }, "generics": {} } })
}

fn structure(fields: &[u64]) -> Value {
    json!({ "struct": { "kind": { "plain": { "fields": fields } }, "generics": {}, "impls": [] } })
}

fn implementation(of_trait: Value, of: u64, items: &[u64]) -> Value {
    json!({ "impl": { "trait": of_trait, "for": named(of), "items": items, "blanket_impl": null } })
}

fn from(id: u64) -> Value {
    let args = json!({ "angle_bracketed": { "args": [{ "type": named(id) }], "constraints": [] } });
    json!({ "path": "From", "id": FROM, "args": args })
}

fn item(name: &str, visibility: &str, inner: Value) -> Value {
    json!({ "name": name, "visibility": visibility, "line": 7, "inner": inner })
}

fn read(root: &[u64], items: Value) -> Surface {
    surface::read(&described(root, items), &ALWAYS).expect("the description is understood")
}

fn leaks(root: &[u64], items: Value) -> Vec<String> {
    read(root, items)
        .leaks
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn every_kind_of_public_item_is_held_to_the_list() {
    let private = || json!({ "restricted": { "parent": 0, "path": "::hidden" } });
    let cases: BTreeMap<&str, (Vec<u64>, Value, &str)> = BTreeMap::from([
        (
            "an argument",
            (
                vec![1],
                json!({ "1": item("send", "public", function(&[named(ERROR)], Value::Null)) }),
                "ours::send",
            ),
        ),
        (
            "a type in brackets",
            (
                vec![1],
                json!({ "1": item("send", "public", function(&[], within(ERROR))) }),
                "ours::send",
            ),
        ),
        (
            "a bound",
            (
                vec![1],
                json!({ "1": item("send", "public", json!({ "function": { "sig": {}, "generics": { "params": [
                    { "name": "T", "kind": { "type": { "bounds": [
                        { "trait_bound": { "trait": { "path": "Error", "id": ERROR, "args": null } } }
                    ] } } }
                ] } } })) }),
                "ours::send",
            ),
        ),
        (
            "a public field",
            (
                vec![1],
                json!({
                    "1": item("Reply", "public", structure(&[2])),
                    "2": item("error", "public", json!({ "struct_field": named(ERROR) })),
                }),
                "ours::Reply::error",
            ),
        ),
        (
            "a field of a variant",
            (
                vec![1],
                json!({
                    "1": item("Problem", "public", json!({ "enum": { "variants": [2], "impls": [] } })),
                    "2": item("Http", "default", json!({ "variant": { "kind": { "tuple": [3] } } })),
                    "3": item("0", "default", json!({ "struct_field": named(ERROR) })),
                }),
                "ours::Problem::Http::0",
            ),
        ),
        (
            "an item of a trait",
            (
                vec![1],
                json!({
                    "1": item("Send", "public", json!({ "trait": { "items": [2], "implementations": [] } })),
                    "2": item("send", "default", function(&[], named(ERROR))),
                }),
                "ours::Send::send",
            ),
        ),
        (
            "a public method",
            (
                vec![1],
                json!({
                    "1": item("Reply", "public", structure(&[])),
                    "2": { "name": null, "visibility": "default", "inner": implementation(Value::Null, 1, &[3]) },
                    "3": item("error", "public", function(&[], named(ERROR))),
                }),
                "ours::Reply::error",
            ),
        ),
        (
            "an implementation of another's trait",
            (
                vec![1],
                json!({
                    "1": item("Reply", "public", structure(&[])),
                    "2": { "name": null, "visibility": "default", "line": 7, "inner": implementation(from(ERROR), 1, &[3]) },
                    "3": item("from", "default", function(&[named(ERROR)], named(1))),
                }),
                "impl From for ours::Reply",
            ),
        ),
        (
            "a re-export",
            (
                vec![1],
                json!({ "1": { "name": null, "visibility": "public", "line": 7, "inner": { "use": {
                    "source": "reqwest::Error", "name": "Failure", "id": ERROR, "is_glob": false
                } } } }),
                "ours::Failure",
            ),
        ),
        (
            "all of a module",
            (
                vec![1],
                json!({ "1": { "name": null, "visibility": "public", "line": 7, "inner": { "use": {
                    "source": "reqwest::error", "name": "error", "id": ERROR, "is_glob": true
                } } } }),
                "ours::*",
            ),
        ),
        (
            "an alias in a private module",
            (
                vec![1, 2],
                json!({
                    "1": item("send", "public", function(&[], named(3))),
                    "2": { "name": "hidden", "visibility": private(), "inner": module(&[3]) },
                    "3": item("Failure", "public", json!({ "type_alias": { "type": named(ERROR), "generics": {} } })),
                }),
                "ours::hidden::Failure",
            ),
        ),
        (
            "an item of a module that is re-exported whole",
            (
                vec![1, 2],
                json!({
                    "1": { "name": null, "visibility": "public", "inner": { "use": {
                        "source": "hidden", "name": "hidden", "id": 2, "is_glob": true
                    } } },
                    "2": { "name": "hidden", "visibility": private(), "inner": module(&[3]) },
                    "3": item("send", "public", function(&[], named(ERROR))),
                }),
                "ours::send",
            ),
        ),
    ]);
    for (what, (root, items, name)) in cases {
        let said =
            format!("src/lib.rs:7: {name} names reqwest::error::Error, of the crate reqwest");
        assert_eq!(leaks(&root, items), [said], "{what}");
    }
}

#[test]
fn a_crate_that_is_re_exported_whole_is_a_leak() {
    let items = json!({ "1": { "name": "http", "visibility": "public", "line": 7, "inner": { "extern_crate": {
        "name": "reqwest", "rename": "http"
    } } } });
    assert_eq!(
        leaks(&[1], items),
        ["src/lib.rs:7: ours::http names reqwest, of the crate reqwest"]
    );
}

#[test]
fn what_callers_cannot_reach_may_name_anything() {
    let private = || json!({ "restricted": { "parent": 0, "path": "::hidden" } });
    let items = json!({
        "1": item("Reply", "public", structure(&[2])),
        "2": { "name": "error", "visibility": private(), "inner": { "struct_field": named(ERROR) } },
        "3": { "name": null, "visibility": "default", "inner": implementation(Value::Null, 1, &[4]) },
        "4": item("error", "crate", function(&[], named(ERROR))),
        "5": { "name": "hidden", "visibility": private(), "inner": module(&[6, 7]) },
        "6": item("Failure", "public", structure(&[])),
        "7": item("send", "public", function(&[], named(ERROR))),
        // Reply becomes a Failure: nobody outside can write that type.
        "8": { "name": null, "visibility": "default", "inner": implementation(from(ERROR), 6, &[]) },
        "9": { "name": null, "visibility": "default", "inner": implementation(from(6), 1, &[10]) },
        "10": item("from", "default", function(&[named(6), named(ERROR)], named(1))),
    });
    assert_eq!(leaks(&[1, 5], items), Vec::<String>::new());
}

#[test]
fn what_the_compiler_derives_from_others_is_not_ours() {
    let mut blanket = implementation(from(ERROR), 1, &[]);
    blanket["impl"]["blanket_impl"] = json!({ "generic": "T" });
    let mut synthetic = implementation(from(ERROR), 1, &[]);
    synthetic["impl"]["is_synthetic"] = json!(true);
    let items = json!({
        "1": item("Reply", "public", structure(&[])),
        "2": { "name": null, "visibility": "default", "inner": blanket },
        "3": { "name": null, "visibility": "default", "inner": synthetic },
    });
    assert_eq!(leaks(&[1], items), Vec::<String>::new());
}

#[test]
fn a_crate_behind_a_feature_may_be_named_where_it_is_asked_for() {
    let items = || json!({ "1": item("at", "public", function(&[], named(TIMESTAMP))) });
    assert_eq!(
        leaks(&[1], items()),
        ["src/lib.rs:7: ours::at names jiff::timestamp::Timestamp, of the crate jiff"],
    );
    let allowed: Vec<&str> = ALWAYS.into_iter().chain(["jiff"]).collect();
    let surface =
        surface::read(&described(&[1], items()), &allowed).expect("the description is understood");
    assert_eq!(
        surface,
        Surface {
            items: 3,
            leaks: Vec::new()
        }
    );
}

#[test]
fn a_type_of_a_crate_that_is_not_told_is_a_leak() {
    let items = json!({ "1": item("at", "public", function(&[], named(1000))) });
    assert_eq!(
        leaks(&[1], items),
        ["src/lib.rs:7: ours::at names Named1000, of the crate (unknown)"]
    );
}

#[test]
fn a_description_in_another_shape_is_not_taken_for_a_clean_one() {
    let whole = described(&[], json!({}));
    let without = |key: &str| {
        let mut whole = whole.clone();
        whole[key] = Value::Null;
        whole
    };
    let mut empty = whole.clone();
    empty["index"]["0"]["inner"] = json!({ "mod": { "members": [99] } });
    let cases = [
        (without("index"), "it has no object `index`"),
        (without("paths"), "it has no object `paths`"),
        (
            without("external_crates"),
            "it has no object `external_crates`",
        ),
        (without("root"), "it has no root module"),
        (empty, "it shows no public item that names any type"),
    ];
    for (description, said) in cases {
        match surface::read(&description, &ALWAYS) {
            Err(PublicTypesError::Format { what, version, .. }) => {
                assert_eq!(
                    (what.as_str(), version.as_str()),
                    (said, "format version 57")
                );
            }
            other => panic!("{said}: {other:?}"),
        }
    }
}
