//! What the caller sends: objects that hold what was set, and nothing else.

mod finite;
mod keyed;
mod macros;
mod members;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::ser::{Serialize, Serializer};

use crate::json::{Members as JsonMembers, Value, serialize_members, write_string};
use crate::value::{IntoTimestamp, Number};
pub(crate) use keyed::{Keyed, has_text};
pub(crate) use macros::draft;
use members::Members;

pub(crate) mod sealed {
    use std::ops::Range;

    use super::InvalidValue;

    /// Only the types of this crate are request bodies.
    pub trait Sealed {
        /// Appends the JSON text as it will be sent, or nothing if there is none.
        fn write_json(&self, out: &mut String) -> Result<(), InvalidValue>;

        /// The JSON text that is set for a key of the body; none where nothing is.
        fn value_of(&self, key: &str) -> Option<&str>;

        /// Where the text of a property stands in the body's.
        fn place_of(&self, key: &str) -> Option<Range<usize>>;

        /// The labels of the custom fields that are set or cleared.
        fn custom_labels(&self) -> impl Iterator<Item = &str>;
    }
}

/// A body of a create, an update or a bulk upsert.
pub trait Draft: sealed::Sealed + Clone + Serialize + fmt::Debug + Send + Sync + 'static {
    /// The JSON text as it will be sent.
    ///
    /// # Errors
    /// With the first value that was set and cannot be sent.
    fn to_json(&self) -> Result<String, InvalidValue>;
}

/// A value that cannot be sent: where it was set, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{property}`: {reason}")]
pub struct InvalidValue {
    property: String,
    reason: String,
}

impl InvalidValue {
    pub(crate) fn new(property: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self {
            property: property.into(),
            reason: reason.to_string(),
        }
    }

    /// The same problem in one of many items.
    pub(crate) fn of_item(mut self, position: usize) -> Self {
        self.property.insert_str(0, &format!("[{position}]."));
        self
    }

    /// The property or parameter, by its name on the wire.
    pub fn property(&self) -> &str {
        &self.property
    }
}

const NOT_FINITE: &str =
    "JSON has no NaN and no infinity: set a finite number, leave it out, or clear it on purpose";

const SET_BY_LABEL: &str =
    "custom fields are set by their labels: use `custom`, `clear_custom` or `custom_from`";
const NO_FIELDS: &str = "custom fields come from a struct or a map";

/// The members set so far, encoded as they are set. What cannot be encoded is kept as a problem,
/// so that setters chain, and is reported before anything is sent.
#[derive(Clone, Default)]
pub(crate) struct Fields {
    members: Members,
    custom: Members,
    problems: Vec<InvalidValue>,
}

/// The one property that is set member by member.
pub(crate) const CUSTOM: &str = "custom";

/// The label of a custom field that is named at the top level, as `custom.Tier` (documented).
pub(crate) fn label_of(name: &str) -> Option<&str> {
    name.strip_prefix(CUSTOM)?.strip_prefix('.')
}

impl Fields {
    pub(crate) fn string(&mut self, key: &'static str, text: &str) {
        self.set(key, |out| write_string(text, out));
    }

