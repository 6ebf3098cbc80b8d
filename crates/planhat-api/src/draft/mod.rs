//! What the caller sends: objects that hold what was set, and nothing else.

mod finite;
mod macros;
mod members;

use std::fmt;

use serde::ser::{Serialize, Serializer};

use crate::json::{Members as JsonMembers, Value, serialize_members, write_string};
use crate::value::{IntoTimestamp, Number};
pub(crate) use macros::draft;
use members::Members;

pub(crate) mod sealed {
    /// Only the types of this crate are request bodies.
    pub trait Sealed {}
}

/// A body of a create, an update or a bulk upsert.
pub trait Draft: sealed::Sealed + Clone + Serialize + fmt::Debug + Send + Sync + 'static {
    /// Appends the JSON text as it would be sent.
    #[doc(hidden)]
    fn write_json(&self, out: &mut String);

    /// The JSON text as it would be sent.
    fn to_json(&self) -> String {
        let mut json = String::new();
        self.write_json(&mut json);
        json
    }

    /// Whether everything that was set can be sent.
    ///
    /// # Errors
    /// With the first value that cannot.
    fn check(&self) -> Result<(), InvalidValue>;
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

/// The members set so far, encoded as they are set. What cannot be encoded is kept as a problem,
/// so that setters chain, and is reported before anything is sent.
#[derive(Clone, Default)]
pub(crate) struct Fields {
    members: Members,
    custom: Members,
    problem: Option<InvalidValue>,
}

impl Fields {
    pub(crate) fn string(&mut self, key: &'static str, text: &str) {
        self.members.set(key, |out| write_string(text, out));
    }

    pub(crate) fn strings<S: AsRef<str>>(
        &mut self,
        key: &'static str,
        texts: impl IntoIterator<Item = S>,
    ) {
        self.members.set(key, |out| {
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
            self.members.set(key, |out| out.push_str(number.as_str()));
        } else {
            self.refuse(InvalidValue::new(key, NOT_FINITE));
        }
    }

    pub(crate) fn boolean(&mut self, key: &'static str, value: bool) {
        self.members.set(key, |out| {
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
        self.members.set(key, |out| out.push_str("null"));
    }

    /// Any property, documented or not.
    pub(crate) fn property(&mut self, key: String, value: &impl Serialize) {
        match encode(&key, value) {
            Ok(json) => self.members.set(key, |out| out.push_str(&json)),
            Err(problem) => self.refuse(problem),
        }
    }

    pub(crate) fn custom(&mut self, label: String, value: &impl Serialize) {
        match encode(&format!("custom.{label}"), value) {
            Ok(json) => self.custom.set(label, |out| out.push_str(&json)),
            Err(problem) => self.refuse(problem),
        }
    }

    pub(crate) fn custom_from(&mut self, fields: &impl Serialize) {
        let json = match encode("custom", fields) {
            Ok(json) => json,
            Err(problem) => return self.refuse(problem),
        };
        if JsonMembers::new(&json).is_none() {
            return self.refuse(InvalidValue::new(
                "custom",
                "custom fields come from a struct or a map",
            ));
        }
        for (label, value) in Value::new(&json).members().into_iter().flatten() {
            if !value.is_null() {
                self.custom
                    .set(label.into_owned(), |out| out.push_str(value.as_json()));
            }
        }
    }

    /// The first problem stays: later ones are often its consequences.
    fn refuse(&mut self, problem: InvalidValue) {
        self.problem.get_or_insert(problem);
    }

    pub(crate) fn check(&self) -> Result<(), InvalidValue> {
        self.problem.clone().map_or(Ok(()), Err)
    }

    /// Appends the JSON text.
    pub(crate) fn write(&self, out: &mut String) {
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
    }

    pub(crate) fn to_json(&self) -> String {
        let mut json =
            String::with_capacity(self.members.as_str().len() + self.custom.as_str().len() + 16);
        self.write(&mut json);
        json
    }

    pub(crate) fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.check().map_err(serde::ser::Error::custom)?;
        serialize_members(&self.to_json(), serializer)
    }
}

/// The JSON text of a caller's value. Non-finite numbers are looked for first: `serde_json` would
/// write `null` for them, and a null can wipe what the server holds.
fn encode(property: &str, value: &impl Serialize) -> Result<String, InvalidValue> {
    if !finite::is_finite(value) {
        return Err(InvalidValue::new(property, NOT_FINITE));
    }
    serde_json::to_string(value)
        .map_err(|_| InvalidValue::new(property, "the value has no JSON form"))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
