//! One bad item among many.

use std::time::Duration;

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

/// A result that says that nothing was done, and has these entries.
fn nothing(errors: &[Value]) -> Reply {
    let result =
        serde_json::json!({ "created": 0, "updated": 0, "nonupdates": 0, "createdErrors": errors });
    Some((400, result.to_string()))
}

#[tokio::test]
async fn what_was_not_done_for_the_sake_of_another_item_is_sent_without_that_one() {
    let server = Answering::start(|items, _| {
        let mut bad = items.iter().filter(|item| item["mrr"] == "much");
        match bad.next() {
            Some(bad) => nothing(&[serde_json::json!({ "sourceId": bad["sourceId"] })]),
            None => all_created(items),
        }
    });
    let unkeyed = upsert(LicenseUpsert::new().property("companyId", "c"));
    let bad = |id| upsert(license(id).property("mrr", "much"));
    let good = |id| upsert(license(id));
    let items = [good("a"), bad("b"), unkeyed, good("c"), bad("d"), good("e")];
    let mut run = impatient(&server.url()).licenses().bulk_upsert_all(items);
    let (outcomes, end) = finish(&mut run).await;
    assert!(end.is_none());
    let expected = [
        "created",
        "failed",
        "failed with others",
        "created",
        "failed",
        "created",
    ];
    assert_eq!(words(&outcomes), expected);
    let bodies = server.bodies();
    let sent: Vec<_> = bodies.iter().map(|items| source_ids(items)).collect();
    assert_eq!(sent[1..], [&["a", "c", "d", "e"][..], &["a", "c", "e"][..]]);
}

#[tokio::test]
async fn a_result_that_did_nothing_and_blames_nobody_is_divided() {
    for errors in [vec![], vec![Value::from("a date is wrong")]] {
        let blamed = errors.len();
        let server = Answering::start(move |items, _| {
            match source_ids(items)
                .iter()
                .any(|id| ["s3", "s70"].contains(id))
            {
                true => nothing(&errors),
                false => all_created(items),
            }
        });
        let items = (0..100).map(|number| upsert(license(&format!("s{number}"))));
        let mut run = impatient(&server.url()).licenses().bulk_upsert_all(items);
        let chunk = run.next().await.unwrap().unwrap();
        assert!(chunk.unattributed().is_empty());
        let outcomes: Vec<_> = chunk.into_iter().collect();
        for (number, word) in words(&outcomes).iter().enumerate() {
            let is_bad = [3, 70].contains(&number);
            assert_eq!(word, if is_bad { "failed" } else { "created" }, "{number}");
        }
        let Outcome::Failed(failure) = &outcomes[70].outcome else {
            panic!()
        };
        assert_eq!(failure.entries().len(), blamed);
        assert!(server.bodies().len() < 30);
    }
}

#[tokio::test]
async fn why_nothing_was_done_is_told_where_nothing_is_sent_again() {
    let no_right = r#"{"created":0,"updated":0,"nonupdates":0,"permissionErrors":["no right"]}"#;
    let blames =
        r#"{"created":0,"updated":0,"nonupdates":0,"createdErrors":["no",{"sourceId":"a"}]}"#;
    // A 403 that blames nobody is not divided; a 400 not beyond what the run may.
    for (status, reply, divisions) in [
        (403, no_right, 1000),
        (400, no_right, 1),
        (400, no_right, 0),
        (400, blames, 0),
    ] {
        let server = Answering::start(move |_, _| Some((status, reply.to_owned())));
        let items = ["a", "b", "c"].map(|id| upsert(license(id)));
        let run = impatient(&server.url()).licenses().bulk_upsert_all(items);
        let chunk = run.divisions(divisions).next().await.unwrap().unwrap();
        assert_eq!(server.bodies().len(), 1, "{status} {divisions}");
        assert_eq!(chunk.unattributed().len(), 1, "{status} {divisions}");
        assert_eq!(chunk.tally().failed, 3);
    }
}

#[tokio::test]
async fn a_fault_that_all_items_share_is_searched_for_once_and_not_in_every_chunk() {
    let server = Answering::start(|_, _| Some((400, String::new())));
    let items = (0..256).map(|number| upsert(license(&format!("s{number}"))));
    let run = impatient(&server.url()).licenses().bulk_upsert_all(items);
    let (outcomes, end) = finish(&mut run.chunk_items(64).divisions(150)).await;
    assert!(end.is_none());
    assert!(
        words(&outcomes)
            .iter()
            .all(|word| word.starts_with("failed"))
    );
    // 126 find each of the 64; 24 are left for the second chunk, and 10 for each one after that.
    assert_eq!(server.bodies().len(), 4 + 126 + 24 + 10 + 10);
}

