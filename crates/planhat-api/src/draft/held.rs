//! Values as they were set.

use std::borrow::Cow;

use super::sealed::Content;
use crate::id::{ObjectId, RecordRef};
use crate::json::{Kind, Value, write_string};
use crate::value::{Number, Short, Timestamp};

/// A value that can be sent.
#[derive(Clone)]
pub(crate) enum Held {
    Null,
    Boolean(bool),
    Text(Cow<'static, str>),
    Short(Short),
    Number(Number<'static>),
    Integer(i64),
    /// The JSON text of anything.
    Json(String),
}

impl Held {
    /// Appends the value as JSON.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Boolean(true) => out.push_str("true"),
            Self::Boolean(false) => out.push_str("false"),
            Self::Text(text) => write_string(text, out),
            Self::Short(text) => write_string(text.as_str(), out),
            Self::Number(number) => out.push_str(number.as_str()),
            Self::Integer(integer) => out.push_str(itoa::Buffer::new().format(*integer)),
            Self::Json(json) => out.push_str(json),
        }
    }

    pub(super) fn content(&self) -> Content<'_> {
        match self {
            Self::Null => Content::Null,
            Self::Text(text) => Content::Text(Cow::Borrowed(text)),
            Self::Short(text) => Content::Text(Cow::Borrowed(text.as_str())),
            Self::Boolean(_) | Self::Number(_) | Self::Integer(_) => Content::Other,
            Self::Json(json) => {
                let value = Value::new(json);
                match (value.as_str(), value.kind()) {
                    (Some(text), _) => Content::Text(text),
                    (None, Kind::Null) => Content::Null,
                    (None, _) => Content::Other,
                }
            }
        }
    }
}

/// Texts of others are copied where they are short, and their memory is free before the next value is set.
impl From<Cow<'static, str>> for Held {
    #[inline]
    fn from(text: Cow<'static, str>) -> Self {
        let short = match &text {
            Cow::Owned(text) => Short::new(text),
            Cow::Borrowed(_) => None,
        };
        short.map_or(Self::Text(text), Self::Short)
    }
}

impl From<ObjectId> for Held {
    fn from(id: ObjectId) -> Self {
        let text = id.as_str();
        Short::new(text).map_or_else(|| Self::Text(text.to_owned().into()), Self::Short)
    }
}

impl From<RecordRef> for Held {
    fn from(record: RecordRef) -> Self {
        match record.object_id() {
            Some(id) => id.into(),
            None => Cow::<str>::Owned(record.to_string()).into(),
        }
    }
}

impl From<Timestamp> for Held {
    fn from(timestamp: Timestamp) -> Self {
        let text = timestamp.to_wire();
        Short::new(&text).map_or_else(|| Self::Text(text.into_owned().into()), Self::Short)
    }
}
