//! Lint accepts a sound spec, and refuses every unsound one by the rule that looks after it.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use common::{DOCUMENTED, SPEC, Tree, cases};
use serde_json::Value;
use xtask::lint::RULES;
use xtask::source::Document;

fn lint_cases() -> Vec<Value> {
    let document = Document::read(&cases().join("lint.yaml"), "lint.yaml").unwrap();
    document.value().as_array().unwrap().clone()
}

fn text<'v>(case: &'v Value, key: &str) -> &'v str {
    case.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Makes the edits of a case and gives what lint says of the result.
fn told(case: &Value) -> (u8, String) {
    let tree = Tree::new();
    let file = match text(case, "in") {
        "" => SPEC.to_owned(),
        inner => format!("{DOCUMENTED}/{inner}"),
    };
    if let Some(whole) = case.get("whole") {
        tree.write(&file, whole.as_str().unwrap());
    } else {
        for edit in [Some(case), case.get("and")].into_iter().flatten() {
            tree.edit(
                &file,
                text(edit, "after"),
                text(edit, "find"),
                text(edit, "replace"),
            );
        }
    }
    tree.run(&["lint"])
}

/// Every case with the exit code and what lint says of it.
static TOLD: LazyLock<Vec<(Value, u8, String)>> = LazyLock::new(|| {
    let cases = lint_cases().into_iter();
    cases
        .map(|case| {
            let (exit, out) = told(&case);
            (case, exit, out)
        })
        .collect()
});

#[test]
fn a_sound_spec_passes() {
    let (exit, out) = Tree::new().run(&["lint"]);
    let first = format!("fine: openapi/planhat.yaml passes {} rules", RULES.len());
    assert_eq!((exit, out.lines().next()), (0, Some(first.as_str())));
}

#[test]
fn every_unsound_edit_is_refused_by_its_rule() {
    let mut all = String::new();
    let mut passed = Vec::new();
    for (case, exit, out) in TOLD.iter() {
        let (id, rule) = (text(case, "id"), text(case, "rule"));
        if *exit != 2 || !out.contains(&format!("[{rule}]\n")) {
            passed.push(format!("{id} is not refused by {rule}: {exit} {out}"));
        }
        writeln!(all, "# {id}\n{out}").unwrap();
    }
    assert!(passed.is_empty(), "{}", passed.join("\n"));
    insta::assert_snapshot!("lint", all);
}

#[test]
fn every_problem_names_a_line_of_its_file_and_a_mend() {
    for (_, _, out) in TOLD.iter() {
        let lines: Vec<&str> = out.lines().collect();
        let first = lines[0];
        let mut parts = first.splitn(3, ':');
        assert!(
            parts
                .next()
                .is_some_and(|file| file.ends_with(".yaml") || file.ends_with(".json")),
            "{first}"
        );
        assert!(
            parts
                .next()
                .and_then(|line| line.parse::<usize>().ok())
                .is_some_and(|line| line > 0),
            "{first}"
        );
        assert!(lines[1].starts_with("    mend: "), "{first}");
    }
}

#[test]
fn every_rule_has_a_case() {
    let cases = lint_cases();
    let tried: BTreeSet<&str> = cases.iter().map(|case| text(case, "rule")).collect();
    let untried: Vec<&str> = RULES
        .iter()
        .map(|rule| rule.name)
        .filter(|name| !tried.contains(name))
        .collect();
    assert_eq!(untried, Vec::<&str>::new());
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_lines() {
    let tree = Tree::new();
    tree.edit(SPEC, "", "tags: [Notes]", "tags: [Note]");
    tree.edit(SPEC, "", "default: 100", "default: 50");
    tree.edit(SPEC, "", "type: number", "type: float");
    let (exit, out) = tree.run(&["lint"]);
    assert_eq!(exit, 2);
    insta::assert_snapshot!("several", out);
}
