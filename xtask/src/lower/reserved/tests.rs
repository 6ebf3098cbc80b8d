//! The lists hold every name that hand-written code has.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{ImplItem, Item, TraitItem, Type, UseTree};

use super::*;

fn client() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/planhat-api/src")
}

/// The text of every file in a folder, and in those within it.
fn texts(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(texts_of_hand(&path));
        } else {
            texts.push(fs::read_to_string(&path).unwrap());
        }
    }
    texts
}

/// The same, without what is generated.
fn texts_of_hand(folder: &Path) -> Vec<String> {
    if folder.ends_with("generated") {
        return Vec::new();
    }
    texts(folder)
}

fn items(text: &str) -> Vec<Item> {
    syn::parse_file(text).unwrap().items
}

/// The functions that the client's hand-written code gives a type, by itself or through a trait.
fn functions_of(name: &str) -> BTreeSet<String> {
    functions_among(&texts(&client()), name)
}

/// The functions that every mock's conditions have, whatever it mocks.
fn functions_of_when() -> BTreeSet<String> {
    let text = fs::read_to_string(client().join("../../planhat-mock/src/when/mod.rs")).unwrap();
    functions_among(&[text], "When")
}

fn functions_among(texts: &[String], name: &str) -> BTreeSet<String> {
    let mut functions = BTreeSet::new();
    for item in texts.iter().flat_map(|text| items(text)) {
        let Item::Impl(block) = item else { continue };
        let Type::Path(of) = &*block.self_ty else {
            continue;
        };
        // One behind the name of another crate is none of ours.
        let segments = &of.path.segments;
        let is_ours = segments.len() == 1
            || ["crate", "self", "super"]
                .iter()
                .any(|first| segments[0].ident == first);
        if !is_ours || segments.last().is_none_or(|last| last.ident != name) {
            continue;
        }
        for item in block.items {
            if let ImplItem::Fn(function) = item {
                functions.insert(function.sig.ident.to_string());
            }
        }
    }
    functions
}

/// The functions that a macro gives every type of its kind: the public ones, and those that take the value.
fn functions_in(file: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(client().join(file)).unwrap();
    let mut functions = BTreeSet::new();
    for (before, after) in text.match_indices("fn ").map(|(at, _)| text.split_at(at)) {
        let name = after["fn ".len()..].split(['(', '<']).next().unwrap();
        let arguments = after.split_once('(').unwrap().1.trim_start();
        let takes_the_value = ["&self", "self", "mut self", "&mut self"]
            .iter()
            .any(|own| arguments.starts_with(own));
        if takes_the_value || before.ends_with("pub ") {
            functions.insert(name.to_owned());
        }
    }
    functions
}

/// The functions that a trait has.
fn functions_of_trait(file: &str, name: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(client().join(file)).unwrap();
    let mut functions = BTreeSet::new();
    for item in items(&text) {
        let Item::Trait(item) = item else { continue };
        if item.ident != name {
            continue;
        }
        for item in item.items {
            if let TraitItem::Fn(function) = item {
                functions.insert(function.sig.ident.to_string());
            }
        }
    }
    functions
}

fn imported(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => imported(&path.tree, names),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Rename(name) => drop(names.insert(name.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, names)),
        UseTree::Glob(_) => {}
    }
}

fn types_in(file: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(client().join(file)).unwrap();
    let mut names = BTreeSet::new();
    for item in items(&text) {
        if let Item::Use(item) = item {
            imported(&item.tree, &mut names);
        }
    }
    names.retain(|name| name.starts_with(|first: char| first.is_ascii_uppercase()));
    names.remove("OPERATIONS");
    names
}

/// The names that no list has, of some that there must be.
fn missing(names: &BTreeSet<String>, lists: &[Names]) -> Vec<String> {
    assert!(!names.is_empty());
    let untaken = |name: &&String| !lists.iter().any(|list| list.have(name));
    names.iter().filter(untaken).cloned().collect()
}

#[test]
fn every_name_of_hand_written_code_is_taken() {
    for (names, lists) in [
        (functions_in("record/macros.rs"), &[PROPERTIES][..]),
        (functions_in("draft/macros.rs"), &[PROPERTIES]),
        (functions_in("change/macros.rs"), &[PROPERTIES]),
        (functions_of_trait("record/mod.rs", "Record"), &[PROPERTIES]),
        (functions_of_trait("draft/mod.rs", "Draft"), &[PROPERTIES]),
        (functions_of_trait("change/mod.rs", "Edit"), &[PROPERTIES]),
        (functions_of("Response"), &[PROPERTIES]),
        (functions_of(BULK_RESULT.0), &[PROPERTIES, BULK_RESULT.1]),
        (functions_of("Request"), &[PARAMETERS]),
        (functions_of_when(), &[PARAMETERS]),
        (functions_of("Client"), &[COLLECTIONS]),
        (types_in("lib.rs"), &[TYPES]),
        (types_in("generated/license.rs"), &[TYPES]),
    ] {
        assert_eq!(
            missing(&names, lists),
            Vec::<String>::new(),
            "a list in xtask/src/lower/reserved.rs needs these, or a property of that name breaks the build"
        );
    }
}
