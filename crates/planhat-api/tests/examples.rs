//! The examples do what they say: each runs as a process of its own against a local server.
//!
//! `cargo test` builds them; `cargo test --test examples` alone does not, and then runs what an
//! earlier build left.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use planhat_emulator::{Emulator, Fault};
use serde_json::{Value, json};
use support::{Behaviour, Server};

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

/// An example that calls the server, and nothing but it.
fn example(name: &str, arguments: &[&str], server: &Server) -> Command {
    example_at(name, arguments, &server.url())
}

fn example_at(name: &str, arguments: &[&str], url: &str) -> Command {
    let mut command = Command::new(program(name));
    command
        .args(arguments)
        .env("PLANHAT_API_TOKEN", "token-of-the-test")
        .env("PLANHAT_BASE_URL", url)
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What an example printed, and whether it succeeded.
fn outcome(output: &Output) -> (String, bool) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (printed, failed) = (text(&output.stdout), text(&output.stderr));
    for shown in [&printed, &failed] {
        assert!(!shown.contains("token-of-the-test"), "{shown}");
        assert!(!shown.contains("panicked"), "{shown}");
    }
    (printed, output.status.success())
}

fn answer(status: u16, body: &'static str) -> Behaviour {
    Behaviour::Answer { status, body }
}

#[test]
fn the_first_call_shows_a_page_or_why_there_is_none() {
    let page = r#"[{"product":"Seats","mrr":120,"renewalDate":"2026-03-01","new":1},{}]"#;
    for (script, expected, calls) in [
        (
            &[answer(200, "[]"), answer(200, page)][..],
            "2 licenses in 1 attempt(s)\n\
             Seats: 120.00 a month, renews 2026-03-01, 1 unknown key(s)\n\
             (no product): ? a month, renews never, 0 unknown key(s)\n",
            &[
                "GET /licenses?limit=1",
                "GET /licenses?sort=renewalDate&limit=5",
            ][..],
        ),
        (
            &[answer(403, "\"no\"")],
            "this token may not read licenses, or the tenant has none\n",
            &["GET /licenses?limit=1"],
        ),
        (
            &[answer(404, "")],
            "this tenant has no licenses\n",
            &["GET /licenses?limit=1"],
        ),
    ] {
        let server = Server::scripted(script);
        let output = example("first_call", &[], &server).output().unwrap();
        assert_eq!(outcome(&output), (expected.to_owned(), true));
        assert_eq!(server.calls(), calls);
        let authorization = "authorization: Bearer token-of-the-test\r\n";
        assert!(server.heard().contains(authorization));
    }
}

const LICENSE: &str = r#"{"_id":"61006fbf1df7fa77a20d9d0a"}"#;
const CREATE: &str = "POST /licenses";
const LOOK: &str = "GET /licenses/srcid-lic%207";
const DELETE: &str = "DELETE /licenses/61006fbf1df7fa77a20d9d0a";

fn error_handling(script: &[Behaviour]) -> (String, bool, Vec<String>) {
    let server = Server::scripted(script);
    let arguments = ["extid-acme", "lic 7"];
    let output = example("error_handling", &arguments, &server).output();
    let (printed, succeeded) = outcome(&output.unwrap());
    (printed, succeeded, server.calls())
}

