//! What is true of any record, made of any bytes.

use planhat_api::verb::{List, Verb};
use planhat_api::{Kind, License, Timestamp, Value};
use serde_json::value::RawValue;

use crate::client::{AccessorMismatch, Spoken};
use crate::compare::compare;
use crate::json::{self, Node, Problem, Text};

/// An input, and what others make of it.
pub struct Json<'a> {
    bytes: &'a [u8],
    /// The text of the one value that it is, if it is JSON.
    text: Option<&'a str>,
    /// The same as a tree, unless it is too deep for one.
    node: Option<Node>,
    /// What `serde_json` holds of it, if it can.
    value: Option<serde_json::Value>,
}

impl<'a> Json<'a> {
    /// Reads an input.
    pub fn new(bytes: &'a [u8]) -> Self {
        let text = serde_json::from_slice::<&RawValue>(bytes)
            .ok()
            .map(RawValue::get);
        let node = match json::parse_bytes(bytes) {
            Ok(node) => Some(node),
            Err(error) => {
                let too_deep = matches!(error.problem, Problem::TooDeep(_));
                assert!(
                    text.is_none() || too_deep,
                    "two readers do not agree: {error}"
                );
                None
            }
        };
        assert!(text.is_some() || node.is_none(), "two readers do not agree");
        Self {
            bytes,
            text: text.map(|text| text.trim_matches([' ', '\n', '\r', '\t'])),
            node,
            value: serde_json::from_slice(bytes)
                .ok()
                .filter(|_| !is_of_serde_json(bytes)),
        }
    }

    /// What is true of every question to a record's values.
    pub fn hold_values(&self) {
        if let (Ok(record), Some(node)) = (License::from_json(self.bytes), &self.node) {
            hold_values(&record, node);
        }
    }

    /// What is true of a page.
    pub fn hold_page(&self) {
        let page = List::<License>::decode(self.bytes);
        if let Err(error) = &page {
            let _ = (error.to_string(), error.path(), error.detail());
        }
        let (Some(text), Some(node)) = (self.text, &self.node) else {
            assert!(self.text.is_some() || page.is_err());
            return;
        };
        let objects = |items: &[Node]| items.iter().all(|item| matches!(item, Node::Object(_)));
        let is_page = matches!(node, Node::Array(items) if objects(items));
        assert_eq!(page.is_ok(), is_page, "{text}");
        for (record, item) in page.iter().flatten().zip(node.items()) {
            let found = json::parse(record.as_json()).expect("a record is JSON");
            assert_eq!(compare(item, &found), [""; 0], "{text}");
        }
        assert_eq!(
            page.map_or(0, |page| page.len()),
            if is_page { node.items().len() } else { 0 }
        );
    }
}

/// Whether names stand there by which `serde_json` hands its own parts around: a tree of its values is not to be trusted
/// with them.
fn is_of_serde_json(bytes: &[u8]) -> bool {
    const NAMES: &[u8] = b"::private::";
    bytes.windows(NAMES.len()).any(|window| window == NAMES)
}

/// What is true of each value of a record, for one type: all look values up in one way.
fn hold_values(record: &License, node: &Node) {
    let lookups = node.members().iter().filter_map(|(key, _)| key.as_str());
    for key in lookups {
        let found = record.get(key).expect("a key that is there is found");
        hold_value(found, node.get(key).expect("a key that is there is found"));
    }
    for absent in ["", "mrr", "no such key"] {
        assert_eq!(record.get(absent).is_some(), node.get(absent).is_some());
    }
}

/// What is true of a record of type `T`.
pub fn hold<T: Spoken>(json: &Json<'_>) {
    let read = T::from_json(json.bytes);
    let by_serde: Result<T, _> = serde_json::from_slice(json.bytes);
    let object = json.text.filter(|text| text.starts_with('{'));
    assert_eq!(read.is_ok(), object.is_some(), "{}", T::NAME);
    assert_eq!(by_serde.is_ok(), object.is_some(), "{} by serde", T::NAME);
    let (record, text) = match (read, object) {
        (Ok(record), Some(text)) => (record, text),
        (Err(error), _) => {
            let _ = (error.to_string(), error.path(), error.detail());
            return;
        }
        (Ok(_), None) => return,
    };
    assert_eq!(record.as_json(), text);
    assert_eq!(by_serde.expect("read by serde").as_json(), text);
    assert!(record == record.clone(), "{text} is itself");
    let _ = format!("{record:?}");
    if let Some(node) = &json.node {
        hold_tree(&record, node);
        hold_encoded(&record, node, text);
    }
    if let Some(value) = &json.value {
        hold_in_buffers(&record, value);
    }
}

