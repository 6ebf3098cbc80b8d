//! What is said of each item of a reply, case by case.

mod errors;

use super::*;
use crate::bulk::keyables::Keyables;
use crate::json::validate;

const A: &str = "61006bc89a3e0b702ed8ea49";
const B: &str = "610091916d643a7c418aef42";

/// The outcomes in a few words, with a plus where others can be at fault, and how many entries of error lists are left over.
fn said(items: &str, reply: &str, refused: bool) -> (String, usize) {
    let items = Value::new(validate(items.as_bytes()).unwrap());
    let items: Vec<Keyables<'_>> = items.elements().unwrap().map(Keyables::of).collect();
    let reply = reply.replace("$A", A).replace("$B", B);
    let result = BulkUpsertResult::from_json(reply.as_bytes()).unwrap();
    let told = attribute(&items, Shared::PERHAPS, &result, refused);
    let id = |id: Option<ObjectId>| match id {
        None => "",
        Some(id) if id.as_str() == A => "=A",
        Some(_) => "=B",
    };
    let words = told.outcomes.iter().map(|outcome| match outcome {
        Outcome::Created(of) => format!("created{}", id(*of)),
        Outcome::Updated(of) => format!("updated{}", id(*of)),
        Outcome::Unchanged => "unchanged".to_owned(),
        Outcome::Failed(failure) => {
            let lists = failure.entries().iter().map(ItemError::list);
            let failed = match failure.is_its_own() {
                true => "failed",
                false => "failed+",
            };
            [failed]
                .into_iter()
                .chain(lists)
                .collect::<Vec<_>>()
                .join(":")
        }
        Outcome::Undetermined => "?".to_owned(),
        other => panic!("{other:?}"),
    });
    (words.collect::<Vec<_>>().join(" "), told.unattributed.len())
}

/// Items, reply, whether its status is an error's, outcomes, and entries left over.
type Case = (&'static str, &'static str, bool, &'static str, usize);

fn hold(cases: &[Case]) {
    for (items, reply, refused, outcomes, left) in cases {
        let items = items.replace("$A", A).replace("$B", B);
        let expected = ((*outcomes).to_owned(), *left);
        assert_eq!(said(&items, reply, *refused), expected, "{items} {reply}");
    }
}

#[test]
fn the_printed_replies_are_understood() {
    hold(&[
        (
            r#"[{"externalId":"deal-001"},{"externalId":"deal-002"}]"#,
            r#"{"created":1,"createdErrors":[],"insertsKeys":[{"_id":"$A","externalId":"deal-002"}],"updated":1,
                "updatedErrors":[],"updatesKeys":[{"_id":"$B","externalId":"deal-001"}],"nonupdates":0,"modified":[],
                "upsertedIds":["$A"]}"#,
            false,
            "updated=B created=A",
            0,
        ),
        (
            r#"[{"_id":"$B"},{"companyId":"$A"}]"#,
            r#"{"created":1,"insertsKeys":[{"_id":"$A"}],"updated":1,"updatesKeys":[{"_id":"$B"}],"nonupdates":0,
                "modified":["$B"],"upsertedIds":["$A"],"permissionErrors":[]}"#,
            false,
            "updated=B created=A",
            0,
        ),
    ]);
}