#[test]
fn a_create_whose_reply_is_lost_is_looked_up_before_it_is_repeated() {
    let created = answer(200, LICENSE);
    let deleted = answer(200, r#"{"deletedCount":1}"#);
    for (script, said, calls) in [
        (
            &[created, deleted][..],
            &["deleted 1\n"][..],
            &[CREATE, DELETE][..],
        ),
        (
            &[Behaviour::Reset, created, deleted],
            &["may be created: license_create (POST /licenses): "],
            &[CREATE, LOOK, DELETE],
        ),
        (
            &[answer(503, ""), answer(404, ""), created, deleted],
            &["the server answered 503\n", "is not there, so once more\n"],
            &[CREATE, LOOK, CREATE, DELETE],
        ),
        (
            &[created, answer(200, r#"{"deletedCount":0}"#)],
            &["somebody else was faster\n"],
            &[CREATE, DELETE],
        ),
        (
            &[created, answer(200, "")],
            &["deleted, as far as the status says\n"],
            &[CREATE, DELETE],
        ),
    ] {
        let (printed, succeeded, heard) = error_handling(script);
        assert!(succeeded, "{script:?}: {printed}");
        for said in said {
            assert!(printed.contains(said), "{script:?}: {printed}");
        }
        assert_eq!(heard, calls, "{script:?}");
    }
}

#[test]
fn a_refused_call_says_who_has_to_do_what() {
    for (behaviour, said) in [
        (
            answer(401, ""),
            "effect: Refused, no such token here: renew it, or mend the base URL\n",
        ),
        (
            answer(403, ""),
            "effect: Refused, the token lacks the right: ask who gives it\n",
        ),
        (
            answer(404, ""),
            "effect: Refused, no such record: do not ask again\n",
        ),
        (
            answer(400, r#"{"message":"product is unknown"}"#),
            "mend the request\nthe server says: product is unknown\n",
        ),
        (
            Behaviour::Limited {
                retry_after: "3600",
            },
            "effect: Refused, run again in 3600 s\n",
        ),
    ] {
        let (printed, succeeded, heard) = error_handling(&[behaviour]);
        assert!(!succeeded && printed.contains(said), "{said}: {printed}");
        assert!(!printed.contains("acme") && !printed.contains("lic 7"));
        assert_eq!(heard, [CREATE], "{said}");
    }
}

#[test]
fn a_create_that_stays_unclear_is_left_to_a_person() {
    let script = [answer(503, ""), answer(404, ""), Behaviour::Reset];
    let (printed, succeeded, heard) = error_handling(&script);
    let said = "effect: Unknown, look whether it was done, then run again\n";
    assert!(!succeeded && printed.contains(said), "{printed}");
    assert_eq!(heard, [CREATE, LOOK, CREATE]);
}

#[test]
fn an_undocumented_call_goes_the_way_of_all_others() {
    let company = answer(200, r#"{"name":"Acme","phase":"trial"}"#);
    let updated = answer(200, r#"{"phase":"customer"}"#);
    let read = "GET /companies/extid-acme%2F1?select=name,phase";
    let write = "PUT /companies/extid-acme%2F1";
    for (arguments, said, calls) in [
        (&["acme/1"][..], "Acme is in trial\n", &[read][..]),
        (
            &["acme/1", "customer"],
            "Acme is in trial\nit is in \"customer\" now; status 200, 1 attempt(s)\n",
            &[read, write],
        ),
    ] {
        let server = Server::scripted(&[company, updated]);
        let output = example("undocumented_call", arguments, &server).output();
        assert_eq!(outcome(&output.unwrap()), (said.to_owned(), true));
        assert_eq!(server.calls(), calls);
    }
    let server = Server::scripted(&[company, updated]);
    let run = example("undocumented_call", &["acme/1", "customer"], &server).output();
    assert!(run.unwrap().status.success());
    assert!(server.heard().contains(r#"{"phase":"customer"}"#));
}

/// How many calls may start in any second, in the tests of the shared quota.
const QUOTA: usize = 5;

fn shared_quota(folder: &Path, calls: &str, server: &Server) -> Command {
    let quota = QUOTA.to_string();
    let arguments = [folder.to_str().unwrap(), calls, &quota];
    example("shared_quota", &arguments, server)
}

fn no_second_holds_more_than_the_quota(mut starts: Vec<Duration>) {
    starts.sort_unstable();
    for window in starts.windows(QUOTA + 1) {
        let length = window[QUOTA] - window[0];
        assert!(length >= Duration::from_secs(1), "{length:?}: {starts:?}");
    }
}

#[test]
fn processes_that_share_a_quota_keep_it_together() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(answer(200, "[]"));
    let start = |_| shared_quota(folder.path(), "6", &server).spawn().unwrap();
    let processes = [(), ()].map(start);
    let mut starts = Vec::new();
    for process in processes {
        let (printed, succeeded) = outcome(&process.wait_with_output().unwrap());
        assert!(succeeded, "{printed}");
        let own = printed.lines().map(|line| line.parse().unwrap());
        let own: Vec<_> = own.map(Duration::from_millis).collect();
        assert_eq!(own.len(), 6);
        starts.extend(own);
    }
    no_second_holds_more_than_the_quota(starts);
    assert_eq!(server.connections(), 12);
}

#[test]
fn a_process_that_is_killed_leaves_its_count_to_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(answer(200, "[]"));
    let mut killed = shared_quota(folder.path(), "1000", &server)
        .spawn()
        .unwrap();
    while server.connections() == 0 {
        assert!(killed.try_wait().unwrap().is_none(), "it ended too soon");
        std::thread::yield_now();
    }
    killed.kill().unwrap();
    killed.wait().unwrap();

    let output = shared_quota(folder.path(), "2", &server).output().unwrap();
    let (printed, succeeded) = outcome(&output);
    assert!(succeeded, "{printed}");
    let starts = counted(folder.path());
    assert!(starts.len() > 2, "{starts:?}");
    no_second_holds_more_than_the_quota(starts);
}

/// The starts of all processes, as the file has them.
fn counted(folder: &Path) -> Vec<Duration> {
    let json = std::fs::read(folder.join("quota.json")).unwrap();
    let mut count: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let starts: Vec<SystemTime> = serde_json::from_value(count["starts"].take()).unwrap();
    let since = |start: SystemTime| start.duration_since(UNIX_EPOCH).unwrap();
    starts.into_iter().map(since).collect()
}

#[test]
fn a_count_that_cannot_be_read_stops_the_calls_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("quota.json");
    std::fs::write(&file, r#"{"starts":["#).unwrap();
    let server = Server::start(answer(200, "[]"));
    let output = shared_quota(folder.path(), "1", &server).output().unwrap();
    let (_, succeeded) = outcome(&output);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !succeeded && said.contains("quota.json") && said.contains("delete it"),
        "{said}"
    );
    assert_eq!(server.connections(), 0);
    assert_eq!(std::fs::read(&file).unwrap(), br#"{"starts":["#);
}

#[tokio::test]
async fn an_export_that_stopped_goes_on_where_it_was() {
    let record = |number: u32| {
        json!({
            "_id": format!("{number:024x}"),
            "companyId": "61006bc89a3e0b702ed8ea49",
            "custom": { "Days in Phase": number, "Owner": "anna" },
        })
    };
    let emulator = Emulator::builder()
        .token("token-of-the-test")
        .records("licenses", (1..=30).map(record))
        .start()
        .await
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("licenses.ndjson");
    let position = folder.path().join("licenses.ndjson.position");
    let export = || {
        let arguments = [file.to_str().unwrap(), "10"];
        let output = example_at("export", &arguments, emulator.url()).output();
        outcome(&output.unwrap())
    };

    let fault = Fault::status(400).on("license_list").skip(2);
    emulator.inject(fault).unwrap();
    assert_eq!(export(), (String::new(), false));
    assert!(position.exists());
    // As if it had been killed while it wrote the next page.
    let torn = std::fs::read_to_string(&file).unwrap() + "{\"id\":";
    std::fs::write(&file, torn).unwrap();

    let said = "going on from offset 19\n11 licenses in this run\n";
    assert_eq!(export(), (said.to_owned(), true));
    assert!(!position.exists());
    let text = std::fs::read_to_string(&file).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let days = lines.map(|line: Value| line["usage"]["Days in Phase"].as_u64().unwrap());
    assert_eq!(days.collect::<Vec<_>>(), (1..=30).collect::<Vec<_>>());
}
