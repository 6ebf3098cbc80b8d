//! The examples do what they say: each runs as a process of its own against a local server.
//!
//! `cargo test` builds them; `cargo test --test examples` alone does not, and then runs what an
//! earlier build left.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod calls;
mod export;
mod nightly_sync;
mod prune;
mod shared_quota;
#[path = "../support/mod.rs"]
mod support;
mod tenant;

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use support::Server;

/// The program of an example, next to this test's own.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.ancestors().nth(2).unwrap();
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let program = profile.join("examples").join(file);
    assert!(
        program.exists(),
        "the example is not built: `cargo test -p planhat-api` builds it and runs this test, \
         `cargo build -p planhat-api --examples` only builds it"
    );
    program
}

const TOKEN: &str = "token-of-the-test";

/// An example that calls the server, and nothing but it.
fn example(name: &str, arguments: &[&str], server: &Server) -> Command {
    example_at(name, arguments, &server.url())
}

fn example_at(name: &str, arguments: &[&str], url: &str) -> Command {
    let mut command = Command::new(program(name));
    command
        .args(arguments)
        .env("PLANHAT_API_TOKEN", TOKEN)
        .env("PLANHAT_BASE_URL", url)
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What an example printed, and whether it succeeded.
fn outcome(output: &Output) -> (String, bool) {
    let ran = Ran::from(output);
    (ran.printed, ran.code == Some(0))
}

/// How an example ended.
#[derive(Debug)]
struct Ran {
    /// None where a signal ended it.
    code: Option<i32>,
    printed: String,
    /// What it said on its error output.
    said: String,
}

impl From<&Output> for Ran {
    fn from(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (printed, said) = (text(&output.stdout), text(&output.stderr));
        for shown in [&printed, &said] {
            assert!(!shown.contains(TOKEN), "{shown}");
            assert!(!shown.contains("panicked"), "{shown}");
        }
        Self {
            code: output.status.code(),
            printed,
            said,
        }
    }
}
