//! The vendor's exchanges and the examples named `documented`, in both directions.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::difference::differences;
use crate::documented::{Exchange, Place};
use crate::lint::Problems;
use crate::lint::evidence::DOCUMENTED;
use crate::schema::Located;
use crate::source::pointer;
use crate::spec::{Kind, Operation, Spec, json};

pub(in crate::lint) fn exchanges(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let Some(documented) = spec.documented else {
        return;
    };
    let mut claimed = BTreeSet::new();
    for exchange in &documented.exchanges {
        let Some(operation) = spec.operation(&exchange.operation) else {
            problems.add(
                "/paths",
                format!(
                    "no operation `{}`, of which the vendor prints {} {} ({})",
                    exchange.operation, exchange.method, exchange.url, exchange.place
                ),
                "add the operation, or correct its operationId",
            );
            continue;
        };
        let mut check = Check {
            spec,
            operation,
            exchange,
            claimed: &mut claimed,
            problems,
        };
        check.address();
        check.headers();
        check.bodies();
    }
    for node in spec.of(Kind::Example) {
        if node.at.name() == DOCUMENTED && !claimed.contains(&node.at.pointer) {
            problems.at(
                &node.at,
                "an example named `documented` that no documented exchange holds",
                "correct or rename it, or transcribe the exchange into tests/documented",
            );
        }
    }
}

struct Check<'a, 'd, 'p> {
    spec: &'a Spec<'d>,
    operation: &'a Operation<'d>,
    exchange: &'a Exchange,
    claimed: &'a mut BTreeSet<String>,
    problems: &'a mut Problems<'p>,
}

