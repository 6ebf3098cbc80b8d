//! Which item an entry of an error list means, and how many items such entries speak of.

use super::{hold, said};

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
