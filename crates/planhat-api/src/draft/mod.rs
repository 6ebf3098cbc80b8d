//! What the caller sends: objects that hold what was set, and nothing else.

mod encode;
mod finite;
mod key;
mod keyed;
mod macros;
mod properties;
mod scalar;
mod section;

use std::borrow::Cow;
use std::fmt::{self, Formatter, Write as _};
use std::ops::Range;

use serde::ser::{Serialize, Serializer};

use crate::id::{ObjectId, RecordRef};
use crate::json::{Members, Value, has_lone_surrogate, serialize_members, unescape, write_string};
use crate::value::{IntoTimestamp, Number};
pub(crate) use encode::write_value;
pub(crate) use key::{IDENTIFYING, Key, identifying, key};
pub(crate) use keyed::{Keyed, has_text};
pub(crate) use macros::draft;
use properties::Properties;
use section::{Section, names};

pub(crate) mod sealed {
    use super::Fields;

    /// Only the types of this crate are request bodies.
    pub trait Sealed {
        /// What is set.
        fn as_fields(&self) -> &Fields;
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
    fn write_json(&self, out: &mut String) -> Result<(), InvalidValue> {
        self.as_fields().write_noting(out, &mut |_, _| {})
    }

    /// The JSON text as it will be sent.
    ///
    /// # Errors
    /// With the first value that was set and cannot be sent.
    fn to_json(&self) -> Result<String, InvalidValue> {
        self.as_fields().to_json()
    }
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

    /// Takes away what is wrong with a property that is set once more.
    pub(crate) fn forget(problems: &mut Vec<Self>, is_it: &dyn Fn(&str) -> bool) {
        problems.retain(|problem| !is_it(&problem.property));
    }

    /// The property or parameter, by its name on the wire.
    #[inline]
    pub fn property(&self) -> &str {
        &self.property
    }
}

const NOT_FINITE: &str =
    "JSON has no NaN and no infinity: set a finite number, leave it out, or clear it on purpose";

const SET_BY_LABEL: &str =
    "custom fields are set by their labels: use `custom`, `clear_custom` or `custom_from`";
const NO_FIELDS: &str = "custom fields come from a struct or a map";
const HALF_A_LABEL: &str = "a label has half of a surrogate pair, which no text has";

/// What is set so far, as JSON. What cannot be sent is kept as a problem, so that setters chain, and is reported before
/// anything is sent.
#[derive(Clone, Default)]
pub struct Fields {
    /// The properties, and behind them the custom fields, with a comma before each.
    text: String,
    /// How many bytes at the end of it are custom fields.
    custom_bytes: usize,
    properties: Properties,
    custom: Section,
    problems: Vec<InvalidValue>,
}

/// The one property that is set member by member.
pub(crate) const CUSTOM: &str = "custom";

/// The label of a custom field that is named at the top level, as `custom.Tier` (documented).
pub(crate) fn label_of(name: &str) -> Option<&str> {
    name.strip_prefix(CUSTOM)?.strip_prefix('.')
}

impl Fields {
    pub(crate) fn text(&mut self, key: &'static Key, text: &str) {
        self.set(key, |out| write_string(text, out));
    }

