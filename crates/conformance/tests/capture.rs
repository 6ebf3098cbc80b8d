//! What the capture server keeps of a request: requests are written to the socket by hand, so that no client can tidy them.

use std::io::{Read, Write};
use std::net::TcpStream;

use conformance::capture::{Reply, Server};

fn exchange(server: &Server, request: &[u8]) -> String {
    let mut socket = TcpStream::connect(("127.0.0.1", server.port())).expect("the server listens");
    socket.write_all(request).expect("it reads");
    let mut reply = Vec::new();
    socket.read_to_end(&mut reply).expect("it answers");
    String::from_utf8_lossy(&reply).into_owned()
}

fn get(server: &Server, target: &str) -> String {
    exchange(
        server,
        format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes(),
    )
}

#[test]
fn the_target_arrives_undecoded() {
    let targets = [
        ("/licenses", "/licenses", None),
        ("/", "/", None),
        ("//a", "//a", None),
        ("/a//", "/a//", None),
        ("/.", "/.", None),
        ("/a/../b", "/a/../b", None),
        ("/a%2Fb", "/a%2Fb", None),
        ("/a%2fb", "/a%2fb", None),
        ("/a%00b", "/a%00b", None),
        ("/100%", "/100%", None),
        ("/a\\b", "/a\\b", None),
        ("/a[b]\"{c}|d", "/a[b]\"{c}|d", None),
        ("/a~b'()*!+,;=:@", "/a~b'()*!+,;=:@", None),
        ("/\u{e9}", "/\u{e9}", None),
        ("/a?", "/a", Some("")),
        ("/a?b=c&b=c&d", "/a", Some("b=c&b=c&d")),
        ("/a?b=%zz+%2B", "/a", Some("b=%zz+%2B")),
        ("/a?b=c?d=/e", "/a", Some("b=c?d=/e")),
        ("/a?b=http://c/d", "/a", Some("b=http://c/d")),
        ("http://elsewhere:1/a?b", "/a", Some("b")),
    ];
    let server = Server::start();
    for (sent, path, query) in targets {
        get(&server, sent);
        let arrived = server.take();
        let [request] = &arrived[..] else {
            panic!("{sent}: {} requests arrived", arrived.len())
        };
        assert_eq!(
            (request.path.as_str(), request.query.as_deref()),
            (path, query),
            "{sent}"
        );
    }
}

#[test]
fn headers_arrive_with_names_in_lower_case_and_repeats_kept() {
    let server = Server::start();
    exchange(
        &server,
        b"GET /a HTTP/1.1\r\nHost: x\r\nX-Twice: B\r\nAccept: a, b\r\nx-twice:  c  \r\nConnection: close\r\n\r\n",
    );
    let arrived = server.take().remove(0);
    assert_eq!(
        arrived.header_values("X-TWICE").collect::<Vec<_>>(),
        ["B", "c"]
    );
    assert_eq!(
        arrived.header_values("accept").collect::<Vec<_>>(),
        ["a, b"]
    );
    assert_eq!(arrived.header_values("absent").count(), 0);
    assert!(
        arrived
            .headers
            .iter()
            .all(|(name, _)| name.chars().all(|c| !c.is_uppercase()))
    );
}

#[test]
fn the_method_and_every_byte_of_the_body_arrive() {
    let server = Server::start();
    exchange(
        &server,
        b"BREW /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\0\xff\r\n",
    );
    exchange(
        &server,
        b"GET /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{ \r\n1\r\n}\r\n0\r\n\r\n",
    );
    let arrived = server.take();
    let kept: Vec<_> = arrived
        .iter()
        .map(|request| (request.method.as_str(), request.body.as_slice()))
        .collect();
    assert_eq!(kept, [("BREW", &b"\0\xff\r\n"[..]), ("GET", &b"{ }"[..])]);
}

#[test]
fn a_request_that_is_not_captured_is_never_answered_with_success() {
    let requests: [&[u8]; 4] = [
        b"GET /a HTTP/1.1\r\nHost: x\r\nX-A: caf\xc3\xa9\r\nConnection: close\r\n\r\n",
        b"GET /a HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /a<b> HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ];
    let server = Server::start();
    server.reply_with(Reply::json(200, "{}"));
    for request in requests {
        let reply = exchange(&server, request);
        let shown = String::from_utf8_lossy(request);
        assert!(
            reply.starts_with("HTTP/1.1 400 ") || reply.starts_with("HTTP/1.1 500 "),
            "{shown}: {reply}"
        );
        assert_eq!(server.take(), [], "{shown}");
    }
}

#[test]
fn the_reply_is_the_bytes_it_was_given() {
    let server = Server::start();
    for (status, body) in [
        (200, "{\"mrr\": 5000.0}\n"),
        (206, ""),
        (400, "not json\r\n"),
        (599, "\u{e9}"),
    ] {
        server.reply_with(Reply::json(status, body));
        let reply = get(&server, "/a");
        let (head, found) = reply.split_once("\r\n\r\n").expect("a reply has a head");
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
        assert!(
            head.contains("content-type: application/json; charset=utf-8"),
            "{head}"
        );
        assert_eq!(found, body);
    }
}

#[test]
fn a_server_that_was_told_nothing_answers_no_success() {
    assert!(get(&Server::start(), "/a").starts_with("HTTP/1.1 501 "));
}

#[test]
fn two_servers_do_not_see_each_others_requests() {
    let (one, other) = (Server::start(), Server::start());
    get(&one, "/one");
    get(&other, "/other");
    let paths = |server: &Server| {
        server
            .take()
            .into_iter()
            .map(|request| request.path)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (paths(&one), paths(&other)),
        (vec!["/one".to_owned()], vec!["/other".to_owned()])
    );
    assert_eq!(one.take(), []);
}
