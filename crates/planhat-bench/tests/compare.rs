//! The command `compare`, without a round whose times count.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::process::Command;

/// Each contender does each work once before the rounds, and its counts and sums are held against what there is.
#[test]
fn all_contenders_see_the_same_records_and_items() {
    let works = ["get", "gets", "page", "bulk", "decode", "stream"];
    let output = Command::new(env!("CARGO_BIN_EXE_planhat-bench"))
        .args([
            "compare",
            "--rounds",
            "0",
            "--most-rounds",
            "0",
            "--records",
            "2000",
        ])
        .args(works.iter().flat_map(|work| ["--only", work]))
        .output()
        .unwrap();
    let (told, failed) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert!(output.status.success(), "{told}{failed}");
    assert_eq!(told.matches(", 0 rounds").count(), works.len(), "{told}");
}

#[test]
fn allocations_and_bytes_of_each_contender_are_counted() {
    let output = Command::new(env!("CARGO_BIN_EXE_planhat-bench-counted"))
        .output()
        .unwrap();
    let counted: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let counted = counted.as_array().unwrap();
    assert_eq!(counted.len(), 6);
    for one in counted {
        let (allocations, bytes) = (
            one["allocations"].as_f64().unwrap(),
            one["bytes"].as_f64().unwrap(),
        );
        // Even a record that only points somewhere has its number, and none is larger than ten times its text.
        assert!(
            (0.0..200.0).contains(&allocations) && (8.0..10_000.0).contains(&bytes),
            "{one}"
        );
    }
}
