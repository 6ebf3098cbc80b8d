//! Whatever a server leaves out of its reply, writes oddly, or counts wrongly in a way that shows, nothing is said of
//! an item that is not so.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::bulk::keyables::Keyables;

/// What truly became of an item.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Truth {
    Created,
    Updated,
    Unchanged,
    Failed,
    /// The server passed over it without a word.
    Dropped,
}

#[derive(Debug, Clone)]
struct Item {
    /// Which keyables it carries, and how far they differ from those of others.
    id: bool,
    source: Option<u8>,
    external: Option<u8>,
    truth: Truth,
    /// How its error is written, and which item it tells of beside its own.
    shape: u8,
    other: prop::sample::Index,
    /// Whether its entry of a list is there, and whether with its keyables.
    listed: bool,
    keyed: bool,
    /// How the id of its record is written beside keyables, and in lists of ids alone.
    id_in_keys: Written,
    id_alone: Written,
}

#[derive(Debug, Clone, Copy)]
enum Written {
    Well,
    /// As a text that is no object id.
    Oddly,
    Null,
}

fn item() -> impl Strategy<Value = Item> {
    let truth = prop_oneof![
        4 => Just(Truth::Created),
        4 => Just(Truth::Updated),
        4 => Just(Truth::Unchanged),
        4 => Just(Truth::Failed),
        1 => Just(Truth::Dropped),
    ];
    let key = || proptest::option::weighted(0.7, 0..20_u8);
    let often = || proptest::bool::weighted(0.9);
    (
        proptest::bool::weighted(0.3),
        key(),
        key(),
        (truth, 0..SHAPES, any::<prop::sample::Index>()),
        (often(), often()),
        (written(), written()),
    )
        .prop_map(|(id, source, external, truth, listed, ids)| Item {
            id,
            source,
            external,
            truth: truth.0,
            shape: truth.1,
            other: truth.2,
            listed: listed.0,
            keyed: listed.1,
            id_in_keys: ids.0,
            id_alone: ids.1,
        })
}

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![
        4 => Just(Written::Well),
        1 => Just(Written::Oddly),
        1 => Just(Written::Null),
    ]
}

/// A count that is told wrongly, and by how much.
fn lie() -> impl Strategy<Value = Option<(&'static str, i64)>> {
    let name = proptest::sample::select(vec!["created", "updated", "nonupdates"]);
    proptest::option::weighted(0.3, (name, prop_oneof![-2..0_i64, 1..3_i64]))
}

/// What a reply leaves out, by the name of its member.
fn left_out() -> impl Strategy<Value = Vec<&'static str>> {
    let names = BulkUpsertResult::PROPERTIES.to_vec();
    proptest::option::weighted(0.5, proptest::sample::subsequence(names, 0..4))
        .prop_map(Option::unwrap_or_default)
}

/// The id of the record that the item at a place means or makes.
fn record(place: usize) -> String {
    format!("{place:024x}")
}

fn written_id(place: usize, how: Written) -> Json {
    match how {
        Written::Well => record(place).into(),
        Written::Oddly => format!("licenses/{place}").into(),
        Written::Null => Json::Null,
    }
}

fn sent(place: usize, item: &Item) -> Json {
    let mut body = json!({ "mrr": place });
    if item.id {
        body["_id"] = record(place).into();
    }
    if let Some(key) = item.source {
        body["sourceId"] = format!("s{key}").into();
    }
    if let Some(key) = item.external {
        body["externalId"] = format!("e{key}").into();
    }
    body
}

fn entry(place: usize, item: &Item) -> Json {
    let mut keys = json!({ "_id": written_id(place, item.id_in_keys) });
    let body = sent(place, item);
    let decides = ["_id", "sourceId", "externalId"]
        .into_iter()
        .find(|key| body.get(key).is_some());
    if let Some(key) = decides.filter(|_| item.keyed) {
        keys[key] = body[key].clone();
    }
    keys
}

const SHAPES: u8 = 16;

