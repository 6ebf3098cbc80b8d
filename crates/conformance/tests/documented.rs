//! The suite, run as a test: nothing differs, and what goes over the wire is what was reviewed.

mod support;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use conformance::report::Counter;
use conformance::suite::{self, Run};
use conformance::workspace::Workspace;
use support::{settings, text};

static RUN: LazyLock<Run> =
    LazyLock::new(|| suite::run(&Workspace::default(), None).expect("the suite runs"));

/// Snapshots that no exchange owns.
const OTHERS: [&str; 3] = ["report", "report-emulator", "wrong-oracle"];

fn folder() -> PathBuf {
    Workspace::default().file("tests/snapshots")
}

#[test]
fn nothing_differs_in_any_case() {
    assert!(RUN.report.is_clean(), "{}", text(&RUN.report));
    let all = Counter { passed: 17, of: 17 };
    assert_eq!(RUN.report.documented_exchanges(), all);
    assert!(text(&RUN.report).contains("\n17 of 17 documented exchanges\n"));
}

#[test]
fn every_operation_is_looked_at_in_every_way_that_can_be() {
    let looked_at: BTreeSet<(&str, &str)> = RUN
        .report
        .cases
        .iter()
        .flat_map(|case| {
            let checks = case.checks.iter();
            checks.map(|result| (case.operation.as_str(), result.check.word()))
        })
        .collect();
    assert_eq!(RUN.report.operations.len(), 18);
    for operation in &RUN.report.operations {
        let always = [
            "wire",
            "reply",
            "accessors",
            "unknown keys",
            "statuses",
            "authentication",
        ];
        for check in always {
            assert!(
                looked_at.contains(&(operation, check)),
                "{operation}: no {check}"
            );
        }
        let takes_ids = ["_get", "_update", "_delete"]
            .iter()
            .any(|verb| operation.ends_with(verb));
        if takes_ids {
            assert!(
                looked_at.contains(&(operation, "ids")),
                "{operation}: no ids"
            );
        }
    }
    for operation in [
        "deal_create",
        "deal_bulk_upsert",
        "license_create",
        "license_bulk_upsert",
    ] {
        assert!(
            looked_at.contains(&(operation, "ids")),
            "{operation}: no companyId"
        );
    }
}

#[test]
fn the_ids_of_cases_are_unique() {
    let mut seen = BTreeSet::new();
    for case in &RUN.report.cases {
        assert!(seen.insert(&case.id), "{} is there twice", case.id);
    }
}

#[test]
fn every_exchange_is_as_it_was_reviewed() {
    assert!(RUN.transcripts.len() >= 17);
    settings().bind(|| {
        for transcript in &RUN.transcripts {
            insta::assert_snapshot!(transcript.id.as_str(), transcript.to_string());
        }
    });
}

#[test]
fn the_report_is_as_it_was_reviewed() {
    settings().bind(|| insta::assert_snapshot!("report", text(&RUN.report)));
}

#[test]
fn a_case_alone_is_run_alone() {
    let id = "license.get.ids";
    let run = suite::run(&Workspace::default(), Some(id)).expect("the suite runs");
    let ids: Vec<_> = run
        .report
        .cases
        .iter()
        .map(|case| case.id.as_str())
        .collect();
    assert_eq!(ids, [id]);
    assert!(run.report.is_clean());
}

#[test]
fn every_snapshot_belongs_to_a_case() {
    let exchanges = RUN
        .transcripts
        .iter()
        .map(|transcript| transcript.id.as_str());
    let owned: BTreeSet<String> = exchanges
        .chain(OTHERS)
        .map(|name| format!("{name}.snap"))
        .collect();
    let entries = std::fs::read_dir(folder()).expect("tests/snapshots can be read");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let orphans: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !owned.contains(name))
        .collect();
    assert!(
        orphans.is_empty(),
        "no case owns these files in tests/snapshots; delete them, or accept them if they end in .new: {orphans:?}"
    );
}
