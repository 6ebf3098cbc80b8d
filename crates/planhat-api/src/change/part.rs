//! Of a record, only what a body is held against.

use super::Edit;
use super::compare::{Comparison, Verdict};
use super::pairs::{Name, pairs};
use crate::draft::CUSTOM;
use crate::json::write_string;

/// The text of a record without what a body does not set, unless the body changes nothing: with it
/// [`changes`](super::changes) says the same, and it is about as long as the body.
pub(crate) fn changed_part<E: Edit>(body: &str, record: &str) -> Option<Box<str>> {
    use crate::record::Record as _;

    let mut pairs = pairs(body, record, E::SETTABLE, Comparison::Instant);
    pairs.retain(|pair| !pair.is_generated(E::SETTABLE, E::Record::PROPERTIES));
    if pairs.iter().all(|pair| pair.verdict == Verdict::Same) {
        return None;
    }
    let (mut own, mut custom) = (Object::default(), Object::default());
    for pair in &pairs {
        let Some(before) = pair.before else { continue };
        match &pair.name {
            Name::Property(name) => own.push(name, before.as_json()),
            Name::Custom(label) => custom.push(label, before.as_json()),
        }
    }
    own.push(CUSTOM, &custom.finish());
    Some(own.finish().into())
}

/// An object in the making.
#[derive(Default)]
struct Object(String);

impl Object {
    fn push(&mut self, key: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        write_string(key, &mut self.0);
        self.0.push(':');
        self.0.push_str(value);
    }

    fn finish(mut self) -> String {
        self.0.push_str(if self.0.is_empty() { "{}" } else { "}" });
        self.0
    }
}
