//! Requests whose target goes out as it is written, which no client of HTTP sends.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// A reply, as text.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Raw {
    /// The value of a header; empty if there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut lines = self
            .head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .filter(|(found, _)| found.eq_ignore_ascii_case(name));
        lines
            .next()
            .map(|(_, value)| value.trim())
            .unwrap_or_default()
    }
}

/// Sends a request without a body: its first line without the version, and an `Authorization` if there is one.
pub(crate) fn call(address: &str, line: &str, authorization: Option<&str>) -> Raw {
    let authorization = authorization.map(|value| format!("authorization: {value}\r\n"));
    let authorization = authorization.unwrap_or_default();
    let request =
        format!("{line} HTTP/1.1\r\nhost: {address}\r\n{authorization}connection: close\r\n\r\n");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Raw {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    }
}
