//! What is said of each item of a reply, case by case.

use super::*;
use crate::json::validate;

const A: &str = "61006bc89a3e0b702ed8ea49";
const B: &str = "610091916d643a7c418aef42";

/// The outcomes in a few words, with a plus where others can be at fault, and how many entries of error lists are left over.
fn said(items: &str, reply: &str, refused: bool) -> (String, usize) {
    let items = Value::new(validate(items.as_bytes()).unwrap());
    let items: Vec<_> = items.elements().unwrap().map(Keyables::of).collect();
    let reply = reply.replace("$A", A).replace("$B", B);
    let result = BulkUpsertResult::from_json(reply.as_bytes()).unwrap();
    let told = attribute(&items, &result, refused);
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
fn an_error_is_the_items_whose_keyable_it_repeats() {
    let items = r#"[{"sourceId":"a"},{"sourceId":"b"},{"externalId":"a"}]"#;
    hold(&[
        (
            items,
            r#"{"created":0,"updated":0,"nonupdates":2,"createdErrors":[{"item":{"sourceId":"b","mrr":"x"}}]}"#,
            false,
            "unchanged failed:createdErrors unchanged",
            0,
        ),
        // An index alone may count from 1.
        (
            items,
            r#"{"created":0,"updated":0,"nonupdates":2,"createdErrors":[{"index":1,"message":"b"}]}"#,
            false,
            "? ? ?",
            1,
        ),
        // One item, several errors.
        (
            items,
            r#"{"created":0,"updated":0,"nonupdates":2,"createdErrors":[{"sourceId":"b"}],
                "validationErrors":[{"sourceId":"b","path":"mrr"}]}"#,
            false,
            "unchanged failed:createdErrors:validationErrors unchanged",
            0,
        ),
        // What an entry tells of another item.
        (
            items,
            r#"{"created":0,"updated":0,"nonupdates":2,"createdErrors":[{"index":1,"conflict":{"sourceId":"a"}}]}"#,
            false,
            "? ? ?",
            1,
        ),
        // All failed, by the counts.
        (
            items,
            r#"{"created":0,"updated":0,"nonupdates":0,"permissionErrors":"no"}"#,
            true,
            "failed+ failed+ failed+",
            1,
        ),
        (
            items,
            r#"{"created":0,"updated":0,"nonupdates":0,"permissionErrors":"no"}"#,
            false,
            "? ? ?",
            1,
        ),
        (
            items,
            r#"{"created":0,"updated":0,"nonupdates":1,"createdErrors":[1,2]}"#,
            false,
            "? ? ?",
            2,
        ),
        (
            items,
            r#"{"created":1,"updated":0,"nonupdates":0,"createdErrors":["x","y"],"insertsKeys":[{"sourceId":"a"}]}"#,
            false,
            "created failed+ failed+",
            2,
        ),
        // Two lists may tell of one item.
        (
            items,
            r#"{"created":1,"updated":0,"nonupdates":0,"createdErrors":["x"],"validationErrors":["y"],
                "insertsKeys":[{"sourceId":"a"}]}"#,
            false,
            "created ? ?",
            2,
        ),
        // A request of one item.
        (
            r#"[{"sourceId":"a"}]"#,
            r#"{"created":0,"updated":0,"nonupdates":0,"updatedErrors":["whatever"]}"#,
            true,
            "failed:updatedErrors",
            0,
        ),
    ]);
}

#[test]
fn an_error_that_tells_of_another_item_is_not_taken_for_that_ones() {
    let items = r#"[{"sourceId":"a"},{"sourceId":"b"},{"externalId":"c"}]"#;
    for error in [
        // What is stored under the keyable, or what else a server calls so.
        r#"{"index":1,"record":{"sourceId":"a"}}"#,
        r#"{"index":1,"document":{"_id":"$A","sourceId":"a"}}"#,
        r#"{"index":1,"key":{"sourceId":"a"}}"#,
        r#"{"index":1,"item":{"record":{"sourceId":"a"}}}"#,
        // More than was sent: a record.
        r#"{"index":1,"item":{"_id":"$A","sourceId":"a"}}"#,
        // Two items in one entry.
        r#"{"sourceId":"b","item":{"sourceId":"a"}}"#,
        r#"{"sourceId":"b","conflict":{"sourceId":"a"}}"#,
        r#"{"item":{"sourceId":"b"},"existing":[{"of":{"externalId":"c","sourceId":"z"}}]}"#,
        r#"{"item":{"sourceId":"b"},"input":{"externalId":"c"}}"#,
        r#"{"sourceId":"b","a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}"#,
    ] {
        let reply = format!(
            r#"{{"created":1,"updated":0,"nonupdates":1,"insertsKeys":[{{"_id":"$B","sourceId":"a"}}],"createdErrors":[{error}]}}"#
        );
        let expected = ("created=B ? ?".to_owned(), 1);
        assert_eq!(said(items, &reply, false), expected, "{error}");
    }
}

#[test]
fn entries_count_items_only_where_no_item_can_have_two() {
    let items = r#"[{"sourceId":"a"},{"sourceId":"b"},{"sourceId":"c"}]"#;
    for (errors, outcomes, left) in [
        // The second one can be of the same item.
        (
            r#""createdErrors":[{"sourceId":"b"}],"validationErrors":["at mrr"]"#,
            "created failed:createdErrors ?",
            1,
        ),
        (
            r#""createdErrors":[{"sourceId":"b"},"at mrr"]"#,
            "created failed:createdErrors ?",
            1,
        ),
        // Neither was stored.
        (r#""createdErrors":["x","y"]"#, "created failed+ failed+", 2),
        (
            r#""createdErrors":["x"],"validationErrors":["y"]"#,
            "created ? ?",
            2,
        ),
    ] {
        let reply = format!(
            r#"{{"created":1,"updated":0,"nonupdates":0,"insertsKeys":[{{"sourceId":"a"}}],{errors}}}"#
        );
        let expected = (outcomes.to_owned(), left);
        assert_eq!(said(items, &reply, false), expected, "{errors}");
    }
    // Whose else could it be?
    hold(&[(
        r#"[{"sourceId":"a"},{"sourceId":"b"}]"#,
        r#"{"created":1,"updated":0,"nonupdates":0,"insertsKeys":[{"sourceId":"a"}],"createdErrors":["x"]}"#,
        false,
        "created failed:createdErrors",
        0,
    )]);
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