/// What stands in the error lists for an item.
fn error(place: usize, items: &[Item]) -> Vec<(&'static str, Json)> {
    let item = &items[place];
    let body = sent(place, item);
    let other = item.other.index(items.len());
    let theirs = sent(other, &items[other]);
    let mut stored = theirs.clone();
    stored["_id"] = record(other).into();
    let mut named = body.clone();
    named["message"] = "no".into();
    match item.shape {
        0 => vec![("createdErrors", json!("no"))],
        1 => vec![("createdErrors", json!({ "index": place, "message": "no" }))],
        2 => vec![("updatedErrors", json!({ "index": place + 1, "item": body }))],
        3 => vec![(
            "updatedErrors",
            json!({ "index": place, "errors": [], "sourceId": body["sourceId"] }),
        )],
        // In two lists at once.
        4 => vec![
            ("createdErrors", json!(["no"])),
            ("validationErrors", json!({ "at": "mrr" })),
        ],
        5 => vec![("createdErrors", body.clone()), ("permissionErrors", body)],
        6 => vec![
            ("createdErrors", named),
            ("validationErrors", json!({ "at": "mrr" })),
        ],
        // Twice in a list.
        7 => vec![
            ("createdErrors", named),
            ("createdErrors", json!({ "at": "mrr" })),
        ],
        8 => vec![
            ("createdErrors", json!("no")),
            ("createdErrors", json!("never")),
        ],
        // Beside what another item sent, or what is stored of it.
        9 => [
            "record", "document", "doc", "data", "value", "keys", "existing",
        ]
        .map(|name| ("createdErrors", json!({ "index": place, name: stored })))
        .into_iter()
        .skip(other % 7)
        .take(1)
        .collect(),
        10 => vec![("createdErrors", json!({ "index": place, "record": theirs }))],
        11 => {
            named["conflict"] = stored;
            vec![("updatedErrors", named)]
        }
        12 => vec![("updatedErrors", json!({ "item": body, "record": theirs }))],
        13 => {
            named["item"] = theirs;
            vec![(
                "createdErrors",
                json!({ "item": named, "details": [{ "with": stored }] }),
            )]
        }
        // What names the item stands where the other one is.
        14 if item.id || item.source.is_some() || item.external.is_some() => {
            vec![("updatedErrors", json!({ "given": body, "item": theirs }))]
        }
        _ => vec![("permissionErrors", body)],
    }
}

/// A reply in which what stands is so, and all counts but one are right.
fn reply(items: &[Item], left_out: &[&str], lie: Option<(&str, i64)>) -> Json {
    let of = |truth| {
        items
            .iter()
            .enumerate()
            .filter(move |(_, item)| item.truth == truth)
    };
    let listed = |truth| -> Vec<Json> {
        of(truth)
            .filter(|(_, item)| item.listed)
            .map(|(place, item)| entry(place, item))
            .collect()
    };
    let mut reply = json!({
        "created": of(Truth::Created).count(),
        "insertsKeys": listed(Truth::Created),
        "upsertedIds": of(Truth::Created).map(|(place, item)| written_id(place, item.id_alone)).collect::<Vec<_>>(),
        "updated": of(Truth::Updated).count(),
        "updatesKeys": listed(Truth::Updated),
        "modified": of(Truth::Updated).filter(|(_, item)| item.listed)
            .map(|(place, item)| written_id(place, item.id_alone)).collect::<Vec<_>>(),
        "nonupdates": of(Truth::Unchanged).count(),
        "createdErrors": [], "updatedErrors": [], "permissionErrors": [], "validationErrors": [],
    });
    for (list, entry) in of(Truth::Failed).flat_map(|(place, _)| error(place, items)) {
        reply[list].as_array_mut().unwrap().push(entry);
    }
    if let Some((name, by)) = lie {
        reply[name] = (reply[name].as_i64().unwrap() + by).into();
    }
    for name in left_out {
        reply.as_object_mut().unwrap().remove(*name);
    }
    reply
}

/// A lie shows if the counts then do not add up: nothing else is missing in them, or told twice in one list.
fn shows(items: &[Item]) -> bool {
    let is_plain = |item: &Item| match item.truth {
        Truth::Failed => ![7, 8].contains(&item.shape),
        truth => truth != Truth::Dropped,
    };
    items.iter().all(is_plain)
}

