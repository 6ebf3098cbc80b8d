//! Servers that answer oddly.

use planhat_api::removal::{Outcome, Removal};
use planhat_api::{Client, Deletion, ObjectId};

use crate::support::{Behaviour, Server};
use crate::tenant::{list, products, shown};

const FOUND: Behaviour = Behaviour::Answer {
    status: 200,
    body: r#"{"_id":"61006fbf1df7fa77a20d9d0a"}"#,
};

fn status(status: u16) -> Behaviour {
    Behaviour::Answer { status, body: "" }
}

fn body(body: &'static str) -> Behaviour {
    Behaviour::Answer { status: 200, body }
}

/// What becomes of two records, of which the first is `61006fbf1df7fa77a20d9d0a`, as a server answers
/// that behaves like this.
async fn meets(script: &[Behaviour]) -> Removal {
    let (_emulator, lister) = products(20).await;
    let report = list(&lister).await.1;
    let server = Server::scripted(script);
    let client = Client::for_tests(server.url()).unwrap();
    let ids = ["61006fbf1df7fa77a20d9d0a", "61006fbf1df7fa77a20d9d0b"];
    let ids = ids.map(|id| id.parse::<ObjectId>().unwrap());
    client
        .products()
        .delete_many(ids, &report)
        .run()
        .await
        .unwrap()
}

#[tokio::test]
async fn every_answer_has_its_outcome() {
    let gone = status(404);
    for (script, first, second) in [
        (
            &[FOUND, body(r#"{"n":1,"ok":1,"deletedCount":1}"#), gone][..],
            "deleted",
            "not found",
        ),
        (
            &[FOUND, body(r#"{"deletedCount":2}"#)],
            "deleted with others",
            "not tried",
        ),
        (
            &[FOUND, body(r#"{"deletedCount":-1}"#), gone],
            "presumed deleted",
            "not found",
        ),
        (
            &[FOUND, body(r#"{"deletedCount":0}"#), gone],
            "not found",
            "not found",
        ),
        (&[FOUND, body("{}"), gone], "presumed deleted", "not found"),
        (
            &[FOUND, Behaviour::Reset, gone],
            "presumed deleted",
            "not found",
        ),
        (&[FOUND, gone, gone], "not found", "not found"),
        (
            &[body("{}"), gone],
            "answered with another record",
            "not found",
        ),
        // The second answer is of the first one's record.
        (&[gone, FOUND], "not found", "answered with another record"),
        (&[status(400), gone], "failed", "not found"),
        (&[FOUND, status(422), gone], "failed", "not found"),
        (&[status(401)], "failed", "not tried"),
        (&[status(403)], "failed", "not tried"),
        (&[status(503)], "failed", "not tried"),
        (&[FOUND, status(500)], "failed", "not tried"),
        (&[body("<html>")], "failed", "not tried"),
        (&[Behaviour::Reset], "failed", "not tried"),
    ] {
        let removal = meets(script).await;
        let told = shown(&removal);
        let words: Vec<_> = told
            .iter()
            .map(|told| told.split(':').next().unwrap())
            .collect();
        assert_eq!(words, [first, second], "{script:?}");
    }
}

#[tokio::test]
async fn a_delete_that_an_earlier_attempt_may_have_done_says_so() {
    let removal = meets(&[FOUND, Behaviour::Reset, body(r#"{"deletedCount":0}"#)]).await;
    assert!(matches!(
        removal.outcomes().next(),
        Some((_, Outcome::Presumed(Deletion::NothingLeft)))
    ));
}

#[tokio::test]
async fn a_server_that_deletes_more_than_it_is_told_to_is_told_nothing_more() {
    let removal = meets(&[FOUND, body(r#"{"deletedCount":300000}"#)]).await;
    assert_eq!(
        shown(&removal),
        ["deleted with others: the server counts 300000", "not tried"]
    );
    assert_eq!(removal.to_string(), "1 deleted with others, 1 not tried");
    assert!(!removal.is_complete());
    assert_eq!(removal.deleted(), 1);
}
