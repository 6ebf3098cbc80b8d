//! One line: does it survive?

use crate::compare::{Mismatch, Pointer, compare};
use crate::json::{self, Kind, Node};
use crate::spec::ObjectShape;

use super::Codec;

/// What became of a line.
#[derive(Debug)]
#[non_exhaustive]
pub enum Verdict {
    /// It came back as it was.
    Survived,
    /// Something of it did not.
    Lost(Vec<Loss>),
    /// It is no JSON, or not of the schema at all.
    Unreadable(String),
}

/// Something that did not survive.
#[derive(Debug)]
#[non_exhaustive]
pub enum Loss {
    /// The client does not decode it.
    Refused {
        /// Which record.
        at: Pointer,
        /// What the client says, which may quote values.
        message: String,
    },
    /// What the client encodes is no JSON.
    Broken {
        /// Which record.
        at: Pointer,
        /// Why not.
        problem: String,
    },
    /// What the client encodes differs.
    Differs {
        /// Which record.
        record: Pointer,
        /// The difference within it.
        mismatch: Mismatch,
    },
    /// The client treats a key that the spec names as unknown.
    Misfiled {
        /// The key.
        at: Pointer,
    },
}

/// A judged line.
#[derive(Debug)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// The records in the line.
    pub records: Vec<Node>,
    /// The line, encoded again; empty if the client refused a part of it.
    pub reencoded: Option<String>,
}

/// Decodes and encodes the line with the client and compares. A line holds a record, or a list of them as list replies do.
pub fn judge(codec: &dyn Codec, shape: &ObjectShape, line: &str) -> Judged {
    let unreadable = |problem: String| Judged {
        verdict: Verdict::Unreadable(problem),
        records: Vec::new(),
        reencoded: None,
    };
    let node = match json::parse(line) {
        Ok(node) => node,
        Err(error) => return unreadable(format!("column {}: {}", error.column, error.problem)),
    };
    let is_list = node.kind() == Kind::Array;
    let texts: Vec<&str> = match (is_list, json::items(line)) {
        (true, Ok(items)) => items.iter().map(|item| item.value).collect(),
        _ => vec![line],
    };
    let records = match node {
        Node::Array(records) => records,
        record => vec![record],
    };
    if let Some(other) = records.iter().find(|record| record.kind() != Kind::Object) {
        let (name, word) = (codec.name(), other.kind().word());
        return unreadable(format!("a {name} is an object, and here stands: {word}"));
    }
    let mut losses = Vec::new();
    let mut reencoded = Vec::new();
    for (index, (text, record)) in texts.into_iter().zip(&records).enumerate() {
        let at = if is_list {
            Pointer::root().index(index)
        } else {
            Pointer::root()
        };
        reencoded.extend(judge_record(codec, shape, (text, record), &at, &mut losses));
    }
    let whole = reencoded.len() == records.len();
    let joined = || {
        if is_list {
            format!("[{}]", reencoded.join(","))
        } else {
            reencoded.concat()
        }
    };
    let reencoded = whole.then(joined);
    let verdict = if losses.is_empty() {
        Verdict::Survived
    } else {
        Verdict::Lost(losses)
    };
    Judged {
        verdict,
        records,
        reencoded,
    }
}

fn judge_record(
    codec: &dyn Codec,
    shape: &ObjectShape,
    (text, record): (&str, &Node),
    at: &Pointer,
    losses: &mut Vec<Loss>,
) -> Option<String> {
    let encoded = match codec.reencode(text) {
        Ok(encoded) => encoded,
        Err(message) => {
            losses.push(Loss::Refused {
                at: at.clone(),
                message,
            });
            return None;
        }
    };
    match json::parse(&encoded) {
        Ok(found) => {
            let differ = |mismatch| Loss::Differs {
                record: at.clone(),
                mismatch,
            };
            losses.extend(compare(record, &found).into_iter().map(differ));
        }
        Err(error) => losses.push(Loss::Broken {
            at: at.clone(),
            problem: error.to_string(),
        }),
    }
    match codec.unknown(text) {
        Ok(unknown) => {
            let misfiled = unknown.iter().filter(|key| shape.property(key).is_some());
            losses.extend(misfiled.map(|key| Loss::Misfiled { at: at.step(key) }));
        }
        Err(message) => losses.push(Loss::Refused {
            at: at.clone(),
            message,
        }),
    }
    Some(encoded)
}
