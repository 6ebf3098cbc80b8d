//! Whether what an earlier run may have sent is stored.

use super::cancel::Canceller;
use super::chunk::Chunk;
use super::error::Kind as End;
use super::keyables::Keyables;
use crate::client::Client;
use crate::error::Error;
use crate::id::RecordRef;
use crate::json::{Kind, Value};
use crate::race::{First, race};
use crate::resource::{Collection, Resource};

/// The places of the items, in their order, whose records have all that the items set. Only those are looked at that an
/// earlier run may have sent.
pub(super) async fn in_place<R: Resource>(
    chunk: &Chunk,
    client: &Client,
    canceller: &Canceller,
) -> Result<Vec<usize>, End> {
    let collection = Collection::<R>::new(client);
    let mut found = Vec::new();
    for (place, item) in (0..)
        .zip(&chunk.items)
        .filter(|(_, item)| item.is_to_be_read())
    {
        let Some(reference) = reference(&chunk.keyables(item)) else {
            continue;
        };
        let get = collection.get(reference);
        // Nothing is under way yet that could be finished.
        match race(get.send(), canceller.asked()).await {
            First::Left(Ok(record)) if has(record.as_json(), chunk.text(item)) => found.push(place),
            First::Left(Ok(_)) => {}
            First::Left(Err(error)) if is_an_answer(&error) => {}
            First::Left(Err(error)) => return Err(End::Patience(error)),
            First::Right(()) => return Err(End::Cancelled),
        }
    }
    Ok(found)
}

/// Whether the server says that there is no such record, or no one record. Anything else says nothing of
/// it, and what may be stored is not sent again on a guess.
fn is_an_answer(error: &Error) -> bool {
    error.is_invalid_request() || matches!(error.refusal(), Some(400 | 404 | 410))
}

/// How the keyable that decides names a record.
fn reference(keyables: &Keyables<'_>) -> Option<RecordRef> {
    match (&keyables.id, &keyables.source_id, &keyables.external_id) {
        (Some(id), _, _) => Some(RecordRef::from(id.parse::<crate::ObjectId>().ok()?)),
        (None, Some(id), _) => RecordRef::source(id.clone()).ok(),
        (None, None, Some(id)) => RecordRef::external(id.clone()).ok(),
        (None, None, None) => None,
    }
}

/// Whether a record has every value of an item: numbers by value, dates by instant. A company that is
/// named by a reference cannot be compared, and counts as another one.
fn has(record: &str, item: &str) -> bool {
    let record = Value::new(record);
    let members = Value::new(item).members();
    members
        .into_iter()
        .flatten()
        .all(|(key, value)| match &*key {
            "custom" => {
                let labels = value.members().into_iter().flatten();
                let mut labels = labels.map(|(label, value)| (custom(record, &label), value));
                labels.all(|(stored, value)| is_same(stored, value))
            }
            key => match key.strip_prefix("custom.") {
                Some(label) => is_same(custom(record, label), value),
                None => is_same(record.get(key), value),
            },
        })
}

fn custom<'a>(record: Value<'a>, label: &str) -> Option<Value<'a>> {
    record.get("custom")?.get(label)
}

fn is_same(stored: Option<Value<'_>>, sent: Value<'_>) -> bool {
    let Some(stored) = stored else {
        // A null can take a value away.
        return sent.is_null();
    };
    match (stored.kind(), sent.kind()) {
        (Kind::Number, Kind::Number) => stored.as_f64() == sent.as_f64(),
        (Kind::String, Kind::String) => {
            let date = |value: Value<'_>| value.as_timestamp();
            stored == sent || date(stored).is_some() && date(stored) == date(sent)
        }
        _ => stored == sent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_an_item_if_it_has_every_value_of_it() {
        let record = r#"{"_id":"61006bc89a3e0b702ed8ea49","companyId":"61006bc89a3e0b702ed8ea40","mrr":5000,
            "toDate":"2026-01-01T00:00:00.000Z","product":null,"custom":{"Tier":"gold","a.b":1},"followers":["x"]}"#;
        for (item, expected) in [
            ("{}", true),
            (r#"{"mrr":5000.0,"_id":"61006bc89a3e0b702ed8ea49"}"#, true),
            (r#"{"mrr":5001}"#, false),
            (r#"{"mrr":"5000"}"#, false),
            (r#"{"toDate":"2026-01-01T01:00:00+01:00"}"#, true),
            (r#"{"toDate":"2026-01-02T00:00:00.000Z"}"#, false),
            (r#"{"product":null,"notes":null}"#, true),
            (r#"{"product":""}"#, false),
            (r#"{"notes":""}"#, false),
            (r#"{"custom":{"Tier":"gold"}}"#, true),
            (r#"{"custom":{"Tier":"gold","Other":1}}"#, false),
            (r#"{"custom.a.b":1,"custom.c":null}"#, true),
            (r#"{"custom.a.b":2}"#, false),
            (r#"{"followers":["x"]}"#, true),
            (r#"{"followers":[]}"#, false),
            (r#"{"companyId":"61006bc89a3e0b702ed8ea40"}"#, true),
            (r#"{"companyId":"extid-acme"}"#, false),
        ] {
            assert_eq!(has(record, item), expected, "{item}");
        }
    }
}
