//! One bad item among many.

use planhat_api::LicenseUpsert;
use planhat_api::bulk::Outcome;
use serde_json::Value;

use crate::answering::{Answering, Reply, all_created, source_ids};
use crate::support::{counted, finish, impatient, license, upsert, words};

/// Refuses a request with one of these items as a whole.
fn refuses(status: u16, bad: &'static [&'static str]) -> impl Fn(&[Value], usize) -> Reply {
    move |items, _| match source_ids(items).iter().any(|id| bad.contains(id)) {
        true => Some((status, r#"{"message":"something is wrong"}"#.to_owned())),
        false => all_created(items),
    }
}

#[tokio::test]
async fn the_items_that_a_request_is_refused_for_are_found_and_the_others_sent() {
    for status in [400, 413, 422] {
        let server = Answering::start(refuses(status, &["s3", "s70"]));
        let items = (0..100).map(|number| upsert(license(&format!("s{number}"))));
        let mut run = impatient(&server.url()).licenses().bulk_upsert_all(items);
        let (outcomes, end) = finish(&mut run).await;
        assert!(end.is_none());
        for (number, word) in words(&outcomes).iter().enumerate() {
            let expected = if [3, 70].contains(&number) {
                "failed"
            } else {
                "created"
            };
            assert_eq!(word, expected, "{number}");
        }
        let Outcome::Failed(failure) = &outcomes[3].outcome else {
            panic!()
        };
        assert_eq!(failure.refusal().unwrap().status(), Some(status));
        // Each item was stored by one request, and in the order in which the items came.
        let bodies = server.bodies();
        let stored = bodies.iter().map(|items| source_ids(items));
        let stored = stored.filter(|ids| !ids.contains(&"s3") && !ids.contains(&"s70"));
        let stored: Vec<&str> = stored.flatten().collect();
        let numbers: Vec<u32> = stored.iter().map(|id| id[1..].parse().unwrap()).collect();
        assert!(numbers.is_sorted() && numbers.len() == 98);
        assert!(bodies.len() < 30, "{}", bodies.len());
    }
}

#[tokio::test]
async fn a_chunk_that_is_too_large_makes_the_next_ones_smaller() {
    let server = Answering::start(|items, _| match items.len() > 30 {
        true => Some((413, String::new())),
        false => all_created(items),
    });
    let items = (0..200).map(|number| {
        let item = license(&format!("s{number}"));
        upsert(item.product("p".repeat(8000)))
    });
    let run = impatient(&server.url()).licenses().bulk_upsert_all(items);
    let (outcomes, end) = finish(&mut run.chunk_items(40)).await;
    assert!(end.is_none());
    assert_eq!(counted(&outcomes), [("created".to_owned(), 200)]);
    let refused = server
        .bodies()
        .iter()
        .filter(|items| items.len() > 30)
        .count();
    assert_eq!(refused, 1);
}

#[tokio::test]
async fn what_can_be_created_twice_is_not_sent_twice() {
    let server = Answering::start(refuses(400, &["bad"]));
    let unkeyed = || upsert(LicenseUpsert::new().property("companyId", "c"));
    let items = [
        upsert(license("a")),
        unkeyed(),
        upsert(license("bad")),
        unkeyed(),
    ];
    let mut run = impatient(&server.url()).licenses().bulk_upsert_all(items);
    let (outcomes, _) = finish(&mut run).await;
    let expected = [
        "created",
        "failed with others",
        "failed",
        "failed with others",
    ];
    assert_eq!(words(&outcomes), expected);
    let again = &server.bodies()[1..];
    assert!(
        again
            .iter()
            .flatten()
            .all(|item| item["sourceId"].is_string())
    );
}

#[tokio::test]
async fn the_search_for_bad_items_has_an_end() {
    let server = Answering::start(|_, _| Some((400, String::new())));
    let items = (0..64).map(|number| upsert(license(&format!("s{number}"))));
    let run = impatient(&server.url()).licenses().bulk_upsert_all(items);
    let (outcomes, end) = finish(&mut run.divisions(10)).await;
    assert!(end.is_none());
    assert_eq!(server.bodies().len(), 11);
    assert!(
        words(&outcomes)
            .iter()
            .all(|word| word.starts_with("failed"))
    );
    assert_eq!(words(&outcomes)[63], "failed with others");
}
