//! Whatever an honest server leaves out of its reply, nothing is said of an item that is not so.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;

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
    /// How its error is written.
    shape: u8,
    /// Whether its entry of a list is there, and whether with its keyables.
    listed: bool,
    keyed: bool,
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
        truth,
        0..7_u8,
        often(),
        often(),
    )
        .prop_map(|(id, source, external, truth, shape, listed, keyed)| Item {
            id,
            source,
            external,
            truth,
            shape,
            listed,
            keyed,
        })
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
    let mut keys = json!({ "_id": record(place) });
    let body = sent(place, item);
    let decides = ["_id", "sourceId", "externalId"]
        .into_iter()
        .find(|key| body.get(key).is_some());
    if let Some(key) = decides.filter(|_| item.keyed) {
        keys[key] = body[key].clone();
    }
    keys
}

fn error(place: usize, item: &Item) -> Vec<(&'static str, Json)> {
    let body = sent(place, item);
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
        _ => vec![("permissionErrors", body)],
    }
}

/// An honest reply: its counts are right, and what stands in it is so.
fn reply(items: &[Item], left_out: &[&str]) -> (Json, bool) {
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
        "upsertedIds": of(Truth::Created).map(|(place, _)| record(place)).collect::<Vec<_>>(),
        "updated": of(Truth::Updated).count(),
        "updatesKeys": listed(Truth::Updated),
        "modified": of(Truth::Updated).filter(|(_, item)| item.listed).map(|(place, _)| record(place)).collect::<Vec<_>>(),
        "nonupdates": of(Truth::Unchanged).count(),
        "createdErrors": [], "updatedErrors": [], "permissionErrors": [], "validationErrors": [],
    });
    for (list, entry) in of(Truth::Failed).flat_map(|(place, item)| error(place, item)) {
        reply[list].as_array_mut().unwrap().push(entry);
    }
    for name in left_out {
        reply.as_object_mut().unwrap().remove(*name);
    }
    let refused = !items.is_empty() && items.iter().all(|item| item.truth == Truth::Failed);
    (reply, refused)
}

fn is_so(place: usize, item: &Item, outcome: &Outcome) -> bool {
    let right = |id: &Option<ObjectId>| id.is_none_or(|id| id.as_str() == record(place));
    match outcome {
        Outcome::Created(id) => item.truth == Truth::Created && right(id),
        Outcome::Updated(id) => item.truth == Truth::Updated && right(id),
        Outcome::Unchanged => item.truth == Truth::Unchanged,
        Outcome::Failed(failure) => {
            let own = |entry: &ItemError| {
                let json: Json = serde_json::from_str(entry.as_json()).unwrap();
                error(place, item).contains(&(entry.list(), json))
            };
            item.truth == Truth::Failed && failure.entries().iter().all(own)
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
    let keyables: Vec<_> = bodies
        .iter()
        .map(|body| Keyables::of(Value::new(body)))
        .collect();
    let result = BulkUpsertResult::from_json(reply.to_string().as_bytes()).unwrap();
    attribute(&keyables, &result, refused)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn nothing_is_said_that_is_not_so(
        items in proptest::collection::vec(item(), 0..8),
        left_out in left_out(),
    ) {
        let (reply, refused) = reply(&items, &left_out);
        let told = attributed(&items, &reply, refused);
        prop_assert_eq!(told.outcomes.len(), items.len());
        for (place, (item, outcome)) in items.iter().zip(&told.outcomes).enumerate() {
            prop_assert!(is_so(place, item, outcome), "{place}: {outcome:?} of {item:?} in {reply}");
        }
    }

    /// What a careful server sends leaves nothing open.
    #[test]
    fn a_full_reply_tells_of_every_item(truths in proptest::collection::vec(0..4_u8, 1..8)) {
        let items: Vec<Item> = truths.iter().enumerate().map(|(place, truth)| Item {
            id: false,
            source: Some(place as u8),
            external: None,
            truth: [Truth::Created, Truth::Updated, Truth::Unchanged, Truth::Failed][usize::from(*truth)],
            shape: 6,
            listed: true,
            keyed: true,
        }).collect();
        let (reply, refused) = reply(&items, &[]);
        let told = attributed(&items, &reply, refused);
        for (place, (item, outcome)) in items.iter().zip(&told.outcomes).enumerate() {
            prop_assert!(!matches!(outcome, Outcome::Undetermined), "{place} in {reply}");
            prop_assert!(is_so(place, item, outcome), "{place}: {outcome:?} in {reply}");
        }
        prop_assert!(told.unattributed.is_empty());
    }
}
