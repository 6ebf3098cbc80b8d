//! The suite against an oracle that is wrong on purpose: a suite that cannot fail proves nothing.

mod support;

use std::fs;

use conformance::report::Report;
use conformance::suite;
use support::{Copied, settings, text};

/// What the suite reads.
const PARTS: [&str; 2] = ["openapi", "tests/documented"];

/// An exchange, and what is wrong in the copy: the text that stands in it, and the text put in its place.
const EDITS: [(&str, &str, &str); 7] = [
    (
        "license/create",
        "Bearer {{apiToken}}",
        "Token {{apiToken}}",
    ),
    ("license/update", "\"PUT\"", "\"PATCH\""),
    ("license/list", "?limit=2&", "?size=2&"),
    ("license/delete", "/licenses/", "/license/"),
    ("deal/create", "\"2026-09-30\"", "\"2026-9-30\""),
    ("deal/update", "\"Content-Type\"", "\"api-version\""),
    (
        "deal/get",
        "\"reply\": {\n    \"body\": {",
        "\"reply\": {\n    \"body\": [{\n      \"mrr\": 1.0 }, {",
    ),
];

/// Runs the suite on a copy of the documents with some edits.
fn run(edits: &[(&str, &str, &str)]) -> Report {
    let copied = Copied::of(&PARTS);
    for (exchange, from, to) in edits {
        copied.edit(&format!("tests/documented/{exchange}.json"), |text| {
            assert!(text.contains(from), "{exchange} has no {from}");
            let edited = text.replacen(from, to, 1);
            if to.contains("[{") {
                close_the_list(&edited)
            } else {
                edited
            }
        });
    }
    let run = suite::run(&copied.workspace(), None);
    run.expect("the suite runs").report
}

/// The reply ends with its own brace, that of `reply` and that of the file.
fn close_the_list(text: &str) -> String {
    let end = text.trim_end().strip_suffix('}').expect("a brace");
    let reply = end.trim_end().strip_suffix('}').expect("a brace");
    format!("{}]\n  }}\n}}\n", reply.trim_end())
}

#[test]
fn every_wrong_exchange_fails_and_tells_what_differs() {
    let report = run(&EDITS);
    assert!(!report.is_clean());
    for (exchange, ..) in EDITS {
        let id = format!("{}.documented", exchange.replace('/', "."));
        assert!(report.failed().any(|case| case.id == id), "{id} passes");
    }
    assert_eq!(report.documented_exchanges().passed, 10);
    // What follows from a wrong request in other cases is left out here: it is the same difference.
    let mut documented = report.clone();
    documented
        .cases
        .retain(|case| case.id.ends_with(".documented"));
    settings().bind(|| insta::assert_snapshot!("wrong-oracle", text(&documented)));
}

#[test]
fn a_missing_exchange_is_missed() {
    let copied = Copied::of(&PARTS);
    let gone = copied.file("tests/documented/license/get.json");
    fs::remove_file(gone).expect("it is there");
    let report = suite::run(&copied.workspace(), None)
        .expect("the suite runs")
        .report;
    assert_eq!(report.not_run(), ["license.get.documented"]);
    assert!(!report.is_clean());
    assert_eq!(
        report.failed().count(),
        0,
        "a copy is as clean as the original"
    );
    assert!(text(&report).contains("16 of 17 documented exchanges"));
}
