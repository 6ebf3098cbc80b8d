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

/// The first line of the reply to a bare request.
fn get(address: &str, path: &str, token: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn it_tells_where_it_listens_and_answers_there_as_it_was_told() {
    let mut command = command(&[
        "--listen",
        "127.0.0.1:0",
        "--token",
        "all",
        "--not-found",
        "deals",
    ]);
    let mut running = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    let out = running.0.stdout.take().unwrap();
    BufReader::new(out).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("http://").unwrap();
    assert!(address.starts_with("127.0.0.1:"));
    for (path, token, status) in [
        ("/licenses", "all", "200 OK"),
        ("/licenses", "emulator-token", "401 Unauthorized"),
        ("/deals", "all", "404 Not Found"),
    ] {
        assert_eq!(
            get(address, path, token),
            format!("HTTP/1.1 {status}"),
            "{path} {token}"
        );
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
    ] {
        let output = command(arguments).output().unwrap();
        assert!(!output.status.success());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(told), "{error}");
    }
}
