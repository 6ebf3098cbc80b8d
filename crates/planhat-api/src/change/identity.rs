//! Whether a record that was read is the one that was updated.

use crate::id::RecordRef;
use crate::json::Value;
use crate::record::{Record, has_id};

/// By what an update and the read behind it name their record.
pub(super) struct Named {
    pub(super) by_update: Option<RecordRef>,
    pub(super) by_read: Option<RecordRef>,
}

impl Named {
    /// Whether a record is known to be the one. It must have the object id by which it was read, and no other key
    /// than the update named it by, unless `body` sets that key anew. Where no id is known, the key alone decides, and
    /// has to be there.
    pub(super) fn is(&self, record: &impl Record, body: &str) -> bool {
        let (json, body) = (Value::new(record.as_json()), Value::new(body));
        let id = self.by_read.as_ref().and_then(RecordRef::object_id);
        let key = self.by_update.as_ref().and_then(key);
        match (id, key) {
            (Some(id), None) => has_id(record, id),
            (Some(id), Some((name, key))) => {
                let stored = json.get(name).and_then(|stored| stored.as_str());
                let is_other = stored.is_some_and(|stored| stored != key);
                has_id(record, id) && (!is_other || body.get(name).is_some())
            }
            (None, Some((name, key))) => {
                let text = |json: Value<'_>| Some(json.get(name)?.as_str()?.into_owned());
                let stored = text(json);
                stored.as_deref() == Some(key) || stored.is_some() && stored == text(body)
            }
            (None, None) => false,
        }
    }
}

/// The property that a reference goes by, and its value; none for an object id.
fn key(reference: &RecordRef) -> Option<(&'static str, &str)> {
    let external = reference.external_id().map(|id| ("externalId", id));
    external.or_else(|| reference.source_id().map(|id| ("sourceId", id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{License, ObjectId};

    const ID: &str = "61006fbf1df7fa77a20d9d0a";

    fn by_id() -> Option<RecordRef> {
        Some(RecordRef::from(ID.parse::<ObjectId>().unwrap()))
    }

    #[test]
    fn a_record_is_told_by_its_id_and_by_the_key_of_the_update() {
        let external = || RecordRef::external("lic-7").ok();
        let source = || RecordRef::source("0060O").ok();
        let renames = r#"{"externalId":"lic-8"}"#;
        for (by_update, by_read, body, record, expected) in [
            (
                by_id(),
                by_id(),
                "{}",
                r#"{"_id":"61006FBF1DF7FA77A20D9D0A"}"#,
                true,
            ),
            (
                by_id(),
                by_id(),
                "{}",
                r#"{"_id":"61006fbf1df7fa77a20d9d0b"}"#,
                false,
            ),
            (by_id(), by_id(), "{}", r#"{"mrr":1}"#, false),
            (
                external(),
                by_id(),
                "{}",
                r#"{"_id":"61006fbf1df7fa77a20d9d0a","externalId":"lic-7"}"#,
                true,
            ),
            (
                external(),
                by_id(),
                "{}",
                r#"{"_id":"61006fbf1df7fa77a20d9d0a"}"#,
                true,
            ),
            (
                external(),
                by_id(),
                "{}",
                r#"{"_id":"61006fbf1df7fa77a20d9d0a","externalId":"lic-9"}"#,
                false,
            ),
            (
                external(),
                by_id(),
                "{}",
                r#"{"_id":"61006fbf1df7fa77a20d9d0b","externalId":"lic-7"}"#,
                false,
            ),
            (
                external(),
                by_id(),
                renames,
                r#"{"_id":"61006fbf1df7fa77a20d9d0a","externalId":"lic-8"}"#,
                true,
            ),
            (
                external(),
                external(),
                "{}",
                r#"{"externalId":"lic-7"}"#,
                true,
            ),
            (
                external(),
                external(),
                "{}",
                r#"{"externalId":"lic-9"}"#,
                false,
            ),
            (
                external(),
                external(),
                "{}",
                r#"{"sourceId":"lic-7"}"#,
                false,
            ),
            (
                external(),
                external(),
                r#"{"mrr":1}"#,
                r#"{"mrr":1}"#,
                false,
            ),
            (
                external(),
                external(),
                renames,
                r#"{"externalId":"lic-8"}"#,
                true,
            ),
            (
                external(),
                external(),
                renames,
                r#"{"externalId":"lic-7"}"#,
                true,
            ),
            (
                external(),
                external(),
                renames,
                r#"{"externalId":"lic-9"}"#,
                false,
            ),
            (source(), source(), "{}", r#"{"sourceId":"0060O"}"#, true),
            (
                source(),
                by_id(),
                "{}",
                r#"{"_id":"61006fbf1df7fa77a20d9d0a","sourceId":"0060P"}"#,
                false,
            ),
            (
                None,
                None,
                "{}",
                r#"{"_id":"61006fbf1df7fa77a20d9d0a"}"#,
                false,
            ),
        ] {
            let named = Named { by_update, by_read };
            let license = License::from_json(record.as_bytes()).unwrap();
            assert_eq!(named.is(&license, body), expected, "{record} {body}");
        }
    }
}
