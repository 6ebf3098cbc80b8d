//! The formats of texts.

use crate::identity::{ObjectId, Reference};
use crate::semantics::dates;

pub(super) fn is_date(text: &str) -> bool {
    dates::day(text).is_some()
}

pub(super) fn is_instant(text: &str) -> bool {
    dates::instant(text).is_some()
}

pub(super) fn is_object_id(text: &str) -> bool {
    ObjectId::parse(text).is_some()
}

pub(super) fn is_reference(text: &str) -> bool {
    Reference::parse(text).is_some()
}

/// A format, for people.
pub(super) fn described(format: &str) -> &str {
    match format {
        "date" => "day (2026-09-30)",
        "date-time" => "instant with its offset (2026-09-30T00:00:00.000Z)",
        "object-id" => "object id (24 hexadecimal digits)",
        "record-ref" => "object id, nor `extid-` or `srcid-` and an id",
        other => other,
    }
}
