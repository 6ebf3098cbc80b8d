//! The real spec, damaged in one place at a time: lint must refuse every copy, and name what differs.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, thread};

use common::workspace;
use serde::Deserialize;
use serde_json::Value;
use xtask::documented::{self, Documented};
use xtask::lint;
use xtask::source::Document;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    id: String,
    /// A JSON pointer, in which `name=limit` chooses an element by a member, and `-` is behind the last one.
    pointer: String,
    #[serde(flatten)]
    action: Action,
    /// One problem must hold all of these.
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Action {
    Set(Value),
    Remove(#[allow(dead_code, reason = "says true")] bool),
    Rename(String),
    CopyTo(String),
}

fn edits() -> Vec<Edit> {
    let path = workspace().join("tests/cases/spec_drill.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn spec() -> Document {
    Document::read(
        &workspace().join("openapi/planhat.yaml"),
        "openapi/planhat.yaml",
    )
    .unwrap()
}

fn oracle() -> Documented {
    documented::load(&workspace().join("tests/documented"), "tests/documented").unwrap()
}

fn tokens(pointer: &str) -> Vec<String> {
    pointer
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// The value that holds what a pointer names, and the token within it.
fn holder<'v>(root: &'v mut Value, pointer: &str) -> (&'v mut Value, String) {
    let mut tokens = tokens(pointer);
    let last = tokens.pop().unwrap();
    let mut here = root;
    for token in tokens {
        let token = index(here, &token);
        here = match here {
            Value::Object(members) => members.get_mut(&token),
            Value::Array(items) => items.get_mut(token.parse::<usize>().unwrap()),
            _ => None,
        }
        .unwrap_or_else(|| panic!("nothing at {pointer}"));
    }
    let last = index(here, &last);
    (here, last)
}

fn index(here: &Value, token: &str) -> String {
    match (here, token.split_once('=')) {
        (Value::Array(items), Some((key, value))) => items
            .iter()
            .position(|item| item[key] == value)
            .unwrap_or_else(|| panic!("no {token}"))
            .to_string(),
        _ => token.to_owned(),
    }
}

fn remove(root: &mut Value, pointer: &str) -> Value {
    let (holder, token) = holder(root, pointer);
    match holder {
        Value::Object(members) => members
            .remove(&token)
            .unwrap_or_else(|| panic!("nothing at {pointer}")),
        Value::Array(items) => items.remove(token.parse().unwrap()),
        _ => panic!("nothing at {pointer}"),
    }
}

fn set(root: &mut Value, pointer: &str, value: Value) {
    let (holder, token) = holder(root, pointer);
    match holder {
        Value::Object(members) => {
            members.insert(token, value);
        }
        Value::Array(items) if token == "-" => items.push(value),
        Value::Array(items) => items[token.parse::<usize>().unwrap()] = value,
        _ => panic!("nothing at {pointer}"),
    }
}

/// The whole spec with one edit, written as JSON, which the reader takes as the YAML that it is.
fn damaged(spec: &Document, edit: &Edit) -> Document {
    let mut value = spec.value().clone();
    match &edit.action {
        Action::Set(new) => set(&mut value, &edit.pointer, new.clone()),
        Action::Remove(_) => {
            remove(&mut value, &edit.pointer);
        }
        Action::Rename(name) => {
            let moved = remove(&mut value, &edit.pointer);
            let around = &edit.pointer[..edit.pointer.rfind('/').unwrap()];
            let name = name.replace('~', "~0").replace('/', "~1");
            set(&mut value, &format!("{around}/{name}"), moved);
        }
        Action::CopyTo(pointer) => {
            let (holder, token) = holder(&mut value, &edit.pointer);
            let copied = holder[token.as_str()].clone();
            set(&mut value, pointer, copied);
        }
    }
    assert_ne!(value, *spec.value(), "{} changes nothing", edit.id);
    as_json(&value)
}

fn as_json(value: &Value) -> Document {
    Document::parse(
        "openapi/planhat.yaml",
        serde_json::to_string_pretty(value).unwrap(),
    )
    .unwrap()
}

#[test]
fn the_spec_passes_both_as_it_is_and_as_json() {
    let (spec, oracle) = (spec(), oracle());
    assert_eq!(lint::check(&spec, Some(&oracle)), []);
    assert_eq!(lint::check(&as_json(spec.value()), Some(&oracle)), []);
}

/// What is to be said of an edit that lint does not refuse by name.
fn missed(spec: &Document, oracle: &Documented, edit: &Edit) -> Option<String> {
    let problems = lint::check(&damaged(spec, edit), Some(oracle));
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let named = |text: &String| edit.names.iter().all(|name| text.contains(name));
    (!told.iter().any(named)).then(|| {
        let told = told.join("\n");
        format!("{}: nothing names {:?}, but:\n{told}", edit.id, edit.names)
    })
}

#[test]
fn every_damage_is_refused_by_name() {
    let (spec, oracle, edits) = (spec(), oracle(), edits());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let missed: Vec<String> = thread::scope(|scope| {
        let check = |share| -> Vec<String> {
            let share: &[Edit] = share;
            share
                .iter()
                .filter_map(|edit| missed(&spec, &oracle, edit))
                .collect()
        };
        let shares = edits.chunks(edits.len().div_ceil(threads).max(1));
        let running: Vec<_> = shares
            .map(|share| scope.spawn(move || check(share)))
            .collect();
        running
            .into_iter()
            .flat_map(|one| one.join().unwrap())
            .collect()
    });
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

#[test]
fn the_drill_is_broad() {
    let edits = edits();
    let ids: BTreeSet<&str> = edits.iter().map(|edit| edit.id.as_str()).collect();
    assert_eq!(ids.len(), edits.len(), "an id stands twice");
    assert!(edits.len() >= 40, "only {} edits", edits.len());

    let mut subjects: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for id in &ids {
        let mut parts = id.split('.');
        let (resource, subject) = (parts.next().unwrap(), parts.next().unwrap());
        subjects.entry(subject).or_default().insert(resource);
    }
    for subject in [
        "property", "type", "path", "method", "query", "value", "example", "required",
    ] {
        let resources = subjects.get(subject).map_or(0, BTreeSet::len);
        assert!(
            resources >= 3,
            "{subject} is tried on {resources} resources only"
        );
    }
}