    pub(crate) fn texts<S: AsRef<str>>(
        &mut self,
        key: &'static Key,
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

    pub(crate) fn object_id(&mut self, key: &'static Key, id: ObjectId) {
        self.text(key, id.as_str());
    }

    pub(crate) fn record_ref(&mut self, key: &'static Key, record: RecordRef) {
        match record.object_id() {
            Some(id) => self.object_id(key, id),
            None => self.text(key, &record.to_string()),
        }
    }

    pub(crate) fn number(&mut self, key: &'static Key, number: Number<'_>) {
        match number.is_finite() {
            true => self.set(key, |out| out.push_str(number.as_str())),
            false => self.refuse(InvalidValue::new(key.name(), NOT_FINITE)),
        }
    }

    pub(crate) fn integer(&mut self, key: &'static Key, integer: i64) {
        self.set(key, |out| out.push_str(itoa::Buffer::new().format(integer)));
    }

    pub(crate) fn boolean(&mut self, key: &'static Key, value: bool) {
        self.set(key, |out| {
            out.push_str(if value { "true" } else { "false" })
        });
    }

    pub(crate) fn timestamp(&mut self, key: &'static Key, timestamp: impl IntoTimestamp) {
        match timestamp.into_timestamp() {
            Ok(timestamp) => self.text(key, &timestamp.to_wire()),
            Err(error) => self.refuse(InvalidValue::new(key.name(), error)),
        }
    }

    pub(crate) fn clear(&mut self, key: &'static Key) {
        self.set(key, |out| out.push_str("null"));
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
                self.with_properties(|properties, text| properties.set_other(text, &name, &json));
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
        let Some(members) = Members::new(&json) else {
            return self.refuse(InvalidValue::new(CUSTOM, NO_FIELDS));
        };
        self.mend(CUSTOM);
        for member in members.filter(|member| !Value::new(member.value).is_null()) {
            if has_lone_surrogate(member.key) {
                return self.refuse(InvalidValue::new(CUSTOM, HALF_A_LABEL));
            }
            self.set_custom(&unescape(member.key), |out| {
                out.push_str(member.value);
                Ok(())
            });
        }
    }

    #[inline(always)]
    fn set(&mut self, key: &'static Key, write: impl FnOnce(&mut String)) {
        if !self.problems.is_empty() {
            self.mend(key.name());
        }
        self.with_properties(|properties, text| properties.set(text, key, write));
    }

    /// Changes the properties while nothing stands behind them.
    #[inline(always)]
    fn with_properties(&mut self, change: impl FnOnce(&mut Properties, &mut String)) {
        if self.text.capacity() == 0 {
            self.make_room();
        }
        let custom = (self.custom_bytes > 0).then(|| self.text.split_off(self.custom_at()));
        change(&mut self.properties, &mut self.text);
        if let Some(custom) = custom {
            self.text.push_str(&custom);
        }
    }

    fn set_custom(
        &mut self,
        label: &str,
        write: impl FnOnce(&mut String) -> Result<(), &'static str>,
    ) {
        if !self.problems.is_empty() {
            let names_it = |property: &str| label_of(property) == Some(label);
            InvalidValue::forget(&mut self.problems, &names_it);
        }
        if self.text.capacity() == 0 {
            self.make_room();
        }
        let at = self.custom_at();
        let set = self.custom.set(&mut self.text, at, label, write);
        self.custom_bytes = self.text.len() - at;
        if let Err(reason) = set {
            self.refuse(InvalidValue::new(format!("{CUSTOM}.{label}"), reason));
        }
    }

    /// For what a body of the printed shape has.
    #[cold]
    fn make_room(&mut self) {
        const USUAL: usize = 480;
        self.text = String::with_capacity(USUAL);
    }

    fn custom_at(&self) -> usize {
        self.text.len() - self.custom_bytes
    }

    /// The text of the properties, and that of the custom fields.
    fn parts(&self) -> (&str, &str) {
        let parts = self.text.split_at_checked(self.custom_at());
        parts.unwrap_or_default()
    }

    /// What was wrong with an earlier value no longer matters.
    #[cold]
    fn mend(&mut self, name: &str) {
        InvalidValue::forget(&mut self.problems, &|property| property == name);
    }

    fn refuse(&mut self, problem: InvalidValue) {
        self.problems.push(problem);
    }

    /// Appends the JSON text, or nothing if there is none. Tells of each of [`IDENTIFYING`] that is set where in that
    /// text its value stands.
    pub(crate) fn write_noting(
        &self,
        out: &mut String,
        note: &mut dyn FnMut(usize, Range<usize>),
    ) -> Result<(), InvalidValue> {
        if let Some(problem) = self.problems.first() {
            return Err(problem.clone());
        }
        let (properties, custom) = self.parts();
        let key = key!("custom").text();
        let braces = 4;
        out.reserve(self.text.len() + key.len() + braces);
        // In place of the first comma, so that all stands as far behind it as in the text.
        out.push('{');
        out.push_str(properties.get(1..).unwrap_or_default());
        self.properties.note_identifying(note);
        if !custom.is_empty() {
            out.push_str(match properties.is_empty() {
                true => key.trim_start_matches(','),
                false => key,
            });
            out.push('{');
            out.push_str(custom.get(1..).unwrap_or_default());
            out.push('}');
        }
        out.push('}');
        Ok(())
    }

    pub(crate) fn to_json(&self) -> Result<String, InvalidValue> {
        let mut json = String::new();
        self.write_noting(&mut json, &mut |_, _| {}).map(|()| json)
    }

    pub(crate) fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.to_json().map_err(serde::ser::Error::custom)?;
        serialize_members(&json, serializer)
    }

    /// What a property is set to, unless it is set member by member.
    pub(crate) fn value_of(&self, name: &str) -> Option<Value<'_>> {
        self.properties.value_of(self.parts().0, name)
    }

    /// The labels of the custom fields that are set, in either way there is.
    pub(crate) fn custom_labels(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let (properties, custom) = self.parts();
        let others = names(properties).filter_map(|name| match name {
            Cow::Borrowed(name) => label_of(name).map(Cow::Borrowed),
            Cow::Owned(name) => label_of(&name).map(|label| Cow::Owned(label.to_owned())),
        });
        names(custom).chain(others)
    }

    /// The names of what is set, without the values.
    pub(crate) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let (properties, custom) = self.parts();
        let custom = (!custom.is_empty()).then_some(CUSTOM.into());
        names(properties).chain(custom)
    }

    /// The name of a body's type, and the names of what is set.
    pub(crate) fn fmt_names(&self, name: &str, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(name)?;
        formatter.write_char(' ')?;
        formatter.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests;
