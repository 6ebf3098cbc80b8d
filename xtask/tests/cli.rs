//! What the command line tells, and with which exit code it ends.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod common;

use std::fs;

use common::{SPEC, Tree};

const API: &str = "crates/planhat-api/src/generated";

/// A tree whose generated files are fresh.
fn fresh() -> Tree {
    let tree = Tree::new();
    let (exit, out) = tree.run(&["regen"]);
    assert_eq!(exit, 0, "{out}");
    tree
}

/// What is told, without what the generator decides: how many files there are, and what stands around a change.
fn told(out: &str) -> String {
    let mut lines = Vec::new();
    for line in out.lines() {
        if line.starts_with("@@") {
            lines.push("@@ … @@".to_owned());
        } else if line.ends_with(" generated files") || line.starts_with("fresh: ") {
            let words = line.split(' ').enumerate();
            let hidden = words.map(|(index, word)| {
                let is_total = index > 0 && word.bytes().all(|byte| byte.is_ascii_digit());
                if is_total && (index == 3 || line.starts_with("fresh")) {
                    "N"
                } else {
                    word
                }
            });
            lines.push(hidden.collect::<Vec<_>>().join(" "));
        } else if !line.starts_with(' ') {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n")
}

#[test]
fn regen_writes_everything_once_and_then_finds_it_fresh() {
    let tree = fresh();
    let written = tree.files("crates");
    assert!(!written.is_empty());
    for command in [&["regen"][..], &["regen", "--check"]] {
        let (exit, out) = tree.run(command);
        assert_eq!((exit, out.starts_with("fresh: ")), (0, true), "{out}");
        assert_eq!(tree.files("crates"), written);
    }
    let (_, out) = tree.run(&["regen"]);
    insta::assert_snapshot!("fresh", told(&out));
}

#[test]
fn two_trees_of_one_spec_are_equal() {
    assert_eq!(fresh().files("crates"), fresh().files("crates"));
}

#[test]
fn a_hand_edit_and_a_leftover_are_stale_until_regen_mends_them() {
    let tree = fresh();
    let written = tree.files("crates");
    let edited = format!("{API}/mod.rs");
    tree.write(&edited, &format!("{}// by hand\n", tree.read(&edited)));
    tree.write(
        &format!("{API}/leftover.rs"),
        "// of a resource that is gone\n",
    );

    let (exit, out) = tree.run(&["regen", "--check"]);
    assert_eq!(exit, 1);
    insta::assert_snapshot!("stale", told(&out));
    assert_eq!(
        tree.files("crates").len(),
        written.len() + 1,
        "a check must write nothing"
    );

    let (exit, out) = tree.run(&["regen"]);
    assert_eq!(exit, 0);
    insta::assert_snapshot!("mended", told(&out));
    assert_eq!(tree.files("crates"), written);
}

#[test]
fn a_missing_file_is_stale() {
    let tree = fresh();
    let path = format!("{API}/mod.rs");
    fs::remove_file(tree.path(&path)).unwrap();
    let (exit, out) = tree.run(&["regen", "--check"]);
    assert_eq!(exit, 1);
    assert!(
        out.starts_with(&format!("--- /dev/null\n+++ b/{path}\n")),
        "{out}"
    );
    assert!(out.ends_with("\nrun: cargo xtask regen\n"), "{out}");
}

#[test]
fn a_changed_spec_is_stale() {
    let tree = fresh();
    tree.edit(SPEC, "", "Stores a note.", "Stores one note.");
    let (exit, out) = tree.run(&["regen", "--check"]);
    assert_eq!(exit, 1, "{out}");
}

#[test]
fn a_spec_that_fails_lint_changes_nothing() {
    let tree = fresh();
    let written = tree.files("crates");
    tree.edit(SPEC, "", "type: number", "type: string");
    tree.edit(SPEC, "", "weight: 83.33333333333333", "weight: heavy");
    for command in [&["lint"][..], &["regen"], &["regen", "--check"], &["build"]] {
        let (exit, out) = tree.run(command);
        assert_eq!(exit, 2, "{command:?}: {out}");
        assert_eq!(tree.files("crates"), written);
    }
    let (_, out) = tree.run(&["regen"]);
    insta::assert_snapshot!("failed", out);
}

#[test]
fn build_is_regen_and_then_cargo() {
    let tree = Tree::new();
    tree.write(
        "Cargo.toml",
        "[package]\nname = \"notes\"\nedition = \"2024\"\n\n[workspace]\n",
    );
    fs::create_dir_all(tree.path("src")).unwrap();
    tree.write("src/lib.rs", "//! Builds.\n");
    let (exit, out) = tree.run(&["build"]);
    assert_eq!(exit, 0, "{out}");
    assert!(!tree.files("crates").is_empty());
    assert!(
        out.ends_with("generated files\nbuilding: cargo build --workspace\n"),
        "{out}"
    );

    tree.write("src/lib.rs", "does not build\n");
    let (exit, out) = tree.run(&["build"]);
    assert_eq!(exit, 3, "{out}");
    insta::assert_snapshot!("build_failed", told(&out));
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_leaves_the_others_alone() {
    let tree = fresh();
    tree.edit(SPEC, "", "Stores a note.", "Stores one note.");
    let written = tree.files("crates");
    let blocked = tree.path("crates/conformance/src/generated");
    fs::rename(&blocked, tree.path("aside")).unwrap();
    fs::write(&blocked, "a file where a folder must be").unwrap();

    let (exit, out) = tree.run(&["regen"]);
    assert_eq!(exit, 3, "{out}");
    assert!(out.contains("crates/conformance/src/generated"), "{out}");

    fs::remove_file(&blocked).unwrap();
    fs::rename(tree.path("aside"), &blocked).unwrap();
    assert_eq!(tree.files("crates"), written);
}

#[test]
fn a_spec_or_an_oracle_that_is_not_there_is_named() {
    let tree = Tree::new();
    fs::remove_file(tree.path(SPEC)).unwrap();
    let (exit, out) = tree.run(&["lint"]);
    assert_eq!(exit, 2);
    assert!(
        out.contains("openapi/planhat.yaml: cannot be read"),
        "{out}"
    );

    let tree = Tree::new();
    fs::remove_dir_all(tree.path("tests/documented")).unwrap();
    let (exit, out) = tree.run(&["regen"]);
    assert_eq!(exit, 2);
    assert!(out.contains("tests/documented: cannot be read"), "{out}");
}

#[test]
fn problems_of_spec_and_oracle_are_told_together() {
    let tree = Tree::new();
    tree.edit(SPEC, "", "tags: [Notes]", "tags: [Notes");
    tree.edit(
        "tests/documented/note/get.json",
        "",
        "\"note_get\",",
        "\"note_get\"",
    );
    let (exit, out) = tree.run(&["lint"]);
    assert_eq!(exit, 2);
    assert!(
        out.contains("\nopenapi/planhat.yaml:") || out.starts_with("openapi/planhat.yaml:"),
        "{out}"
    );
    assert!(out.contains("\ntests/documented/note/get.json:"), "{out}");
}

#[test]
fn other_places_can_be_named() {
    let tree = Tree::new();
    fs::rename(tree.path(SPEC), tree.path("other.yaml")).unwrap();
    fs::rename(tree.path("tests/documented"), tree.path("pages")).unwrap();
    let (spec, pages) = (tree.path("other.yaml"), tree.path("pages"));
    let (exit, out) = tree.run(&[
        "lint",
        "--spec",
        &spec.display().to_string(),
        "--documented",
        &pages.display().to_string(),
    ]);
    assert_eq!(exit, 0, "{out}");
    assert!(out.contains("other.yaml passes"), "{out}");
}

#[test]
fn lint_tells_what_was_held_against_what() {
    let (exit, out) = Tree::new().run(&["lint"]);
    assert_eq!(exit, 0);
    insta::assert_snapshot!("lint_passes", out);
}

#[test]
fn every_command_has_help_and_a_wrong_one_is_explained() {
    let tree = Tree::new();
    let mut all = String::new();
    for command in [
        &["--help"][..],
        &["regen", "--help"],
        &["lint", "--help"],
        &["build", "--help"],
        &["lint", "--rules"],
    ] {
        let (exit, out) = tree.run(command);
        assert_eq!(exit, 0, "{command:?}");
        all.push_str(&format!("$ cargo xtask {}\n{out}\n", command.join(" ")));
    }
    for command in [&["regn"][..], &["regen", "--chek"]] {
        let (exit, out) = tree.run(command);
        assert_eq!(exit, 3, "{command:?}");
        all.push_str(&format!("$ cargo xtask {}\n{out}\n", command.join(" ")));
    }
    insta::assert_snapshot!("help", all);
}
