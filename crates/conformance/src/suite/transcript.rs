//! An exchange for people to read: what went over the wire, and what the client made of the reply.

use std::fmt;

use crate::capture::CapturedRequest;
use crate::client::{Decoded, Outcome, Unbuildable};
use crate::json::{self, Node};

use super::scene::Scene;
use super::stage::{Call, TOKEN};

/// Headers that differ from run to run, or with the version of the client.
const LEFT_OUT: [&str; 4] = ["host", "user-agent", "content-length", "accept-encoding"];

/// An exchange as it went. Its text holds neither the token nor anything that differs from run to run.
#[derive(Debug)]
pub struct Transcript {
    /// The id of the case.
    pub id: String,
    arrived: Vec<CapturedRequest>,
    came: Result<Outcome, Unbuildable>,
    has_reply: bool,
}

impl Transcript {
    pub(super) fn of(scene: &Scene, call: Call) -> Self {
        Self {
            id: scene.id.clone(),
            arrived: call.arrived,
            came: call.came,
            has_reply: scene.reply.is_some(),
        }
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for request in &self.arrived {
            write_request(request, &mut text);
        }
        text.push('\n');
        match &self.came {
            Err(problem) => text.push_str(&format!("not sent: {problem}\n")),
            Ok(_) if !self.has_reply => text.push_str("no reply is documented\n"),
            Ok(outcome) => write_outcome(outcome, &mut text),
        }
        f.write_str(text.replace(TOKEN, "{token}").trim_end())
    }
}

fn write_request(request: &CapturedRequest, out: &mut String) {
    let query = request.query.as_ref().map(|query| format!("?{query}"));
    let (method, path) = (&request.method, &request.path);
    out.push_str(&format!("{method} {path}{}\n", query.unwrap_or_default()));
    let mut headers: Vec<_> = request.headers.iter().collect();
    headers.retain(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
    headers.sort();
    for (name, value) in headers {
        out.push_str(&format!("{name}: {value}\n"));
    }
    if request.body.is_empty() {
        return;
    }
    out.push('\n');
    match json::parse_bytes(&request.body) {
        Ok(body) => write_json(&body, 0, out),
        Err(_) => out.push_str(&String::from_utf8_lossy(&request.body)),
    }
    out.push('\n');
}

fn write_outcome(outcome: &Outcome, out: &mut String) {
    match &outcome.result {
        Err(error) => out.push_str(&format!("error: {error}\n")),
        Ok(replied) => {
            let count = replied.records.len();
            let list = if replied.is_list {
                format!(", a list of {count}")
            } else {
                String::new()
            };
            out.push_str(&format!("{}{list}\n", replied.status));
            for record in &replied.records {
                write_record(record, out);
            }
        }
    }
}

/// What the accessors say, one a line; properties that are not there are left out.
fn write_record(record: &Decoded, out: &mut String) {
    out.push_str(&format!("\n{}\n", record.schema));
    for said in &record.said {
        if let Some(text) = said.in_words() {
            out.push_str(&format!("  {}: {text}\n", said.wire));
        }
    }
    for key in &record.unknown {
        out.push_str(&format!("  unknown: {key}\n"));
    }
}

fn write_json(node: &Node, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth + 1);
    let end = "  ".repeat(depth);
    match node {
        Node::Array(items) if !items.is_empty() => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(&format!("{}\n{indent}", if index > 0 { "," } else { "" }));
                write_json(item, depth + 1, out);
            }
            out.push_str(&format!("\n{end}]"));
        }
        Node::Object(members) if !members.is_empty() => {
            out.push('{');
            for (index, (key, value)) in members.iter().enumerate() {
                let comma = if index > 0 { "," } else { "" };
                let key = Node::String(key.clone());
                out.push_str(&format!("{comma}\n{indent}{key}: "));
                write_json(value, depth + 1, out);
            }
            out.push_str(&format!("\n{end}}}"));
        }
        other => out.push_str(&other.to_string()),
    }
}
