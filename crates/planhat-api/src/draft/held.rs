//! Values as they were set.

use std::borrow::Cow;

use super::sealed::Content;
use crate::id::{ObjectId, RecordRef};
use crate::json::{Kind, Value, write_string};
use crate::value::{Number, Timestamp};

/// A value that can be sent.
#[derive(Clone)]
pub(crate) enum Held {
    Null,
    Boolean(bool),
    Text(Cow<'static, str>),
    ObjectId(ObjectId),
    Number(Number<'static>),
    Integer(i64),
    Timestamp(Timestamp),
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
            Self::ObjectId(id) => write_string(id.as_str(), out),
            Self::Number(number) => out.push_str(number.as_str()),
            Self::Integer(integer) => out.push_str(itoa::Buffer::new().format(*integer)),
            Self::Timestamp(timestamp) => write_string(&timestamp.to_wire(), out),
            Self::Json(json) => out.push_str(json),
        }
    }

    pub(super) fn content(&self) -> Content<'_> {
        match self {
            Self::Null => Content::Null,
            Self::Text(text) => Content::Text(Cow::Borrowed(text)),
            Self::ObjectId(id) => Content::Text(Cow::Borrowed(id.as_str())),
            Self::Timestamp(timestamp) => Content::Text(timestamp.to_wire()),
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

impl From<RecordRef> for Held {
    fn from(record: RecordRef) -> Self {
        match record.object_id() {
            Some(id) => Self::ObjectId(id),
            None => Self::Text(Cow::Owned(record.to_string())),
        }
    }
}
