//! The examples of single calls.

use super::{example, outcome};
use crate::support::{Behaviour, Server};

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
