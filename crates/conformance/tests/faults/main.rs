//! Every way in which a call can fail, as data: `tests/cases/faults/` says what a server does and what has to come of it.
//!
//! Each case meets a server of its own on loopback, which breaks HTTP as the case says, and a client whose clock moves by
//! waiting alone. Real time-outs are 200 ms at most. The whole suite runs once; the tests here look at what came of it.

mod calls;
mod capture;
mod case;
mod check;
mod error;
mod mismatch;
mod play;
mod property;
mod read;
mod scene;
mod secrets;
mod server;
mod shared;
mod step;
mod suite;

use std::time::Duration;

use conformance::workspace::Workspace;

use crate::secrets::Watch;

#[test]
fn every_fault_comes_out_as_the_case_says() {
    let report = suite::report();
    let failures = &report.failures;
    assert!(
        failures.is_empty(),
        "{} of {} runs failed:\n{}",
        failures.len(),
        report.runs,
        failures.join("\n")
    );
}

#[test]
fn there_are_enough_cases() {
    let report = suite::report();
    assert!(report.cases >= 200, "{} cases", report.cases);
    assert!(report.runs >= 800, "{} runs", report.runs);
}

#[test]
fn nothing_that_is_marked_shows_in_anything_the_client_shows() {
    suite::report();
    let seen = Watch::of_the_suite().seen();
    let leaks: Vec<_> = seen
        .leaks
        .iter()
        .map(|(kind, text)| format!("{kind}: {text}"))
        .collect();
    assert!(
        leaks.is_empty(),
        "{} leaks:\n{}",
        leaks.len(),
        leaks.join("\n")
    );
}

#[test]
fn nothing_that_is_marked_stands_in_a_snapshot() {
    let folder = Workspace::default().file("tests/snapshots");
    for entry in std::fs::read_dir(folder).expect("the snapshots are in the workspace") {
        let file = entry.expect("a readable folder").path();
        let text = std::fs::read(&file).expect("a readable file");
        let leak = secrets::leak(&String::from_utf8_lossy(&text));
        assert_eq!(leak, None, "{}", file.display());
    }
}

/// A watch that sees nothing finds nothing.
#[test]
fn every_kind_of_text_was_looked_at() {
    suite::report();
    let kinds = Watch::of_the_suite().seen().kinds;
    for kind in [
        "Attempt",
        "Builder",
        "Client",
        "Collection",
        "Error",
        "Error::inner",
        "Headers",
        "License",
        "LicenseCreate",
        "LicenseUpdate",
        "LicenseUpsert",
        "Request",
        "Response",
        "span planhat_api",
        "event planhat_api",
        "log reqwest::connect",
    ] {
        let count = kinds.get(kind).copied().unwrap_or_default();
        assert!(
            count >= 10,
            "{kind} was seen {count} times; seen were {kinds:#?}"
        );
    }
}

/// Whether a jitter is one shows only over many calls: each wait is between none and half a second.
#[test]
fn first_waits_are_spread_over_their_whole_range() {
    let jitter = &suite::report().jitter;
    let eighth = Duration::from_millis(500) / 8;
    for part in 0..8 {
        let range = eighth * part..eighth * (part + 1);
        let count = jitter.iter().filter(|wait| range.contains(*wait)).count();
        assert!(
            count * 40 >= jitter.len(),
            "{count} of {} waits are within {range:?}",
            jitter.len()
        );
    }
}