#[tokio::test]
async fn the_search_is_as_thorough_as_before_once_an_item_is_accepted() {
    let server = Answering::start(|items, _| {
        let ids = source_ids(items);
        match ids.iter().any(|id| id.starts_with("bad")) {
            true => Some((400, String::new())),
            false => all_created(items),
        }
    });
    fn bad(number: usize) -> bool {
        number < 64 || [66, 70, 101, 120].contains(&number)
    }
    let items = (0..128).map(|number| match bad(number) {
        true => upsert(license(&format!("bad{number}"))),
        false => upsert(license(&format!("s{number}"))),
    });
    let run = impatient(&server.url()).licenses().bulk_upsert_all(items);
    let (outcomes, end) = finish(&mut run.chunk_items(64).divisions(60)).await;
    assert!(end.is_none());
    for (number, word) in words(&outcomes).iter().enumerate().skip(64) {
        let expected = if bad(number) { "failed" } else { "created" };
        assert_eq!(word, expected, "{number}");
    }
}

#[tokio::test]
async fn a_server_that_always_blames_somebody_is_asked_no_more_than_it_may_be() {
    let server = Answering::start(|items, _| nothing(&items[..1]));
    let items = (0..64).map(|number| upsert(license(&format!("s{number}"))));
    let run = impatient(&server.url()).licenses().bulk_upsert_all(items);
    let (outcomes, end) = finish(&mut run.divisions(10)).await;
    assert!(end.is_none());
    assert_eq!(server.bodies().len(), 11);
    let failed = |word: &str, count| (word.to_owned(), count);
    let expected = [failed("failed", 11), failed("failed with others", 53)];
    assert_eq!(counted(&outcomes), expected);
}

#[tokio::test]
async fn a_result_that_did_something_is_not_sent_again() {
    let part = r#"{"created":1,"updated":0,"nonupdates":0,"createdErrors":["no"]}"#;
    let unsaid = r#"{"updated":0,"nonupdates":0,"createdErrors":["no"]}"#;
    let modified = r#"{"created":0,"updated":0,"nonupdates":0,"createdErrors":["no"],
        "modified":["61006bc89a3e0b702ed8ea49"]}"#;
    for reply in [part, unsaid, modified] {
        let server = Answering::start(|_, _| Some((400, reply.to_owned())));
        let items = ["a", "b", "c"].map(|id| upsert(license(id)));
        let mut run = impatient(&server.url()).licenses().bulk_upsert_all(items);
        let (outcomes, _) = finish(&mut run).await;
        assert_eq!(words(&outcomes), ["undetermined"; 3], "{reply}");
        assert_eq!(server.bodies().len(), 1);
    }
}

#[tokio::test]
async fn a_refusal_that_breaks_off_is_one_if_its_status_alone_says_that_nothing_was_done() {
    let run_against = async |status: u16| {
        let server = Answering::cutting_off(Some(status), refuses(status, &["s3"]));
        let items = (0..8).map(|number| upsert(license(&format!("s{number}"))));
        let run = impatient(&server.url()).licenses().bulk_upsert_all(items);
        let (outcomes, end) = finish(&mut run.patience(Duration::from_secs(60))).await;
        (words(&outcomes), end, server.bodies().len())
    };
    for status in [413, 422] {
        let (words, end, requests) = run_against(status).await;
        assert!(end.is_none() && requests < 10, "{requests}");
        let failed = words.iter().filter(|word| *word == "failed").count();
        assert_eq!((failed, &*words[3]), (1, "failed"));
    }
    for status in [401, 404] {
        let (words, end, requests) = run_against(status).await;
        assert_eq!(words, ["not done"; 8]);
        assert!(end.unwrap().is_refused() && requests == 1);
    }
    // Of these the body can tell that part was done.
    for status in [400, 403] {
        let (words, end, requests) = run_against(status).await;
        assert_eq!(words, ["*unknown"; 8]);
        assert!(end.unwrap().is_out_of_patience() && requests > 1);
    }
}
