//! The command.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

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

/// The first line of the reply to a bare request.
fn get(address: &str, path: &str, token: &str) -> String {
    call(address, "GET", path, token)
}

fn call(address: &str, method: &str, path: &str, token: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn it_tells_where_it_listens_and_answers_there_as_it_was_told() {
    let (_running, address) = Running::start(&["--token", "all", "--not-found", "deals"]);
    assert!(address.starts_with("127.0.0.1:"));
    for (path, token, status) in [
        ("/licenses", "all", "200 OK"),
        ("/licenses", "emulator-token", "401 Unauthorized"),
        ("/deals", "all", "404 Not Found"),
    ] {
        assert_eq!(
            get(&address, path, token),
            format!("HTTP/1.1 {status}"),
            "{path} {token}"
        );
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
    for (path, status) in [
        ("/licenses/extid-seeded", "200 OK"),
        ("/deals/610091916d643a7c418aef42", "200 OK"),
        ("/_emulator/requests", "404 Not Found"),
    ] {
        let line = get(&address, path, "emulator-token");
        assert_eq!(line, format!("HTTP/1.1 {status}"), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn its_state_survives_every_signal_that_asks_it_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.json");
    let state = ["--state", state.to_str().unwrap(), "--documented"];
    let deal = "/deals/610091916d643a7c418aef42";
    for (signal, is_there) in [("-INT", true), ("-TERM", false), ("-TERM", false)] {
        let (mut running, address) = Running::start(&state);
        let status = if is_there { "200 OK" } else { "404 Not Found" };
        let line = get(&address, deal, "emulator-token");
        assert_eq!(line, format!("HTTP/1.1 {status}"));
        call(&address, "DELETE", deal, "emulator-token");
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