/// Accessors and lookups say what the tree says.
fn hold_tree<T: Spoken>(record: &T, node: &Node) {
    for said in record.said() {
        let value = node.get(said.wire);
        let wrong: Vec<AccessorMismatch> = said.check(node);
        assert!(
            wrong.is_empty() || reads_otherwise(value),
            "{wrong:?} of {}",
            record.as_json()
        );
    }
    let unknown = record.unknown_keys();
    let expected: Vec<_> = node
        .members()
        .iter()
        .filter(|(key, _)| !is_known::<T>(key))
        .collect();
    assert_eq!(unknown.len(), expected.len(), "{}", record.as_json());
    for (found, (expected, _)) in unknown.iter().zip(expected) {
        assert!(is_key(found, expected), "{found:?} for {expected}");
    }
}

fn is_known<T: Spoken>(key: &Text) -> bool {
    key.as_str().is_some_and(|key| T::PROPERTIES.contains(&key))
}

/// A key as it is handed out: half of a surrogate pair as U+FFFD.
fn is_key(handed_out: &str, key: &Text) -> bool {
    match key.as_str() {
        Some(key) => handed_out == key,
        None => handed_out.contains(char::REPLACEMENT_CHARACTER),
    }
}

/// Whether a date crate and the client differ in whether this is an instant: each knows forms that the other does not.
/// Where both read one, it has to be the same.
fn reads_otherwise(value: Option<&Node>) -> bool {
    let texts = value.map_or(&[][..], |value| match value {
        Node::Array(items) => items,
        other => std::slice::from_ref(other),
    });
    let mut texts = texts.iter().filter_map(Node::as_str);
    texts.any(|text| text.parse::<Timestamp>().is_ok() != text.parse::<jiff::Timestamp>().is_ok())
}

/// Any way of writing a record gives the JSON that it was read from.
fn hold_encoded<T: Spoken>(record: &T, node: &Node, text: &str) {
    let half_a_key = node.members().iter().any(|(key, _)| key.as_str().is_none());
    let written = [
        (serde_json::to_string(record), text.contains(['\n', '\r'])),
        (serde_json::to_string_pretty(record), true),
    ];
    for (written, anew) in written {
        let Ok(written) = written else {
            assert!(half_a_key && anew, "{text} cannot be written");
            continue;
        };
        let found = json::parse(&written).expect("what was written is JSON");
        assert_eq!(compare(node, &found), [""; 0], "{text}");
    }
}

/// In serde's own buffers a record is what `serde_json` makes of it.
fn hold_in_buffers<T: Spoken>(record: &T, value: &serde_json::Value) {
    let buffered = serde_json::to_value(record).expect("what can be held is held");
    assert_eq!(buffered, *value);
    let back: T = serde_json::from_value(buffered).expect("a record comes out as it went in");
    let back: serde_json::Value = serde_json::from_str(back.as_json()).expect("a record is JSON");
    assert_eq!(back, *value);
}

/// Every question to a value has the answer that the tree has.
fn hold_value(value: Value<'_>, node: &Node) {
    assert_eq!(value.as_bool(), node.as_bool());
    assert_eq!(
        value.as_number().map(|number| number.as_str().to_owned()),
        node.as_number().map(str::to_owned)
    );
    assert_eq!(value.as_str().as_deref(), node.as_str());
    let kind = match node {
        Node::Null => Kind::Null,
        Node::Bool(_) => Kind::Boolean,
        Node::Number(_) => Kind::Number,
        Node::String(_) => Kind::String,
        Node::Array(_) => Kind::Array,
        Node::Object(_) => Kind::Object,
    };
    assert_eq!(value.kind(), kind);
    let items: Vec<_> = value.elements().into_iter().flatten().collect();
    assert_eq!(items.len(), node.items().len());
    items
        .into_iter()
        .zip(node.items())
        .for_each(|(value, node)| hold_value(value, node));
    let members: Vec<_> = value.members().into_iter().flatten().collect();
    assert_eq!(members.len(), node.members().len());
    for ((key, value), (name, node)) in members.into_iter().zip(node.members()) {
        assert!(is_key(&key, name), "{key:?} for {name}");
        hold_value(value, node);
    }
}
