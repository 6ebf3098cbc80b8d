//! Reading an exchange.

use super::fields::Fields;
use super::problem::Problem;
use super::{Exchange, Location, Reply, Request};

/// The verbs that an exchange can be of, in the order of reports.
pub const EXCHANGE_VERBS: [&str; 6] = ["create", "update", "get", "list", "delete", "bulk_upsert"];

/// What the ids of an operation's cases start with: `license.bulk_upsert` for `license_bulk_upsert`.
pub fn case_prefix(operation: &str) -> String {
    let parted = EXCHANGE_VERBS.iter().find_map(|verb| {
        let resource = operation.strip_suffix(verb)?.strip_suffix('_')?;
        Some(format!("{resource}.{verb}"))
    });
    parted.unwrap_or_else(|| operation.to_owned())
}

pub(super) fn read(fields: &Fields<'_>, folder: &str, verb: &str) -> Exchange {
    let exchange = Exchange {
        id: in_place(fields, "id", format!("{folder}.{verb}.documented")),
        operation: in_place(fields, "operation", format!("{folder}_{verb}")),
        source: fields.source(),
        at: fields.at(),
        request: request(fields),
        reply: reply(fields),
    };
    fields.nothing_else();
    exchange
}

fn in_place(fields: &Fields<'_>, key: &str, wanted: String) -> String {
    let found = fields.text(key);
    if found != wanted && !found.is_empty() {
        let at = fields.at_key(key);
        fields.problem(Problem::Place {
            at,
            key: key.to_owned(),
            found: found.clone(),
            wanted,
        });
    }
    found
}

fn request(fields: &Fields<'_>) -> Request {
    let Some(request) = fields.object("request") else {
        let at = Location {
            file: String::new(),
            line: 0,
        };
        return Request {
            at,
            method: String::new(),
            url: String::new(),
            headers: Vec::new(),
            body: None,
        };
    };
    let headers = request.object("headers");
    let headers = headers.iter().flat_map(|headers| {
        let names = headers.others();
        names
            .into_iter()
            .map(|(name, _)| (name.clone(), headers.text(&name)))
            .collect::<Vec<_>>()
    });
    let read = Request {
        at: request.at(),
        method: request.text("method"),
        url: request.text("url"),
        headers: headers.collect(),
        body: request.body("body"),
    };
    request.nothing_else();
    read
}

fn reply(fields: &Fields<'_>) -> Option<Reply> {
    if fields.raw("reply").is_some_and(|(text, _)| text == "null") {
        return None;
    }
    let reply = fields.object("reply")?;
    let body = reply.body("body");
    reply.nothing_else();
    if body.is_none() {
        reply.problem(Problem::Missing {
            at: reply.at(),
            key: "body".to_owned(),
        });
    }
    body.map(|body| Reply {
        at: reply.at(),
        body,
    })
}
