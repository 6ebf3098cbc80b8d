//! Who a browser sends requests for. These paths need no token, so that a page of any site could have them called.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;

use crate::refusal::Refusal;

/// Refuses what a browser was made to send by a page of another site: a form or a script tells its origin, and one whose
/// name was pointed at this machine afterwards tells that name. What is no browser tells neither.
pub(super) fn check(headers: &HeaderMap, is_loopback: bool) -> Result<(), Refusal> {
    let text = |name| {
        let value = headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()))
    };
    let host = text(HOST).unwrap_or_default();
    if is_loopback && !host.is_empty() && !is_this_machine(&host) {
        return Err(Refusal::new(
            403,
            format!(
                "the emulator listens for this machine alone, and {host} is not a name of it: use its address or localhost"
            ),
        ));
    }
    let origin = text(ORIGIN);
    let site = origin.as_deref().map(|origin| origin.split_once("://"));
    if site.is_some_and(|site| site.is_none_or(|(_, site)| !site.eq_ignore_ascii_case(&host))) {
        return Err(Refusal::new(403, "pages of other sites may not ask this"));
    }
    Ok(())
}

/// An address is no name that somebody else could point here.
fn is_this_machine(host: &str) -> bool {
    let Ok(host) = host.parse::<Authority>() else {
        return false;
    };
    let name = host.host().to_ascii_lowercase();
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.ends_with(".localhost") || address.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_taken(host: &str, origin: Option<&str>, is_loopback: bool) -> bool {
        let mut headers = HeaderMap::new();
        if !host.is_empty() {
            headers.insert(HOST, host.parse().unwrap());
        }
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        check(&headers, is_loopback).is_ok()
    }

    #[test]
    fn an_emulator_of_this_machine_goes_by_no_name_that_others_could_give_it() {
        for host in [
            "",
            "127.0.0.1:4010",
            "[::1]:4010",
            "LOCALHOST",
            "a.localhost:1",
        ] {
            assert!(is_taken(host, None, true), "{host}");
        }
        for host in [
            "evil.test",
            "evil.test:4010",
            "localhost.evil.test",
            "127.0.0.1.evil.test",
            "a b",
            "é",
        ] {
            assert!(!is_taken(host, None, true), "{host}");
            assert!(is_taken(host, None, false), "{host}");
        }
    }

    #[test]
    fn a_page_asks_its_own_emulator_alone() {
        for is_loopback in [true, false] {
            for (origin, expected) in [
                ("http://127.0.0.1:4010", true),
                ("http://127.0.0.1:4011", false),
                ("http://localhost:4010", false),
                ("https://evil.test", false),
                ("null", false),
                ("", false),
            ] {
                let found = is_taken("127.0.0.1:4010", Some(origin), is_loopback);
                assert_eq!(found, expected, "{origin}");
            }
        }
    }
}