#[test]
fn an_item_that_is_not_named_is_unchanged_only_if_the_counts_say_so() {
    let items = r#"[{"sourceId":"a"},{"sourceId":"b"}]"#;
    hold(&[
        (
            items,
            r#"{"created":1,"insertsKeys":[{"_id":"$A","sourceId":"a"}],"updated":0,"nonupdates":1}"#,
            false,
            "created=A unchanged",
            0,
        ),
        (
            items,
            r#"{"created":1,"insertsKeys":[{"_id":"$A","sourceId":"a"}],"updated":0,"nonupdates":0}"#,
            false,
            "created=A ?",
            0,
        ),
        (
            items,
            r#"{"created":1,"insertsKeys":[{"_id":"$A","sourceId":"a"}],"updated":0,"nonupdates":2}"#,
            false,
            "created=A ?",
            0,
        ),
        (
            items,
            r#"{"created":0,"updated":0,"nonupdates":2}"#,
            false,
            "unchanged unchanged",
            0,
        ),
        (
            items,
            r#"{"created":1,"updated":0,"nonupdates":1}"#,
            false,
            "? ?",
            0,
        ),
        (
            items,
            r#"{"created":2,"updated":0,"nonupdates":0}"#,
            false,
            "created created",
            0,
        ),
        (
            items,
            r#"{"nonupdates":2}"#,
            false,
            "unchanged unchanged",
            0,
        ),
        (
            items,
            r#"{"created":0,"updated":0,"nonupdates":0}"#,
            false,
            "? ?",
            0,
        ),
        (items, r#"{}"#, false, "? ?", 0),
        (
            items,
            r#"{"created":"2","updated":0,"nonupdates":2}"#,
            false,
            "? ?",
            0,
        ),
        (
            items,
            r#"{"created":-1,"updated":1,"nonupdates":2}"#,
            false,
            "? ?",
            0,
        ),
        // The list contradicts the count.
        (
            items,
            r#"{"created":1,"insertsKeys":[{"sourceId":"a"},{"sourceId":"z"}],"updated":0,"nonupdates":1}"#,
            false,
            "created ?",
            0,
        ),
    ]);
}

#[test]
fn an_id_is_an_items_only_if_the_ids_of_all_others_are_told() {
    let items = r#"[{"sourceId":"a"},{"externalId":"b"}]"#;
    for (lists, outcomes) in [
        (
            r#""insertsKeys":[{"_id":"$A","sourceId":"a"},{"_id":"$B"}]"#,
            "created=A created=B",
        ),
        (
            r#""insertsKeys":[{"_id":"no id","sourceId":"a"},{"_id":"$B"}],"upsertedIds":["$A","$B"]"#,
            "created created",
        ),
        (
            r#""insertsKeys":[{"_id":"no id","sourceId":"a"},{}],"upsertedIds":["$A","no id"]"#,
            "created created",
        ),
        (
            r#""insertsKeys":[{"_id":"$A","sourceId":"a"},{"_id":7}],"upsertedIds":["$A",7]"#,
            "created=A created",
        ),
        (
            r#""insertsKeys":[{"_id":"$A","sourceId":"a"},{"_id":"$B","externalId":"another"}]"#,
            "created=A created",
        ),
    ] {
        let reply = format!(r#"{{"created":2,"updated":0,"nonupdates":0,{lists}}}"#);
        assert_eq!(
            said(items, &reply, false),
            (outcomes.to_owned(), 0),
            "{lists}"
        );
    }
    hold(&[(
        r#"[{"_id":"$A"},{"_id":"no id"}]"#,
        r#"{"created":0,"updated":1,"nonupdates":1,"modified":["no id"]}"#,
        false,
        "? ?",
        0,
    )]);
}

#[test]
fn what_contradicts_itself_or_means_several_is_left_open() {
    hold(&[
        (
            r#"[{"sourceId":"a"},{"sourceId":"b"}]"#,
            r#"{"created":1,"updated":1,"nonupdates":0,"insertsKeys":[{"sourceId":"a"}],"updatesKeys":[{"sourceId":"a"}]}"#,
            false,
            "? ?",
            0,
        ),
        (
            r#"[{"sourceId":"a"},{"sourceId":"a"}]"#,
            r#"{"created":1,"updated":1,"nonupdates":0,"insertsKeys":[{"sourceId":"a"}],"updatesKeys":[{"sourceId":"a"}]}"#,
            false,
            "? ?",
            0,
        ),
        // The same external id in two companies.
        (
            r#"[{"externalId":"a","companyId":"x"},{"externalId":"a","companyId":"y"}]"#,
            r#"{"created":0,"updated":1,"nonupdates":1,"updatesKeys":[{"_id":"$A","externalId":"a"}]}"#,
            false,
            "? ?",
            0,
        ),
        (
            r#"[{"externalId":"a","companyId":"x"},{"externalId":"a","companyId":"y"}]"#,
            r#"{"created":0,"updated":2,"nonupdates":0,"updatesKeys":[{"_id":"$A","externalId":"a"},
                {"_id":"$B","externalId":"a"}]}"#,
            false,
            "updated updated",
            0,
        ),
        // Stored in spite of an error.
        (
            r#"[{"sourceId":"a"},{"sourceId":"b"}]"#,
            r#"{"created":1,"updated":0,"nonupdates":1,"insertsKeys":[{"sourceId":"a"}],"createdErrors":[{"sourceId":"a"}]}"#,
            false,
            "? ?",
            1,
        ),
        // Another record's id than the one that the item names.
        (
            r#"[{"_id":"$A","externalId":"a"},{"sourceId":"b"}]"#,
            r#"{"updatesKeys":[{"_id":"$B","externalId":"a"}]}"#,
            false,
            "? ?",
            0,
        ),
    ]);
}

#[test]
fn ids_of_modified_records_stand_in_for_keys() {
    hold(&[(
        r#"[{"_id":"61006BC89A3E0B702ED8EA49"},{"_id":"$B"}]"#,
        r#"{"created":0,"updated":1,"nonupdates":1,"modified":["$A"]}"#,
        false,
        "updated=A unchanged",
        0,
    )]);
}
