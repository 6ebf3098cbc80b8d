//! Whatever order the entries of a reply have, and whatever is known of what items share, the same is said of each item.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::bulk::keyables::Keyables;

/// What an item carries, and what an entry names of it.
#[derive(Debug, Clone)]
struct Item {
    id: Option<u8>,
    source: Option<u8>,
    external: Option<u8>,
}

fn item(most: u8) -> impl Strategy<Value = Item> {
    let key = move || proptest::option::weighted(0.7, 0..most);
    (key(), key(), key()).prop_map(|(id, source, external)| Item {
        id,
        source,
        external,
    })
}

fn json_of(item: &Item) -> Json {
    let mut json = json!({ "mrr": 1 });
    if let Some(key) = item.id {
        json["_id"] = format!("{key:024x}").into();
    }
    if let Some(key) = item.source {
        // Some have escapes.
        json["sourceId"] = match key % 4 {
            0 => format!("s\\{key}\n"),
            _ => format!("s{key}"),
        }
        .into();
    }
    if let Some(key) = item.external {
        json["externalId"] = format!("e{key}").into();
    }
    json
}

/// What the items truly share, found the slow way.
fn shared(items: &[Item]) -> Shared {
    let pairs = || {
        let ones = items.iter().enumerate();
        ones.flat_map(|(place, one)| items[..place].iter().map(move |other| (one, other)))
    };
    let same = |key: fn(&Item) -> Option<u8>| {
        pairs().any(|(one, other)| key(one).is_some() && key(one) == key(other))
    };
    Shared {
        keys: same(|item| item.id) || same(|item| item.source),
        external_ids: same(|item| item.external),
    }
}

/// What is said, ids included.
fn said(told: &Attribution) -> (Vec<String>, Vec<String>, Vec<usize>) {
    let id = |id: &Option<ObjectId>| id.map(|id| id.as_str().to_owned());
    let outcome = |outcome: &Outcome| match outcome {
        Outcome::Created(of) => format!("created {:?}", id(of)),
        Outcome::Updated(of) => format!("updated {:?}", id(of)),
        Outcome::Failed(failure) => {
            let entries = failure.entries().iter().map(ItemError::as_json);
            format!("failed {:?}", entries.collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    };
    let left = told
        .unattributed
        .iter()
        .map(|error| error.as_json().to_owned());
    (
        told.outcomes.iter().map(outcome).collect(),
        left.collect(),
        told.spared.clone(),
    )
}

/// Places of entries: of items in their order, in another one, doubled, or of no item.
fn order() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![
        (0..3_usize).prop_map(|first| (first..12).step_by(1 + first).collect()),
        proptest::collection::vec(0..12_usize, 0..16),
        Just((0..12).rev().collect()),
    ]
}

#[test]
fn a_source_id_is_the_text_that_is_meant_and_not_how_it_is_written() {
    for (item, entry, is_it) in [
        (r#""s\\n""#, r#""s\n""#, false),
        (r#""s\n""#, r#""s\\n""#, false),
        (r#""s\n""#, r#""\u0073\u000a""#, true),
        (r#""s\\n""#, r#""s\\n""#, true),
        (r#""s""#, r#""\u0073""#, true),
        (r#""s""#, r#""S""#, false),
    ] {
        let body = format!(r#"{{"sourceId":{item}}}"#);
        let reply = format!(r#"{{"insertsKeys":[{{"sourceId":{entry}}}]}}"#);
        let result = BulkUpsertResult::from_json(reply.as_bytes()).unwrap();
        let items = vec![
            Keyables::of(Value::new(&body)),
            Keyables::of(Value::new(r#"{"sourceId":"other"}"#)),
        ];
        for shared in [Shared::default(), Shared::PERHAPS] {
            let told = attribute(&items, shared, &result, false);
            let is_created = matches!(told.outcomes[0], Outcome::Created(None));
            assert_eq!(is_created, is_it, "{item} {entry}");
            assert!(matches!(told.outcomes[1], Outcome::Undetermined));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_is_said_does_not_depend_on_how_it_is_found(
        few in proptest::bool::ANY,
        items in proptest::collection::vec(item(40), 0..10),
        crowded in proptest::collection::vec(item(4), 0..10),
        others in proptest::collection::vec(item(40), 12),
        orders in (order(), order(), order()),
        counts in (0..8_u8, 0..8_u8, 0..8_u8),
        part in 0..4_u8,
    ) {
        let items = if few { crowded } else { items };
        let entry = |place: usize| {
            let item = items.get(place).unwrap_or(&others[place]);
            let mut json = json_of(item);
            json.as_object_mut().unwrap().remove("mrr");
            // Of several keyables a reply can name a part.
            if part == 1 {
                json.as_object_mut().unwrap().remove("sourceId");
            }
            if part == 2 || json.get("_id").is_none() {
                json["_id"] = format!("{:024X}", 1000 + place).into();
            }
            if part == 3 && place.is_multiple_of(3) { json!("no object") } else { json }
        };
        let list = |order: &[usize]| order.iter().map(|place| entry(*place)).collect::<Vec<_>>();
        let reply = json!({
            "created": counts.0, "updated": counts.1, "nonupdates": counts.2,
            "insertsKeys": list(&orders.0),
            "updatesKeys": list(&orders.1),
            "modified": list(&orders.2).iter().filter_map(|entry| entry.get("_id").cloned()).collect::<Vec<_>>(),
            "createdErrors": list(&orders.2),
        });
        let result = BulkUpsertResult::from_json(reply.to_string().as_bytes()).unwrap();
        let bodies: Vec<String> = items.iter().map(|item| json_of(item).to_string()).collect();
        let keyables: Vec<Keyables<'_>> = bodies.iter().map(|body| Keyables::of(Value::new(body))).collect();
        let by_search = attribute(&keyables, Shared::PERHAPS, &result, false);
        let by_order = attribute(&keyables, shared(&items), &result, false);
        prop_assert_eq!(said(&by_order), said(&by_search), "{:?} {}", bodies, reply);
    }
}
