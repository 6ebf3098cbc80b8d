//! What the typed accessors say, held against the JSON that they read.

use planhat_api::{Custom, Field, Number, ObjectId, RecordRef, Timestamp, Value};

use super::documented::{self, Documented};
use crate::compare::compare;
use crate::json::{self, Node, Text};

/// What the two accessors of a property say.
#[derive(Debug, Clone)]
pub struct Said {
    /// The property on the wire.
    pub wire: &'static str,
    documented: Documented,
    value: Option<Utterance>,
    field: Option<State>,
}

/// A value as an accessor says it.
#[derive(Debug, Clone)]
struct Utterance {
    json: String,
    instant: Option<i128>,
}

/// What a field accessor says.
#[derive(Debug, Clone)]
enum State {
    Absent,
    Null,
    Value(Utterance),
    Other(String),
    Unheard,
}

/// A value that an accessor can give, said as JSON.
pub trait Say {
    /// The value as JSON text.
    fn say(&self) -> String;

    /// The instant it names, in nanoseconds since 1970.
    fn instant(&self) -> Option<i128> {
        None
    }
}

impl Say for &str {
    fn say(&self) -> String {
        Node::String(Text::from(*self)).to_string()
    }
}

impl Say for String {
    fn say(&self) -> String {
        self.as_str().say()
    }
}

impl Say for Timestamp {
    fn say(&self) -> String {
        self.as_str().say()
    }

    fn instant(&self) -> Option<i128> {
        Some(i128::from(self.unix_seconds()) * 1_000_000_000 + i128::from(self.subsec_nanos()))
    }
}

impl Say for ObjectId {
    fn say(&self) -> String {
        self.as_str().say()
    }
}

impl Say for RecordRef {
    fn say(&self) -> String {
        self.to_string().say()
    }
}

impl Say for f64 {
    fn say(&self) -> String {
        format!("{self:?}")
    }
}

impl Say for i64 {
    fn say(&self) -> String {
        self.to_string()
    }
}

impl Say for bool {
    fn say(&self) -> String {
        self.to_string()
    }
}

impl Say for Number<'_> {
    fn say(&self) -> String {
        self.as_str().to_owned()
    }
}

impl Say for Value<'_> {
    fn say(&self) -> String {
        self.as_json().to_owned()
    }
}

impl Say for Custom<'_> {
    fn say(&self) -> String {
        self.as_value().say()
    }
}

impl<T: Say> Say for Vec<T> {
    fn say(&self) -> String {
        let items: Vec<String> = self.iter().map(Say::say).collect();
        format!("[{}]", items.join(","))
    }
}

impl Utterance {
    fn of(value: &impl Say) -> Self {
        Self {
            json: value.say(),
            instant: value.instant(),
        }
    }
}

impl Utterance {
    fn words(&self) -> String {
        with_instant(compact(&self.json), self.instant)
    }
}

impl State {
    fn words(&self) -> String {
        match self {
            Self::Absent => "nothing".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Value(said) => said.words(),
            Self::Other(raw) => format!("{} (of another type than documented)", compact(raw)),
            Self::Unheard => "a state that is not known here".to_owned(),
        }
    }
}

/// A text with the instant that it is taken for.
fn with_instant(text: String, instant: Option<i128>) -> String {
    match instant {
        Some(nanoseconds) => format!("{text} ({nanoseconds} ns since 1970)"),
        None => text,
    }
}

/// The JSON without white space between its tokens.
fn compact(json: &str) -> String {
    json::parse(json).map_or_else(|_| json.to_owned(), |node| node.to_string())
}

/// An accessor says something else than the JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessorMismatch {
    /// The property.
    pub wire: &'static str,
    /// The accessor: the plain one, or the one for the whole field.
    pub accessor: &'static str,
    /// What the JSON says.
    pub expected: String,
    /// What the accessor says.
    pub found: String,
}

