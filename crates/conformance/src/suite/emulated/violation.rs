//! What a proxy objected to.

use planhat_api::Headers;

use crate::json::{self, Node};
use crate::report::Failure;

use super::file::Violation;

/// The header in which Prism tells what does not fit the spec.
const HEADER: &str = "sl-violations";

/// Objections of the proxy that are not registered, and registered ones that it did not raise.
pub(super) fn check(headers: Option<&Headers>, registered: &[Violation]) -> Vec<Failure> {
    let raised = headers.and_then(|headers| headers.get(HEADER));
    let raised = raised.map(read).unwrap_or_default();
    let places = registered.iter().flat_map(|violation| {
        let places = violation.at.iter();
        places.map(|at| (at, &violation.reason))
    });
    let is_registered = |at: &str| places.clone().any(|(other, _)| other == at);
    let unregistered = raised.iter().filter(|(at, _)| !is_registered(at));
    let mut failures: Vec<Failure> = unregistered
        .map(|(at, message)| {
            Failure::new("violation", at, "what openapi/planhat.yaml says", message)
        })
        .collect();
    let is_raised = |at: &str| raised.iter().any(|(other, _)| other == at);
    let silent = places.clone().filter(|(at, _)| !is_raised(at));
    failures.extend(silent.map(|(at, reason)| {
        let wanted = format!("an objection, since: {reason}");
        Failure::new(
            "no-violation",
            at,
            wanted,
            "none; take it out of the violations",
        )
    }));
    failures
}

/// Places and texts. What cannot be read is told whole: it is an objection all the same.
fn read(header: &str) -> Vec<(String, String)> {
    let whole = || vec![("the exchange".to_owned(), header.to_owned())];
    let Ok(Node::Array(items)) = json::parse(header) else {
        return whole();
    };
    let text = |node: &Node| {
        node.as_str()
            .map_or_else(|| node.to_string(), str::to_owned)
    };
    let read = items.iter().map(|item| {
        let place: Vec<_> = item.get("location")?.items().iter().map(text).collect();
        let (code, message) = (item.get("code")?, item.get("message")?);
        let message = format!("{} ({})", text(message), text(code));
        Some((place.join("."), message))
    });
    read.collect::<Option<_>>().unwrap_or_else(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_objection_is_read_whatever_its_form() {
        let header = r#"[{"location":["response","body","0","mrr"],"severity":"Error","code":"type","message":"must be string"},
            {"location":["request"],"severity":"Error","code":401,"message":"no token"}]"#;
        let texts = |header| {
            let read = read(header).into_iter();
            read.map(|(at, text)| format!("{at}: {text}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            texts(header),
            [
                "response.body.0.mrr: must be string (type)",
                "request: no token (401)"
            ]
        );
        let cut = r#"Too many violations! [{"location":["resp"#;
        for odd in [cut, r#"[{"code":1}]"#, "[7]"] {
            assert_eq!(texts(odd), [format!("the exchange: {odd}")]);
        }
    }
}