    pub(crate) fn strings<S: AsRef<str>>(
        &mut self,
        key: &'static str,
        texts: impl IntoIterator<Item = S>,
    ) {
        self.set(key, |out| {
            out.push('[');
            for (position, text) in texts.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write_string(text.as_ref(), out);
            }
            out.push(']');
        });
    }

    pub(crate) fn number(&mut self, key: &'static str, number: Number<'_>) {
        if number.is_finite() {
            self.set(key, |out| out.push_str(number.as_str()));
        } else {
            self.refuse(InvalidValue::new(key, NOT_FINITE));
        }
    }

    pub(crate) fn boolean(&mut self, key: &'static str, value: bool) {
        self.set(key, |out| {
            out.push_str(if value { "true" } else { "false" })
        });
    }

    pub(crate) fn timestamp(&mut self, key: &'static str, timestamp: impl IntoTimestamp) {
        match timestamp.into_timestamp() {
            Ok(timestamp) => self.string(key, &timestamp.to_wire()),
            Err(error) => self.refuse(InvalidValue::new(key, error)),
        }
    }

    pub(crate) fn clear(&mut self, key: &'static str) {
        self.set(key, |out| out.push_str("null"));
    }

    /// Any property, documented or not.
    pub(crate) fn property(&mut self, key: String, value: &impl Serialize) {
        if key == CUSTOM {
            return self.refuse(InvalidValue::new(key, SET_BY_LABEL));
        }
        match encode(value) {
            Ok(json) => self.set(key, |out| out.push_str(&json)),
            Err(reason) => self.refuse(InvalidValue::new(key, reason)),
        }
    }

    pub(crate) fn custom(&mut self, label: String, value: &impl Serialize) {
        match encode(value) {
            Ok(json) => self.set_custom(label, &json),
            Err(reason) => self.refuse(InvalidValue::new(format!("{CUSTOM}.{label}"), reason)),
        }
    }

    pub(crate) fn custom_from(&mut self, fields: &impl Serialize) {
        let json = match encode(fields) {
            Ok(json) => json,
            Err(reason) => return self.refuse(InvalidValue::new(CUSTOM, reason)),
        };
        if JsonMembers::new(&json).is_none() {
            return self.refuse(InvalidValue::new(CUSTOM, NO_FIELDS));
        }
        for (label, value) in Value::new(&json).members().into_iter().flatten() {
            if !value.is_null() {
                self.set_custom(label.into_owned(), value.as_json());
            }
        }
    }

    /// Sets a member; what was wrong with an earlier value of it no longer matters.
    fn set(&mut self, key: impl Into<Cow<'static, str>>, write: impl FnOnce(&mut String)) {
        let key = key.into();
        if !self.members.has_room() {
            // What a body of the printed shape sets.
            self.members = Members::with_room_for(12);
        }
        self.problems.retain(|problem| problem.property != key);
        self.members.set(key, write);
    }

    fn set_custom(&mut self, label: String, json: &str) {
        self.problems
            .retain(|problem| problem.property.strip_prefix("custom.") != Some(&label));
        self.custom.set(label, |out| out.push_str(json));
    }

    fn refuse(&mut self, problem: InvalidValue) {
        self.problems.push(problem);
    }

    /// Appends the JSON text, or nothing if there is none.
    pub(crate) fn write_json(&self, out: &mut String) -> Result<(), InvalidValue> {
        if let Some(problem) = self.problems.first() {
            return Err(problem.clone());
        }
        out.reserve(self.members.as_str().len() + self.custom.as_str().len() + 16);
        out.push('{');
        out.push_str(self.members.as_str());
        if !self.custom.is_empty() {
            if !self.members.is_empty() {
                out.push(',');
            }
            out.push_str("\"custom\":{");
            out.push_str(self.custom.as_str());
            out.push('}');
        }
        out.push('}');
        Ok(())
    }

    pub(crate) fn to_json(&self) -> Result<String, InvalidValue> {
        let mut json = String::new();
        self.write_json(&mut json).map(|()| json)
    }

    pub(crate) fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.to_json().map_err(serde::ser::Error::custom)?;
        serialize_members(&json, serializer)
    }

    /// The JSON text that is set for a key: of custom fields, which are set one by one, that of
    /// all of them without the braces.
    pub(crate) fn value_of(&self, key: &str) -> Option<&str> {
        if key == CUSTOM {
            return (!self.custom.is_empty()).then(|| self.custom.as_str());
        }
        self.members.value_of(key)
    }

    /// Where the text of a property stands in [`write_json`](Self::write_json)'s: those that are set member by
    /// member have no place.
    pub(crate) fn place_of(&self, key: &str) -> Option<Range<usize>> {
        let place = self.members.place_of(key)?;
        let brace = "{".len();
        Some(brace + place.start..brace + place.end)
    }

    /// The labels of the custom fields that are set, in either way there is.
    pub(crate) fn custom_labels(&self) -> impl Iterator<Item = &str> {
        self.custom
            .keys()
            .chain(self.members.keys().filter_map(label_of))
    }

    /// The names of what is set, without the values.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let custom = (!self.custom.is_empty()).then_some(CUSTOM);
        self.members.keys().chain(custom)
    }
}

/// The JSON text of a caller's value. Non-finite numbers are looked for first: `serde_json` would
/// write `null` for them, and a null can wipe what the server holds.
pub(crate) fn encode(value: &impl Serialize) -> Result<String, &'static str> {
    if !finite::is_finite(value) {
        return Err(NOT_FINITE);
    }
    serde_json::to_string(value).map_err(|_| "the value has no JSON form")
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