impl Said {
    /// What the plain accessor and the field accessor say.
    pub fn new<'a, V: Say, F: Say>(
        wire: &'static str,
        documented: Documented,
        value: Option<V>,
        field: Field<'a, F>,
    ) -> Self {
        let field = match field {
            Field::Absent => State::Absent,
            Field::Null => State::Null,
            Field::Value(value) => State::Value(Utterance::of(&value)),
            Field::Other(raw) => State::Other(raw.as_json().to_owned()),
            _ => State::Unheard,
        };
        Self {
            wire,
            documented,
            value: value.as_ref().map(Utterance::of),
            field: Some(field),
        }
    }

    /// What the only accessor of a property of any type says.
    pub fn json(wire: &'static str, value: Option<Value<'_>>) -> Self {
        let value = value.as_ref().map(Utterance::of);
        Self {
            wire,
            documented: Documented::Json,
            value,
            field: None,
        }
    }

    /// What they say, for people: nothing of a property that is not there.
    pub fn in_words(&self) -> Option<String> {
        match &self.field {
            Some(State::Absent) => None,
            Some(State::Value(said)) => Some(compact(&said.json)),
            Some(other) => Some(other.words()),
            None => self.value.as_ref().map(|said| compact(&said.json)),
        }
    }

    /// Whatever the accessors say of the record that differs from what its JSON says.
    pub fn check(&self, record: &Node) -> Vec<AccessorMismatch> {
        let node = record.get(self.wire);
        let fits = node.filter(|node| {
            let null = matches!(node, Node::Null) && self.documented != Documented::Json;
            !null && self.documented.fits(node)
        });
        let mut out = Vec::new();
        let same = match (fits, &self.value) {
            (None, None) => true,
            (Some(node), Some(said)) => self.same(node, said),
            _ => false,
        };
        if !same {
            let found = self.value.as_ref().map(Utterance::words);
            out.push(self.mismatch("value", fits, found));
        }
        let Some(state) = &self.field else { return out };
        let same = match (node, fits, state) {
            (None, _, State::Absent) | (Some(Node::Null), _, State::Null) => true,
            (_, Some(node), State::Value(said)) => self.same(node, said),
            (Some(node), None, State::Other(raw)) if !matches!(node, Node::Null) => {
                token_equal(node, raw)
            }
            _ => false,
        };
        if !same {
            out.push(self.mismatch("field", node, Some(state.words())));
        }
        out
    }

    fn mismatch(
        &self,
        accessor: &'static str,
        expected: Option<&Node>,
        found: Option<String>,
    ) -> AccessorMismatch {
        let expected = expected.map(|node| {
            let instant = node.as_str().and_then(documented::instant);
            let instant = instant.filter(|_| self.documented == Documented::Timestamp);
            with_instant(node.to_string(), instant)
        });
        let or_nothing = |words: Option<String>| words.unwrap_or_else(|| "nothing".to_owned());
        AccessorMismatch {
            wire: self.wire,
            accessor,
            expected: or_nothing(expected),
            found: or_nothing(found),
        }
    }

    fn same(&self, node: &Node, said: &Utterance) -> bool {
        let number = node.as_number().zip(json::parse(&said.json).ok());
        match (self.documented, number) {
            (Documented::Number, Some((expected, Node::Number(found)))) => {
                expected == found
                    || documented::double(expected).to_bits()
                        == documented::double(&found).to_bits()
            }
            (Documented::Integer, Some((expected, Node::Number(found)))) => {
                expected == found || documented::integer(expected) == documented::integer(&found)
            }
            (Documented::Timestamp, _) => {
                let instant = node.as_str().and_then(documented::instant);
                token_equal(node, &said.json) && instant == said.instant
            }
            _ => token_equal(node, &said.json),
        }
    }
}

fn token_equal(node: &Node, json: &str) -> bool {
    json::parse(json).is_ok_and(|found| compare(node, &found).is_empty())
}
