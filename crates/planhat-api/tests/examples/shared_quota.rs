//! Processes that share a quota.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{example, outcome};
use crate::support::{Behaviour, Server};

const NO_LICENSES: Behaviour = Behaviour::Answer {
    status: 200,
    body: "[]",
};

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
    let server = Server::start(NO_LICENSES);
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
    let server = Server::start(NO_LICENSES);
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
    let server = Server::start(NO_LICENSES);
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
