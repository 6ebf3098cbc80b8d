//! `roundtrip`, run as people run it on recorded replies.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Replies as tenants send them: unknown keys, other types, numbers in every form, lists.
const SURVIVES: &str = r#"{"_id":"61006fbf1df7fa77a20d9d0a","mrr":83.33333333333333,"secretKey":{"a":[5000.0,-0.0,null]}}
[{"mrr":"12.50"},{"_currency":{"symbol":"secret$"}},{}]

{"custom":{"Days in Phase":1e2,"é🦀":"\u00e9\ud83e\udd80"},"toDate":null}
"#;

/// A key with half of a surrogate pair, which no serializer of serde can be given; and a line break, for which
/// the record is not written as the text that it came as.
const LOST: &str = "{\"\\ud800\":\r1}";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).expect("a file");
        path
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.arg("roundtrip").args(arguments);
    command
}

fn run(arguments: &[&str], file: &Path) -> (Option<i32>, String) {
    let output = command(arguments)
        .arg(file)
        .output()
        .expect("it can be run");
    told(&output)
}

fn told(output: &Output) -> (Option<i32>, String) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (
        output.status.code(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

#[test]
fn the_exit_code_says_whether_all_survived() {
    let folder = Folder::new();
    for (name, text, code, words) in [
        (
            "survives",
            SURVIVES.to_owned(),
            0,
            "3 of 3 lines survived, 5 records",
        ),
        ("lost", format!("{SURVIVES}{LOST}\n"), 1, "line 5: LOST"),
        ("no-json", format!("{SURVIVES}{{\"mrr\":\n"), 2, "line 5"),
        ("no-record", format!("{SURVIVES}{LOST}\n17\n"), 2, "line 6"),
        ("nothing", String::new(), 0, "0 of 0 lines survived"),
    ] {
        let (exit, told) = run(&["--schema", "License"], &folder.file(name, &text));
        assert_eq!(exit, Some(code), "{name}: {told}");
        assert!(told.contains(words), "{name}: {told}");
    }
}

#[test]
fn keys_and_misfits_are_told_as_pointers_and_types_and_counted() {
    let folder = Folder::new();
    let (_, told) = run(&["--schema", "License"], &folder.file("replies", SURVIVES));
    for words in [
        "1 x  /secretKey  object",
        "1 x  /mrr  string",
        "1 x  /_currency  object",
    ] {
        assert!(told.contains(words), "{words} is not told:\n{told}");
    }
}

#[test]
fn values_are_shown_only_when_asked_for() {
    let folder = Folder::new();
    let file = folder.file("replies", &format!("{SURVIVES}{LOST}\n"));
    let (_, told) = run(&["--schema", "License"], &file);
    for value in ["12.50", "secret$", "5000.0"] {
        assert!(!told.contains(value), "{value} is shown:\n{told}");
    }
    let (_, told) = run(&["--schema", "License", "--show-values"], &file);
    assert!(told.contains("12.50") && told.contains("secret$"), "{told}");
}

#[test]
fn what_is_emitted_is_the_recorded_line_again() {
    let folder = Folder::new();
    let (emitted, again) = (folder.path("emitted"), folder.path("again"));
    let emit = |from: &Path, to: &Path| {
        let to = to.display().to_string();
        run(&["--schema", "License", "--emit", &to], from)
    };
    assert_eq!(emit(&folder.file("replies", SURVIVES), &emitted).0, Some(0));
    let text = fs::read_to_string(&emitted).expect("a file");
    assert_eq!(text.lines().count(), 3);
    assert!(
        text.contains("83.33333333333333") && text.contains("[5000.0,-0.0,null]"),
        "{text}"
    );
    assert_eq!(emit(&emitted, &again).0, Some(0));
    assert_eq!(fs::read_to_string(&again).expect("a file"), text);
    let (exit, told) = emit(&emitted, &emitted);
    assert_eq!(exit, Some(2));
    assert!(told.contains("would overwrite"), "{told}");
}

#[test]
fn every_schema_of_a_reply_can_be_asked_for_and_standard_input_read() {
    for schema in [
        "Deal",
        "Product",
        "License",
        "BulkUpsertResult",
        "DeleteResult",
    ] {
        let mut child = command(&["--schema", schema, "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it can be run");
        let mut input = child.stdin.take().expect("a pipe");
        input
            .write_all(b"{\"n\":1,\"createdErrors\":{}}\n")
            .expect("it reads");
        drop(input);
        let (exit, told) = told(&child.wait_with_output().expect("it ends"));
        assert_eq!(exit, Some(0), "{told}");
        assert!(
            told.contains(&format!("{schema}: 1 of 1 lines survived")),
            "{told}"
        );
    }
}

#[test]
fn as_json_every_line_is_a_value_and_the_last_sums_up() {
    let folder = Folder::new();
    let file = folder.file("replies", SURVIVES);
    let output = command(&["--schema", "License", "--format", "json"])
        .arg(&file)
        .output();
    let output = output.expect("it can be run");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let values: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(values.len(), 4, "three lines and the summary: {text}");
}