impl Check<'_, '_, '_> {
    fn name(&self) -> String {
        self.operation.name()
    }

    fn address(&mut self) {
        let Exchange {
            place, method, url, ..
        } = self.exchange;
        let at_method = place.inner("/request/method");
        if !method.eq_ignore_ascii_case(self.operation.method) {
            let what = format!(
                "{} is a {}, documented is {method} ({at_method})",
                self.name(),
                self.operation.method.to_uppercase()
            );
            self.problems.at(
                &self.operation.at,
                what,
                format!("move it under `{}`", method.to_lowercase()),
            );
        }
        let at_url = place.inner("/request/url");
        let server =
            Located::new(self.spec.document, "/servers/0/url").and_then(|url| url.value.as_str());
        let server = server.unwrap_or_default();
        // Up to the slash behind the host.
        let host_ends = url
            .find("://")
            .and_then(|scheme| Some(scheme + 3 + url[scheme + 3..].find('/')?));
        let (host, rest) = url.split_at(host_ends.unwrap_or(url.len()));
        if host != server {
            let what = format!("the server `{server}` is not the documented `{host}` ({at_url})");
            self.problems
                .add("/servers/0/url", what, "write the documented host first");
        }
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        self.path(path, &at_url);
        self.query(query, &at_url);
    }

    fn path(&mut self, path: &str, place: &Place) {
        let template: Vec<&str> = self.operation.path.split('/').collect();
        let segments: Vec<&str> = path.split('/').collect();
        let parameter =
            |segment: &str| Some(segment.strip_prefix('{')?.strip_suffix('}')?.to_owned());
        let fits = template.len() == segments.len()
            && template
                .iter()
                .zip(&segments)
                .all(|(part, segment)| parameter(part).is_some() || part == segment);
        if !fits {
            let what = format!(
                "the path {} of {} does not fit the documented {path} ({place})",
                self.operation.path,
                self.name()
            );
            self.problems.add(
                &pointer::join("/paths", self.operation.path),
                what,
                "correct the path",
            );
            return;
        }
        for (part, segment) in template.iter().zip(&segments) {
            if let Some(name) = parameter(part) {
                self.parameter("path", &name, &decode(segment), place);
            }
        }
    }

    fn query(&mut self, query: &str, place: &Place) {
        let mut sent = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name);
            self.parameter("query", &name, &decode(value), place);
            sent.push(name);
        }
        for parameter in self.operation.parameters() {
            let name = parameter.text("name").unwrap_or_default();
            let shown = parameter
                .get("examples")
                .and_then(|examples| examples.get(DOCUMENTED));
            if let Some(shown) = shown
                && parameter.text("in") == Some("query")
                && !sent.iter().any(|sent| sent == name)
            {
                self.claimed.insert(shown.pointer.clone());
                let what = format!(
                    "the documented exchange of {} sends no `{name}` ({place})",
                    self.name()
                );
                self.problems.at(
                    &shown,
                    what,
                    "remove the example, or name it otherwise and mark it",
                );
            }
        }
    }

    fn parameter(&mut self, kind: &str, name: &str, text: &str, place: &Place) {
        let Some(parameter) = self.operation.parameter(kind, name) else {
            let what = format!(
                "{} has no {kind} parameter `{name}`, which the documented request sends ({place})",
                self.name()
            );
            self.problems.at(
                &self.operation.at,
                what,
                "add the parameter, or correct its name",
            );
            return;
        };
        let Some(shown) = self.example(&parameter) else {
            let what = format!(
                "the {kind} parameter `{name}` of {} lacks the documented example {text} ({place})",
                self.name()
            );
            self.problems
                .at(&parameter, what, "add it, named `documented`");
            return;
        };
        let found = match shown.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        if found != text {
            let what = format!(
                "the {kind} parameter `{name}` of {} is {found}, documented is {text} ({place})",
                self.name()
            );
            self.problems.at(&shown, what, format!("write {text}"));
        }
    }

    /// The value of the example named `documented` of this part, which is claimed by being looked at.
    fn example<'d>(&mut self, holder: &Located<'d>) -> Option<Located<'d>> {
        let example = holder.get("examples")?.get(DOCUMENTED)?;
        self.claimed.insert(example.pointer.clone());
        example.get("value")
    }

    fn headers(&mut self) {
        let place = self.exchange.place.inner("/request/headers");
        let sent = |name: &str| {
            let mut headers = self.exchange.headers.iter();
            headers
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_str())
        };
        let scheme = sent("authorization")
            .and_then(|value| value.split(' ').next())
            .map(str::to_lowercase);
        let schemes = self.spec.components("securitySchemes");
        if let Some(scheme) = scheme
            && !schemes
                .iter()
                .any(|(_, known)| known.text("scheme") == Some(&scheme))
        {
            let what = format!(
                "no security scheme `{scheme}`, which the documented request of {} uses ({place})",
                self.name()
            );
            self.problems.add(
                "/components/securitySchemes",
                what,
                "add it: type: http and that scheme",
            );
        }
        if let (Some(media), Some(_), Some(body)) = (
            sent("content-type"),
            &self.exchange.body,
            self.operation.body(),
        ) && body
            .get("content")
            .and_then(|content| content.get(media))
            .is_none()
        {
            let what = format!(
                "the body of {} is not {media}, as documented ({place})",
                self.name()
            );
            self.problems.at(&body, what, format!("write {media}"));
        }
    }

    fn bodies(&mut self) {
        let place = self.exchange.place.clone();
        let body = self.operation.body_content();
        self.compare(
            "request body",
            self.exchange.body.as_ref(),
            body,
            &place.inner("/request/body"),
        );
        let replies = self.operation.responses();
        let reply = replies
            .iter()
            .find(|(status, _)| *status == "200")
            .and_then(|(_, reply)| json(reply));
        self.compare(
            "reply",
            self.exchange.reply.as_ref(),
            reply,
            &place.inner("/reply/body"),
        );
    }

    fn compare(
        &mut self,
        what: &str,
        expected: Option<&Value>,
        holder: Option<Located<'_>>,
        place: &Place,
    ) {
        let found = holder.as_ref().and_then(|holder| self.example(holder));
        let at = holder.map_or_else(
            || self.operation.at.pointer.clone(),
            |holder| holder.pointer,
        );
        match (expected, found) {
            (None, None) => {}
            (Some(_), None) => {
                let what = format!(
                    "the documented {what} of {} is missing ({place})",
                    self.name()
                );
                self.problems
                    .add(&at, what, "add it as the example named `documented`");
            }
            (None, Some(found)) => {
                let what = format!(
                    "the documented exchange of {} has no {what} ({place})",
                    self.name()
                );
                self.problems.at(
                    &found,
                    what,
                    "remove the example, or name it otherwise and mark it",
                );
            }
            (Some(expected), Some(found)) => {
                for one in differences(expected, found.value) {
                    let here = if one.pointer.is_empty() {
                        "it"
                    } else {
                        one.pointer.as_str()
                    };
                    let told = match (one.expected, one.found) {
                        (Some(expected), Some(found)) => {
                            format!("{here} is {found}, documented is {expected}")
                        }
                        (Some(expected), None) => {
                            format!("{here} is missing, documented is {expected}")
                        }
                        (None, found) => format!(
                            "{here} is {}, which is not documented",
                            found.unwrap_or_default()
                        ),
                    };
                    let place = place.inner(&one.pointer);
                    let what = format!("in the {what} of {}, {told} ({place})", self.name());
                    self.problems.add(
                        &format!("{}{}", found.pointer, one.pointer),
                        what,
                        "write what is documented",
                    );
                }
            }
        }
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
