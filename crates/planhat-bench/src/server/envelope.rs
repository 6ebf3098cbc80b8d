//! The reply to a bulk upsert, in the documented shape: every other item is created, the rest is updated.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::data::object_id;

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(rename = "sourceId", borrow)]
    source_id: Cow<'a, str>,
}

#[derive(Serialize)]
struct Keys<'a> {
    #[serde(rename = "_id")]
    id: String,
    #[serde(rename = "sourceId")]
    source_id: &'a str,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    created: usize,
    created_errors: [(); 0],
    inserts_keys: Vec<Keys<'a>>,
    updated: usize,
    updated_errors: [(); 0],
    updates_keys: Vec<Keys<'a>>,
    nonupdates: usize,
    modified: Vec<String>,
    upserted_ids: Vec<String>,
    permission_errors: [(); 0],
}

/// None if the body is not an array of items that each have a source id.
pub(super) fn to(body: &[u8]) -> Option<Vec<u8>> {
    let items: Vec<Item<'_>> = serde_json::from_slice(body).ok()?;
    let mut envelope = Envelope::default();
    for (number, item) in (0..).zip(&items) {
        let id = object_id(number);
        let (keys, ids) = match number % 2 {
            0 => (&mut envelope.inserts_keys, &mut envelope.upserted_ids),
            _ => (&mut envelope.updates_keys, &mut envelope.modified),
        };
        ids.push(id.clone());
        keys.push(Keys {
            id,
            source_id: &item.source_id,
        });
    }
    envelope.created = envelope.inserts_keys.len();
    envelope.updated = envelope.updates_keys.len();
    serde_json::to_vec(&envelope).ok()
}