fn is_so(place: usize, items: &[Item], outcome: &Outcome) -> bool {
    let item = &items[place];
    let right = |id: &Option<ObjectId>| id.is_none_or(|id| id.as_str() == record(place));
    match outcome {
        Outcome::Created(id) => item.truth == Truth::Created && right(id),
        Outcome::Updated(id) => item.truth == Truth::Updated && right(id),
        Outcome::Unchanged => item.truth == Truth::Unchanged,
        Outcome::Failed(failure) => {
            let own = |entry: &ItemError| {
                let json: Json = serde_json::from_str(entry.as_json()).unwrap();
                error(place, items).contains(&(entry.list(), json))
            };
            match item.truth {
                Truth::Failed => failure.entries().iter().all(own),
                // It was not stored, and that is all that is said.
                Truth::Dropped => !failure.is_its_own() && failure.entries().is_empty(),
                _ => false,
            }
        }
        Outcome::Undetermined => true,
        _ => false,
    }
}

fn attributed(items: &[Item], reply: &Json, refused: bool) -> Attribution {
    let bodies: Vec<String> = items
        .iter()
        .enumerate()
        .map(|(place, item)| sent(place, item).to_string())
        .collect();
    let keyables: Vec<Keyables<'_>> = bodies
        .iter()
        .map(|body| Keyables::of(Value::new(body)))
        .collect();
    let result = BulkUpsertResult::from_json(reply.to_string().as_bytes()).unwrap();
    attribute(&keyables, Shared::PERHAPS, &result, refused)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nothing_is_said_that_is_not_so(
        items in proptest::collection::vec(item(), 0..6),
        left_out in left_out(),
        lie in lie(),
        refused in any::<bool>(),
    ) {
        // An error's status is one that some items failed by, at least.
        let refused = refused && items.iter().any(|item| item.truth == Truth::Failed);
        let lie = lie.filter(|_| !refused && shows(&items));
        let left_out = if lie.is_some() { Vec::new() } else { left_out };
        let reply = reply(&items, &left_out, lie);
        let told = attributed(&items, &reply, refused);
        prop_assert_eq!(told.outcomes.len(), items.len());
        for (place, outcome) in told.outcomes.iter().enumerate() {
            let item = &items[place];
            prop_assert!(is_so(place, &items, outcome), "{place}: {outcome:?} of {item:?} in {reply}");
        }
    }

    /// Ids that are not told, or not well, leave those of others where they belong.
    #[test]
    fn no_id_is_another_items(
        written in proptest::collection::vec((written(), written(), any::<bool>()), 1..5),
        items in proptest::collection::vec(item(), 4),
        updated in any::<bool>(),
    ) {
        let truth = if updated { Truth::Updated } else { Truth::Created };
        let items: Vec<Item> = (0..).zip(written).zip(items).map(|((place, written), item)| Item {
            id: false,
            source: Some(place),
            external: None,
            truth,
            listed: true,
            id_in_keys: written.0,
            id_alone: written.1,
            keyed: written.2,
            ..item
        }).collect();
        let told = attributed(&items, &reply(&items, &[], None), false);
        for (place, outcome) in told.outcomes.iter().enumerate() {
            prop_assert!(is_so(place, &items, outcome), "{place}: {outcome:?} of {items:?}");
        }
    }

    /// What a careful server sends leaves nothing open.
    #[test]
    fn a_full_reply_tells_of_every_item(items in proptest::collection::vec(item(), 1..8)) {
        let items: Vec<Item> = items.into_iter().enumerate().map(|(place, item)| Item {
            id: false,
            source: Some(place as u8),
            external: None,
            truth: if item.truth == Truth::Dropped { Truth::Failed } else { item.truth },
            shape: SHAPES,
            listed: true,
            keyed: true,
            id_in_keys: Written::Well,
            ..item
        }).collect();
        let refused = items.iter().all(|item| item.truth == Truth::Failed);
        let reply = reply(&items, &[], None);
        let told = attributed(&items, &reply, refused);
        for (place, outcome) in told.outcomes.iter().enumerate() {
            prop_assert!(!matches!(outcome, Outcome::Undetermined), "{place} in {reply}");
            prop_assert!(is_so(place, &items, outcome), "{place}: {outcome:?} in {reply}");
        }
        prop_assert!(told.unattributed.is_empty());
    }
}
