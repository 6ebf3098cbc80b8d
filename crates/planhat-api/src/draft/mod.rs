//! What the caller sends: objects that hold what was set, and nothing else.

mod encode;
mod finite;
mod held;
mod key;
mod keyed;
mod labels;
mod macros;
mod members;
mod scalar;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::ser::{Serialize, Serializer};

use crate::id::{ObjectId, RecordRef};
use crate::json::{Members as JsonMembers, Value, serialize_members, write_string};
use crate::value::{IntoTimestamp, Number};
pub(crate) use encode::write_value;
use held::Held;
pub(crate) use key::{IDENTIFYING, Key, identifying, key};
pub(crate) use keyed::{Keyed, has_text};
use labels::Labels;
pub(crate) use macros::draft;
use members::{Members, Name};
pub(crate) use sealed::Content;

pub(crate) mod sealed {
    use std::borrow::Cow;
    use std::ops::Range;

    use super::InvalidValue;

    /// What a property is set to, as far as it decides how an item is matched.
    pub enum Content<'a> {
        Null,
        Text(Cow<'a, str>),
        Other,
    }

    /// Only the types of this crate are request bodies.
    pub trait Sealed {
        /// Appends the JSON text as it will be sent, or nothing if there is none. Tells of each of
        /// [`IDENTIFYING`](super::IDENTIFYING) that is set where in that text its value stands.
        fn write_noting(
            &self,
            out: &mut String,
            note: impl FnMut(usize, Range<usize>),
        ) -> Result<(), InvalidValue>;

        /// What a property is set to; none where it is not.
        fn content_of(&self, name: &str) -> Option<Content<'_>>;

        /// The labels of the custom fields that are set or cleared.
        fn custom_labels(&self) -> impl Iterator<Item = Cow<'_, str>>;
    }
}

/// A body of a create, an update or a bulk upsert.
pub trait Draft: sealed::Sealed + Clone + Serialize + fmt::Debug + Send + Sync + 'static {
    /// Appends the JSON text as it will be sent: many bodies into one text, without one for each.
    ///
    /// ```
    /// use planhat_api::{Draft, LicenseUpsert};
    ///
    /// let mut lines = String::new();
    /// for (source, mrr) in [("s-1", 120), ("s-2", 80)] {
    ///     LicenseUpsert::new().source_id(source).mrr(mrr).write_json(&mut lines)?;
    ///     lines.push('\n');
    /// }
    /// assert_eq!(lines, "{\"sourceId\":\"s-1\",\"mrr\":120}\n{\"sourceId\":\"s-2\",\"mrr\":80}\n");
    /// # Ok::<(), planhat_api::InvalidValue>(())
    /// ```
    ///
    /// # Errors
    /// With the first value that was set and cannot be sent; then nothing is appended.
    fn write_json(&self, out: &mut String) -> Result<(), InvalidValue>;

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

/// What is set so far. What cannot be sent is kept as a problem, so that setters chain, and is reported before
/// anything is sent.
#[derive(Clone, Default)]
pub(crate) struct Fields {
    members: Members,
    custom: Labels,
    problems: Vec<InvalidValue>,
}

/// The one property that is set member by member.
pub(crate) const CUSTOM: &str = "custom";

/// The label of a custom field that is named at the top level, as `custom.Tier` (documented).
pub(crate) fn label_of(name: &str) -> Option<&str> {
    name.strip_prefix(CUSTOM)?.strip_prefix('.')
}

impl Fields {
    pub(crate) fn text(&mut self, key: &'static Key, text: Cow<'static, str>) {
        self.set(key, text.into());
    }

    pub(crate) fn texts<S: AsRef<str>>(
        &mut self,
        key: &'static Key,
        texts: impl IntoIterator<Item = S>,
    ) {
        let mut json = String::from("[");
        for text in texts {
            if json.len() > 1 {
                json.push(',');
            }
            write_string(text.as_ref(), &mut json);
        }
        json.push(']');
        self.set(key, Held::Json(json));
    }

    pub(crate) fn object_id(&mut self, key: &'static Key, id: ObjectId) {
        self.set(key, id.into());
    }

    pub(crate) fn record_ref(&mut self, key: &'static Key, record: RecordRef) {
        self.set(key, record.into());
    }

    pub(crate) fn number(&mut self, key: &'static Key, number: Number<'static>) {
        match number.is_finite() {
            true => self.set(key, Held::Number(number)),
            false => self.refuse(InvalidValue::new(key.name(), NOT_FINITE)),
        }
    }

    pub(crate) fn integer(&mut self, key: &'static Key, integer: i64) {
        self.set(key, Held::Integer(integer));
    }

