//! The command.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use planhat_emulator::Emulator;
use support::raw;

/// The command while a test runs.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planhat-emulator"));
    command.args(arguments);
    command
}

impl Running {
    /// Starts the command on a free port, and gives its address once it listens.
    fn start(arguments: &[&str]) -> (Self, String) {
        let mut command = command(&["--listen", "127.0.0.1:0"]);
        let command = command.args(arguments).stdout(Stdio::piped());
        let mut running = Self(command.spawn().unwrap());
        let mut line = String::new();
        let out = running.0.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap();
        (running, address.to_owned())
    }
}

/// The status of the reply to a request without a body.
fn status(address: &str, line: &str, token: &str) -> u16 {
    raw::call(address, line, Some(&format!("Bearer {token}"))).status
}

#[test]
fn it_tells_where_it_listens_and_answers_there_as_it_was_told() {
    let (_running, address) = Running::start(&["--token", "all", "--not-found", "deals"]);
    assert!(address.starts_with("127.0.0.1:"));
    for (line, token, expected) in [
        ("GET /licenses", "all", 200),
        ("GET /licenses", "emulator-token", 401),
        ("GET /deals", "all", 404),
    ] {
        assert_eq!(status(&address, line, token), expected, "{line} {token}");
    }
}

#[test]
fn the_token_that_everybody_knows_is_taken_unless_another_one_is_given() {
    let help = command(&["--help"]).output().unwrap().stdout;
    assert!(String::from_utf8(help).unwrap().contains(Emulator::TOKEN));
    for (arguments, expected) in [
        (&[][..], 200),
        (&["--token", "own"], 401),
        (&["--read-only-token", "own"], 401),
    ] {
        let (_running, address) = Running::start(arguments);
        let found = status(&address, "GET /licenses", Emulator::TOKEN);
        assert_eq!(found, expected, "{arguments:?}");
    }
}

#[test]
fn it_starts_from_seeds_and_switches_its_own_paths_off() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("seed.ndjson");
    let line = r#"{"resource":"licenses","record":{"externalId":"seeded"}}"#;
    std::fs::write(&seed, line).unwrap();
    let seed = [
        "--documented",
        "--seed",
        seed.to_str().unwrap(),
        "--no-control",
    ];
    let (_running, address) = Running::start(&seed);
    for (line, expected) in [
        ("GET /licenses/extid-seeded", 200),
        ("GET /deals/610091916d643a7c418aef42", 200),
        ("GET /_emulator/requests", 404),
    ] {
        assert_eq!(status(&address, line, "emulator-token"), expected, "{line}");
    }
}

#[cfg(unix)]
#[test]
fn its_state_survives_every_signal_that_asks_it_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.json");
    let state = ["--state", state.to_str().unwrap(), "--documented"];
    let call = |address: &str, method: &str| {
        let line = format!("{method} /deals/610091916d643a7c418aef42");
        status(address, &line, "emulator-token")
    };
    for (signal, is_there) in [("-INT", true), ("-TERM", false), ("-TERM", false)] {
        let (mut running, address) = Running::start(&state);
        assert_eq!(call(&address, "GET"), if is_there { 200 } else { 404 });
        call(&address, "DELETE");
        let id = running.0.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        assert!(running.0.wait().unwrap().success());
    }
}

#[test]
fn what_it_cannot_do_it_says() {
    for (arguments, told) in [
        (&["--listen", "nowhere"][..], "invalid value 'nowhere'"),
        (
            &["--forbidden", "sales", "--listen", "127.0.0.1:0"],
            "there is no resource `sales`",
        ),
        (&["--fault", "reset"], "is no JSON"),
        (
            &["--fault", r#"{"fault":"reset","operation":"x"}"#],
            "fault: /operation: there is no operation `x`",
        ),
        (&["--seed", "nowhere.json"], "nowhere.json cannot be read"),
        (&["--seed", "Cargo.toml"], "Cargo.toml: the seed is no JSON"),
        (
            &["--state", "Cargo.toml"],
            "Cargo.toml holds no saved state",
        ),
    ] {
        let output = command(arguments).output().unwrap();
        assert!(!output.status.success());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(told), "{error}");
    }
}
