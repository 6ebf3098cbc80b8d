//! The command, run as people run it.

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .output()
        .expect("it can be run")
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn help_names_the_arguments_and_the_exit_codes() {
    for (arguments, words) in [
        (
            &["--help"][..],
            &[
                "--format",
                "--target",
                "--case",
                "--through",
                "--root",
                "roundtrip",
                "Exit codes: 0",
            ][..],
        ),
        (
            &["roundtrip", "--help"],
            &[
                "--schema",
                "--show-values",
                "--emit",
                "--format",
                "Exit codes: 0",
            ],
        ),
    ] {
        let output = run(arguments);
        let text = shown(&output.stdout);
        assert!(output.status.success());
        for word in words {
            assert!(text.contains(word), "{word} is not named:\n{text}");
        }
    }
}

#[test]
fn what_cannot_be_run_is_told_and_exits_with_2() {
    for (arguments, expected) in [
        (
            &["--root", "/nowhere"][..],
            "tests/documented: cannot be read",
        ),
        (
            &["roundtrip", "--schema", "Nothing", "-"],
            "there is no schema Nothing to decode",
        ),
        (
            &["--case", "x", "roundtrip", "--schema", "License", "-"],
            "--case has no meaning for roundtrip",
        ),
        (
            &[
                "--target",
                "emulator",
                "roundtrip",
                "--schema",
                "License",
                "-",
            ],
            "--target and --through have no meaning for roundtrip",
        ),
        (
            &["--target", "tenant"],
            "[possible values: replay, emulator]",
        ),
        (
            &["--target", "emulator", "--through", "http://127.0.0.1:9"],
            "--upstream <ADDRESS>",
        ),
        (
            &[
                "--through",
                "http://127.0.0.1:9",
                "--upstream",
                "127.0.0.1:0",
            ],
            "--through is for --target emulator; add it",
        ),
        (&["roundtrip", "-"], "--schema <NAME>"),
        (&["--format", "xml"], "[possible values: text, json]"),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            shown(&output.stderr).contains(expected),
            "{arguments:?}: {}",
            shown(&output.stderr)
        );
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_case_that_does_not_exist_is_refused_with_the_nearest() {
    let output = run(&["--case", "license.create.document"]);
    assert_eq!(output.status.code(), Some(2));
    let said = shown(&output.stderr);
    assert!(
        said.contains(
            "there is no case license.create.document; nearest are license.create.documented,"
        ),
        "{said}"
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn a_case_is_run_alone_by_its_id() {
    let output = run(&["--case", "license.create.documented"]);
    let text = shown(&output.stdout);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("only license.create.documented was asked for: 1 run"));
}

#[test]
fn all_cases_are_run_and_counted() {
    let output = run(&[]);
    let text = shown(&output.stdout);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("\n17 of 17 documented exchanges\n"), "{text}");
}

#[test]
fn all_cases_are_run_against_the_emulator() {
    let output = run(&["--target", "emulator"]);
    let text = shown(&output.stdout);
    assert!(output.status.success(), "{text}");
    assert!(text.starts_with("against the emulator\n"), "{text}");
    assert!(text.contains("\n17 of 17 documented exchanges\n"), "{text}");
    let case = "license.life";
    let alone = run(&["--target", "emulator", "--case", case]);
    assert!(shown(&alone.stdout).contains("only license.life was asked for: 1 run"));
}

#[test]
fn a_case_that_differs_exits_with_1() {
    // Nobody listens there.
    let through = [
        "--through",
        "http://127.0.0.1:9",
        "--upstream",
        "127.0.0.1:0",
    ];
    let output = run(&[
        &["--target", "emulator", "--case", "deal.get.documented"],
        &through[..],
    ]
    .concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(shown(&output.stdout).contains("  no-reply at reply\n"));
}

#[test]
fn the_json_report_is_one_json_value() {
    let output = run(&["--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let exchanges = &report["summary"]["documented_exchanges"];
    assert_eq!(
        (&exchanges["passed"], &exchanges["of"]),
        (&17.into(), &17.into())
    );
    assert_eq!(report["summary"]["holes"], 3);
    assert_eq!(report["clean"].as_bool(), Some(output.status.success()));
}