    pub(crate) fn boolean(&mut self, key: &'static Key, value: bool) {
        self.set(key, Held::Boolean(value));
    }

    pub(crate) fn timestamp(&mut self, key: &'static Key, timestamp: impl IntoTimestamp) {
        match timestamp.into_timestamp() {
            Ok(timestamp) => self.set(key, timestamp.into()),
            Err(error) => self.refuse(InvalidValue::new(key.name(), error)),
        }
    }

    pub(crate) fn clear(&mut self, key: &'static Key) {
        self.set(key, Held::Null);
    }

    /// Any property, documented or not.
    pub(crate) fn property(&mut self, name: String, value: &impl Serialize) {
        if name == CUSTOM {
            return self.refuse(InvalidValue::new(name, SET_BY_LABEL));
        }
        let mut json = String::new();
        match write_value(value, &mut json) {
            Ok(()) => {
                self.mend(&name);
                let name = Name::Other(name.into());
                self.members.set(name, Held::Json(json));
            }
            Err(reason) => self.refuse(InvalidValue::new(name, reason)),
        }
    }

    pub(crate) fn custom(&mut self, label: &str, value: &impl Serialize) {
        self.set_custom(label, |out| write_value(value, out));
    }

    pub(crate) fn custom_from(&mut self, fields: &impl Serialize) {
        let mut json = String::new();
        if let Err(reason) = write_value(fields, &mut json) {
            return self.refuse(InvalidValue::new(CUSTOM, reason));
        }
        if JsonMembers::new(&json).is_none() {
            return self.refuse(InvalidValue::new(CUSTOM, NO_FIELDS));
        }
        for (label, value) in Value::new(&json).members().into_iter().flatten() {
            if !value.is_null() {
                self.set_custom(&label, |out| {
                    out.push_str(value.as_json());
                    Ok(())
                });
            }
        }
    }

    // Within each setter, so that a value is made where it stays.
    #[inline(always)]
    fn set(&mut self, key: &'static Key, value: Held) {
        if !self.problems.is_empty() {
            self.mend(key.name());
        }
        self.members.set(Name::Known(key), value);
    }

    fn set_custom(
        &mut self,
        label: &str,
        write: impl FnOnce(&mut String) -> Result<(), &'static str>,
    ) {
        if !self.problems.is_empty() {
            let names_it = |problem: &InvalidValue| label_of(&problem.property) == Some(label);
            self.problems.retain(|problem| !names_it(problem));
        }
        if let Err(reason) = self.custom.set(label, write) {
            self.refuse(InvalidValue::new(format!("{CUSTOM}.{label}"), reason));
        }
    }

    /// What was wrong with an earlier value no longer matters.
    #[cold]
    fn mend(&mut self, name: &str) {
        self.problems.retain(|problem| problem.property != name);
    }

    fn refuse(&mut self, problem: InvalidValue) {
        self.problems.push(problem);
    }

    /// Appends the JSON text, or nothing if there is none. Tells of each of [`IDENTIFYING`] that is set where in that
    /// text its value stands.
    pub(crate) fn write_noting(
        &self,
        out: &mut String,
        note: impl FnMut(usize, Range<usize>),
    ) -> Result<(), InvalidValue> {
        if let Some(problem) = self.problems.first() {
            return Err(problem.clone());
        }
        /// What a member takes with its name.
        const BYTES: usize = 32;
        let start = out.len();
        out.reserve(self.members.len() * BYTES + self.custom.len() + BYTES);
        out.push('{');
        self.members.write(out, start, note);
        if !self.custom.is_empty() {
            key!("custom").write(self.members.len() == 0, out);
            self.custom.write(out);
        }
        out.push('}');
        Ok(())
    }

    pub(crate) fn to_json(&self) -> Result<String, InvalidValue> {
        let mut json = String::new();
        self.write_noting(&mut json, |_, _| {}).map(|()| json)
    }

    pub(crate) fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.to_json().map_err(serde::ser::Error::custom)?;
        serialize_members(&json, serializer)
    }

    /// What a property is set to, unless it is set member by member.
    pub(crate) fn content_of(&self, name: &str) -> Option<Content<'_>> {
        self.members.content_of(name)
    }

    /// The labels of the custom fields that are set, in either way there is.
    pub(crate) fn custom_labels(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let others = self.members.names().filter_map(label_of);
        self.custom.iter().chain(others.map(Cow::Borrowed))
    }

    /// The names of what is set, without the values.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let custom = (!self.custom.is_empty()).then_some(CUSTOM);
        self.members.names().chain(custom)
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
