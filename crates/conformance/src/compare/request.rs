//! A request as it should be, against one as it arrived.

use crate::capture::CapturedRequest;
use crate::json::{self, Node};

use super::{QueryRule, RequestMismatch, Secret, compare};

/// What a request should look like on the wire.
#[derive(Clone, Debug)]
pub struct RequestRule {
    /// The method.
    pub method: String,
    /// The path, byte for byte as it should be sent, percent-encoding included.
    pub path: String,
    /// The query.
    pub query: QueryRule,
    /// The headers.
    pub headers: HeaderRule,
    /// The body.
    pub body: BodyRule,
    /// What may stand in one header only.
    pub secrets: Vec<Secret>,
}

/// What headers a request should have. Names do not heed the case.
#[derive(Clone, Debug, Default)]
pub struct HeaderRule {
    /// These, once each, with exactly these values.
    pub required: Vec<(String, String)>,
    /// None of these.
    pub forbidden: Vec<String>,
    /// If given: beside the required ones none but these, with any value.
    pub allowed: Option<Vec<String>>,
}

/// What body a request should have.
#[derive(Clone, Debug)]
pub enum BodyRule {
    /// None at all.
    Empty,
    /// This JSON value, token by token.
    Json(Node),
    /// Whatever it is.
    Any,
}

/// Everything in which a request differs from what it should be.
pub fn compare_request(rule: &RequestRule, found: &CapturedRequest) -> Vec<RequestMismatch> {
    let mut out = Vec::new();
    if rule.method != found.method {
        out.push(RequestMismatch::Method {
            expected: rule.method.clone(),
            found: found.method.clone(),
        });
    }
    if rule.path != found.path {
        out.push(RequestMismatch::Path {
            expected: rule.path.clone(),
            found: found.path.clone(),
        });
    }
    rule.query.check(found.query.as_deref(), &mut out);
    headers(&rule.headers, found, &mut out);
    body(&rule.body, found, &mut out);
    leaks(&rule.secrets, found, &mut out);
    out.into_iter()
        .map(|mismatch| hide(&rule.secrets, mismatch))
        .collect()
}

fn headers(rule: &HeaderRule, found: &CapturedRequest, out: &mut Vec<RequestMismatch>) {
    for (name, expected) in &rule.required {
        let values: Vec<_> = found.header_values(name).collect();
        let (name, expected) = (name.to_ascii_lowercase(), expected.clone());
        match values[..] {
            [] => out.push(RequestMismatch::HeaderMissing { name, expected }),
            [value] if value == expected => {}
            [value] => out.push(RequestMismatch::HeaderValue {
                name,
                expected,
                found: value.to_owned(),
            }),
            _ => out.push(RequestMismatch::HeaderRepeated {
                name,
                times: values.len(),
            }),
        }
    }
    let is_in =
        |names: &[String], name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    for (name, value) in &found.headers {
        let required = rule
            .required
            .iter()
            .any(|(other, _)| other.eq_ignore_ascii_case(name));
        let surplus = rule
            .allowed
            .as_ref()
            .is_some_and(|allowed| !required && !is_in(allowed, name));
        if surplus || is_in(&rule.forbidden, name) {
            let (name, found) = (name.to_ascii_lowercase(), value.clone());
            out.push(RequestMismatch::HeaderUnexpected { name, found });
        }
    }
}

fn body(rule: &BodyRule, found: &CapturedRequest, out: &mut Vec<RequestMismatch>) {
    match rule {
        BodyRule::Any => {}
        BodyRule::Empty if found.body.is_empty() => {}
        BodyRule::Empty => {
            let start: String = String::from_utf8_lossy(&found.body)
                .chars()
                .take(200)
                .collect();
            out.push(RequestMismatch::BodyUnexpected { found: start });
        }
        BodyRule::Json(expected) if found.body.is_empty() => {
            out.push(RequestMismatch::BodyMissing {
                expected: expected.clone(),
            });
        }
        BodyRule::Json(expected) => match json::parse_bytes(&found.body) {
            Ok(node) => out.extend(
                compare(expected, &node)
                    .into_iter()
                    .map(RequestMismatch::Body),
            ),
            Err(error) => out.push(RequestMismatch::BodyUnreadable {
                problem: error.to_string(),
            }),
        },
    }
}

