//! Faults of the connection, byte by byte.

use std::io::ErrorKind;

use planhat_emulator::{Emulator, Fault};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::Caller;

const TIMES: usize = 200;

/// An emulator with one record so large that its reply does not go into the buffers of a socket at once.
async fn emulator(bytes: usize) -> Emulator {
    let record = json!({ "externalId": "a", "description": "x".repeat(bytes) });
    let builder = Emulator::builder().record("products", record);
    builder.start().await.unwrap()
}

async fn ask(stream: &mut TcpStream, path: &str) {
    let token = Emulator::TOKEN;
    let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
}

/// What comes until the connection ends, and how it does.
async fn rest(stream: &mut TcpStream) -> (Vec<u8>, Result<(), ErrorKind>) {
    let mut read = Vec::new();
    let end = stream.read_to_end(&mut read).await;
    (read, end.map(|_| ()).map_err(|error| error.kind()))
}

/// The length that a head tells, and the body that came.
fn split(reply: &[u8]) -> (usize, &[u8]) {
    let end = reply
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let (head, body) = reply.split_at(end + 4);
    let head = String::from_utf8(head.to_ascii_lowercase()).unwrap();
    assert!(head.starts_with("http/1.1 200 ok\r\n"), "{head}");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    (length.unwrap().parse().unwrap(), body)
}

/// A whole reply on a connection that stays open.
async fn whole(stream: &mut TcpStream) -> Vec<u8> {
    let mut read = Vec::new();
    loop {
        read.extend([stream.read_u8().await.unwrap()]);
        if read.ends_with(b"\r\n\r\n") {
            break;
        }
    }
    let (length, _) = split(&read);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    body
}

/// A connection, new or used before.
async fn connected(emulator: &Emulator, is_used: bool) -> TcpStream {
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    if is_used {
        ask(&mut stream, "/deals").await;
        assert_eq!(whole(&mut stream).await, b"[]");
    }
    stream
}

#[tokio::test]
async fn of_a_reply_that_is_reset_no_byte_comes() {
    let emulator = emulator(10).await;
    emulator
        .inject(Fault::reset().on("product_get").always())
        .unwrap();
    for time in 0..TIMES {
        let mut stream = connected(&emulator, time % 2 == 1).await;
        ask(&mut stream, "/products/extid-a").await;
        assert_eq!(
            rest(&mut stream).await,
            (vec![], Err(ErrorKind::ConnectionReset)),
            "{time}"
        );
    }
    assert_eq!(emulator.faults()[0].struck, TIMES as u64);
}

#[tokio::test]
async fn of_a_reply_that_is_cut_off_the_head_and_a_part_of_the_body_come_in_full() {
    for (bytes, fault) in [
        (10, Fault::cut_off()),
        (10, Fault::cut_off().bytes(0)),
        (4_000_000, Fault::cut_off().part(0.75)),
    ] {
        let emulator = emulator(bytes).await;
        let caller = Caller::new(&emulator);
        let expected = caller.attempt("GET /products/extid-a", None, None).await;
        let expected = expected.unwrap().body;
        let part = match bytes {
            10 if fault == Fault::cut_off() => expected.len() / 2,
            10 => 0,
            _ => expected.len() / 4 * 3,
        };
        emulator.inject(fault.on("product_get").always()).unwrap();
        let times = if bytes > 10 { 10 } else { TIMES };
        for time in 0..times {
            let mut stream = connected(&emulator, time % 2 == 1).await;
            ask(&mut stream, "/products/extid-a").await;
            let (reply, end) = rest(&mut stream).await;
            let (length, body) = split(&reply);
            assert_eq!((length, end), (expected.len(), Ok(())), "{time}");
            assert!(body.len().abs_diff(part) < 4, "{} of {length}", body.len());
            assert!(expected.starts_with(body));
        }
    }
}

#[tokio::test]
async fn a_connection_that_is_left_open_serves_the_next_call_as_ever() {
    let emulator = emulator(10).await;
    let mut stream = connected(&emulator, true).await;
    emulator.inject(Fault::stale_get()).unwrap();
    emulator
        .inject(Fault::status(200).body(json!({})).skip(1))
        .unwrap();
    ask(&mut stream, "/products/extid-a").await;
    let expected = whole(&mut stream).await;
    ask(&mut stream, "/products/extid-a").await;
    assert_eq!(whole(&mut stream).await, b"{}");
    for _ in 0..3 {
        ask(&mut stream, "/products/extid-a").await;
        assert_eq!(whole(&mut stream).await, expected);
    }
}

#[tokio::test]
async fn a_call_that_breaks_off_within_its_body_uses_up_no_fault() {
    let emulator = emulator(10).await;
    emulator.inject(Fault::status(503)).unwrap();
    let mut stream = connected(&emulator, false).await;
    let head = "POST /products HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    rest(&mut stream).await.1.unwrap();
    assert_eq!(emulator.faults()[0].struck, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn connections_that_ended_wrongly_leave_nothing_behind() {
    use crate::support::alone;

    let name = "wire::connections_that_ended_wrongly_leave_nothing_behind";
    alone::run(name, async {
        let emulator = emulator(4_000_000).await;
        let before = alone::held();
        let hour = std::time::Duration::from_secs(3600);
        for (fault, ends) in [
            (Fault::reset(), true),
            (Fault::cut_off(), true),
            (Fault::delay(hour), false),
        ] {
            emulator.inject(fault.always().on("product_get")).unwrap();
            for time in 0..20 {
                let mut stream = connected(&emulator, false).await;
                ask(&mut stream, "/products/extid-a").await;
                // Some see the end; others leave in the midst of it.
                if ends && time % 2 == 0 {
                    assert!(!rest(&mut stream).await.0.ends_with(b"}"));
                }
            }
            alone::until_held(before).await;
            emulator.clear_faults();
        }
    });
}
