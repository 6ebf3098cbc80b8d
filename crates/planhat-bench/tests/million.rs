//! The command `million`, with fewer items.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::process::{Command, Output};

fn million(items: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planhat-bench"));
    command
        .args(["million", "--items", items])
        .args(arguments)
        .output()
        .unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn every_item_and_record_is_accounted_for_within_the_bounds() {
    let output = million("5002", &["--journal"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}");
    assert_eq!(told.matches("kept").count(), 3, "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_passed_bound_is_a_failure() {
    for bound in ["--bulk-bound", "--stream-bound"] {
        let output = million("10", &[bound, "1"]);
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert_eq!(told.matches("PASSED").count(), 1, "{told}");
    }
}