fn leaks(secrets: &[Secret], found: &CapturedRequest, out: &mut Vec<RequestMismatch>) {
    let parts = [
        ("path", found.path.as_bytes()),
        (
            "query",
            found.query.as_deref().unwrap_or_default().as_bytes(),
        ),
    ];
    let parts = parts.into_iter().chain([("body", found.body.as_slice())]);
    for (place, text) in parts {
        if secrets.iter().any(|secret| secret.is_in(text)) {
            out.push(RequestMismatch::SecretLeaked {
                place: place.to_owned(),
            });
        }
    }
    for (name, value) in &found.headers {
        let leaks = |secret: &Secret| {
            secret.is_in(name.as_bytes())
                || (!secret.may_stand_in(name) && secret.is_in(value.as_bytes()))
        };
        if secrets.iter().any(leaks) {
            out.push(RequestMismatch::SecretLeaked {
                place: format!("header {}", name.to_ascii_lowercase()),
            });
        }
    }
}

/// Takes the secrets out of a mismatch. A JSON value that holds one is replaced as a whole.
fn hide(secrets: &[Secret], mismatch: RequestMismatch) -> RequestMismatch {
    use RequestMismatch as R;
    let text = |text: String| Secret::hide(secrets, &text);
    match mismatch {
        R::Method { expected, found } => R::Method {
            expected,
            found: text(found),
        },
        R::Path { expected, found } => R::Path {
            expected: text(expected),
            found: text(found),
        },
        R::QueryMissing { name, expected } => R::QueryMissing {
            name,
            expected: text(expected),
        },
        R::QueryUnexpected { name, found } => R::QueryUnexpected {
            name: text(name),
            found: text(found),
        },
        R::QueryMalformed { found } => R::QueryMalformed { found: text(found) },
        R::HeaderMissing { name, expected } => R::HeaderMissing {
            name,
            expected: text(expected),
        },
        R::HeaderValue {
            name,
            expected,
            found,
        } => R::HeaderValue {
            name,
            expected: text(expected),
            found: text(found),
        },
        R::HeaderUnexpected { name, found } => R::HeaderUnexpected {
            name: text(name),
            found: text(found),
        },
        R::SecretLeaked { place } => R::SecretLeaked { place: text(place) },
        R::BodyMissing { expected } => R::BodyMissing {
            expected: hide_node(secrets, expected),
        },
        R::BodyUnexpected { found } => R::BodyUnexpected { found: text(found) },
        R::Body(mismatch) => R::Body(hide_body(secrets, mismatch)),
        same @ (R::HeaderRepeated { .. } | R::BodyUnreadable { .. }) => same,
    }
}

fn hide_body(secrets: &[Secret], mismatch: super::Mismatch) -> super::Mismatch {
    use super::Mismatch as M;
    let node = |node: Node| hide_node(secrets, node);
    match mismatch {
        M::Missing { at, expected } => M::Missing {
            at,
            expected: node(expected),
        },
        M::Unexpected { at, found } => M::Unexpected {
            at: at.hidden(secrets),
            found: node(found),
        },
        M::Kind {
            at,
            expected,
            found,
        } => M::Kind {
            at,
            expected: node(expected),
            found: node(found),
        },
        M::Value {
            at,
            expected,
            found,
        } => M::Value {
            at,
            expected: node(expected),
            found: node(found),
        },
        same @ M::Length { .. } => same,
    }
}

fn hide_node(secrets: &[Secret], node: Node) -> Node {
    let text = node.to_string();
    let shown = Secret::hide(secrets, &text);
    if shown == text {
        node
    } else {
        Node::String(shown.as_str().into())
    }
}

impl super::Pointer {
    fn hidden(&self, secrets: &[Secret]) -> Self {
        let plain = self.as_str().replace("~1", "/").replace("~0", "~");
        let shown = Secret::hide(secrets, &plain);
        if shown == plain {
            self.clone()
        } else {
            Self::root().step(&shown)
        }
    }
}
