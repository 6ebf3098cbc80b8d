//! Ids match exactly, whatever their characters.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::io::{Read, Write};
use std::net::TcpStream;

use planhat_api::{Client, RecordRef};
use planhat_mock::{MockServer, object_id, sample};
use serde_json::Value;

const CASES: &str = include_str!("../../../tests/cases/ids.json");

fn ids() -> Vec<String> {
    let cases: Value = serde_json::from_str(CASES).unwrap();
    let ids = cases["ids"].as_array().unwrap().iter();
    let ids: Vec<String> = ids
        .map(|case| case["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(ids.len() > 50);
    ids
}

#[tokio::test]
async fn of_many_ids_each_meets_its_own_mock() {
    let server = MockServer::start();
    let client = Client::for_tests(server.url()).unwrap();
    let references: Vec<RecordRef> = ids()
        .iter()
        .filter_map(|id| RecordRef::external(id.as_str()).ok())
        .collect();
    let mocks: Vec<_> = references
        .iter()
        .enumerate()
        .map(|(position, id)| {
            server.license_get(|when, then| {
                when.id(id);
                then.ok(&sample::license_with(
                    serde_json::json!({"value": position}),
                ));
            })
        })
        .collect();
    for (position, id) in references.iter().enumerate() {
        let license = client.licenses().get(id).send().await.unwrap();
        assert_eq!(license.value(), Some(position as f64), "{id}");
    }
    for mock in mocks {
        mock.assert();
    }
}

#[tokio::test]
async fn a_wrong_id_does_not_match() {
    let server = MockServer::start();
    let client = Client::for_tests(server.url()).unwrap();
    for (mocked, called) in [
        ("extid-a/b", "extid-a"),
        ("extid-a", "extid-a/b"),
        ("extid-a.b", "extid-axb"),
        ("extid-a%2Fb", "extid-a/b"),
        ("extid-a/b", "extid-a%2Fb"),
        ("extid-.*", "extid-abc"),
        ("extid-a", "extid-A"),
        ("extid-a", "srcid-a"),
        ("extid-a", "extid-a "),
        ("extid-é", "extid-e\u{301}"),
        ("extid-..", "extid-."),
    ] {
        let mock = server.license_get(|when, then| {
            when.id(mocked);
            then.ok(&sample::license());
        });
        let called: RecordRef = called.parse().unwrap();
        let error = client.licenses().get(&called).send().await.unwrap_err();
        assert_eq!(error.status(), Some(501), "{mocked} was met by {called}");
        mock.assert_calls(0);
        mock.delete();
        assert_eq!(server.take_unexpected().len(), 1);
    }
}

/// Sends a request line that the client would not, and gives the status.
fn raw(server: &MockServer, method: &str, target: &str) -> u16 {
    let address = server.url().replace("http://", "");
    let mut socket = TcpStream::connect(&address).unwrap();
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).unwrap();
    let mut reply = String::new();
    socket.read_to_string(&mut reply).unwrap();
    reply.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn how_a_client_encodes_an_id_does_not_matter() {
    let server = MockServer::start();
    server.deal_get(|when, then| {
        when.id("extid-a/b é~");
        then.ok(&sample::deal());
    });
    for (target, status) in [
        ("/deals/extid-a%2Fb%20%C3%A9~", 200),
        ("/deals/extid-a%2fb%20%c3%a9%7E", 200),
        ("/deals/%65xtid-a%2Fb%20%C3%A9~", 200),
        // A slash that is not encoded ends the id.
        ("/deals/extid-a/b%20%C3%A9~", 501),
        // In a path, `+` is itself.
        ("/deals/extid-a%2Fb+%C3%A9~", 501),
        ("/deals/extid-a%2Fb%20%C3%A9~/", 501),
        ("/deals/", 501),
        ("/deals", 501),
        ("/products/extid-a%2Fb%20%C3%A9~", 501),
    ] {
        assert_eq!(raw(&server, "GET", target), status, "{target}");
    }
    assert_eq!(server.take_unexpected().len(), 6);
}

#[test]
fn what_is_no_utf_8_is_no_id() {
    let server = MockServer::start();
    for id in ["extid-%FF", "extid-\u{fffd}"] {
        server.deal_get(|when, then| {
            when.id(id);
            then.ok(&sample::deal());
        });
    }
    assert_eq!(raw(&server, "GET", "/deals/extid-%FF"), 501);
    assert_eq!(raw(&server, "GET", "/deals/extid-%25FF"), 200);
    assert_eq!(raw(&server, "GET", "/deals/extid-%EF%BF%BD"), 200);
    server.take_unexpected();
}

#[test]
fn without_an_id_every_record_matches_and_no_collection() {
    let server = MockServer::start();
    server.deal_delete(|_, then| {
        then.deleted();
    });
    let target = format!("/deals/{}", object_id(1));
    assert_eq!(raw(&server, "DELETE", &target), 200);
    assert_eq!(raw(&server, "DELETE", "/deals/%FF"), 200);
    assert_eq!(raw(&server, "GET", &target), 501);
    assert_eq!(raw(&server, "DELETE", "/deals"), 501);
    server.take_unexpected();
}
