//! Whether a value that is sent and a value that is there are the same.

use crate::id::{ObjectId, RecordRef};
use crate::json::{Value, same_json_by};

/// How values of a property are held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// As JSON, numbers by value.
    Plain,
    /// The same, and texts that name an instant by that.
    Instant,
    /// As the id of a record, for which a body may have another name.
    Reference,
}

/// What comes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Same,
    Different,
    /// The record does not tell.
    Undetermined,
}

impl Comparison {
    /// Holds what is sent against what is there. A `null` is the same as nothing.
    pub(super) fn verdict(self, before: Option<Value<'_>>, after: Value<'_>) -> Verdict {
        let same = match before {
            None => after.is_null(),
            Some(before) => same_json_by(before.as_json(), after.as_json(), &|before, after| {
                same_number(before, after)
                    || (self == Self::Instant && same_instant(before, after))
                    || (self == Self::Reference && same_id(before, after))
            }),
        };
        match self {
            _ if same => Verdict::Same,
            // A record has the object id alone.
            Self::Reference if is_other_name(after) => Verdict::Undetermined,
            _ => Verdict::Different,
        }
    }
}

fn same_number(before: Value<'_>, after: Value<'_>) -> bool {
    match (before.as_number(), after.as_number()) {
        (Some(before), Some(after)) => before.is_same_value(&after),
        _ => false,
    }
}

fn same_instant(before: Value<'_>, after: Value<'_>) -> bool {
    match (before.as_timestamp(), after.as_timestamp()) {
        (Some(before), Some(after)) => before == after,
        _ => false,
    }
}

/// Two spellings of one object id are one id.
fn same_id(before: Value<'_>, after: Value<'_>) -> bool {
    let id = |value: Value<'_>| Some(value.as_str()?.parse::<ObjectId>().ok()?.to_bytes());
    id(before).is_some_and(|before| id(after) == Some(before))
}

/// Whether a text names a record by another id than Planhat's own.
fn is_other_name(value: Value<'_>) -> bool {
    let name = value
        .as_str()
        .and_then(|text| text.parse::<RecordRef>().ok());
    name.is_some_and(|name| name.object_id().is_none())
}
