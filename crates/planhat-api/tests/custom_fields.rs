//! A client that writes some custom fields only.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use planhat_api::bulk::{BulkItem, Outcome};
use planhat_api::{
    Client, Deal, DealUpdate, Effect, Error, License, LicenseCreate, LicenseUpdate, LicenseUpsert,
    RecordRef,
};
use support::{Behaviour, Server};

fn server() -> Server {
    Server::start(Behaviour::Answer {
        status: 200,
        body: "{}",
    })
}

fn client(server: &Server) -> Client {
    let builder = Client::builder().token("t").base_url(server.url());
    builder
        .custom_fields::<License>(["Tier", "Days in Phase"])
        .build()
        .unwrap()
}

fn id() -> RecordRef {
    RecordRef::external("x").unwrap()
}

/// What comes of writing a custom field through each call that can.
async fn write(client: &Client, label: &str) -> Vec<Option<Error>> {
    let licenses = client.licenses();
    let create = LicenseCreate::new(id()).custom("Tier", 1).custom(label, 2);
    let update = LicenseUpdate::new().clear_custom(label);
    let by_name = LicenseUpdate::new().property(format!("custom.{label}"), 1);
    let items = [
        LicenseUpsert::new().source_id("a").custom("Tier", 1),
        LicenseUpsert::new().source_id("b").custom(label, 1),
    ];
    vec![
        licenses.create(create).send().await.err(),
        licenses.update(id(), update).send().await.err(),
        licenses.update(id(), by_name).send().await.err(),
        licenses.bulk_upsert(items).send().await.err(),
    ]
}

#[tokio::test]
async fn a_field_that_is_not_allowed_is_refused_before_it_is_sent() {
    let server = server();
    for label in ["tier", "Tier ", "Teir", "", "Days"] {
        let errors = write(&client(&server), label).await;
        for (call, error) in errors.into_iter().enumerate() {
            let error = error.unwrap();
            assert!(
                error.is_invalid_request() && error.effect() == Effect::NotSent,
                "{error}"
            );
            let item = if call == 3 { "[1]." } else { "" };
            let place = format!("`{item}custom.{label}`: not among");
            assert!(error.to_string().contains(&place), "{error}");
        }
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_run_sets_an_item_aside_that_writes_a_field_that_is_not_allowed() {
    let server = server();
    let item = LicenseUpsert::new().source_id("b").custom("Teir", 1);
    let mut run = client(&server)
        .licenses()
        .bulk_upsert_all([BulkItem::upsert(item)]);
    let chunk = run.next().await.unwrap().unwrap();
    let outcomes: Vec<_> = chunk.into_iter().collect();
    let Outcome::SetAside(finding) = &outcomes[0].outcome else {
        panic!("{outcomes:?}");
    };
    assert!(
        finding.to_string().contains("`custom.Teir`: not among"),
        "{finding}"
    );
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_field_that_is_allowed_is_sent() {
    let server = server();
    for label in ["Tier", "Days in Phase"] {
        let errors = write(&client(&server), label).await;
        assert!(errors.iter().all(Option::is_none), "{errors:?}");
    }
    assert_eq!(server.connections(), 8);
}

#[tokio::test]
async fn a_list_is_of_one_kind_of_record_and_the_last_one_counts() {
    let server = server();
    let client = client(&server);
    let update = DealUpdate::new().custom("Anything", 1);
    assert!(
        client
            .deals()
            .update(id(), update.clone())
            .send()
            .await
            .is_ok()
    );

    let builder = Client::builder().token("t").base_url(server.url());
    let none: [&str; 0] = [];
    let builder = builder
        .custom_fields::<Deal>(["Anything"])
        .custom_fields::<Deal>(none);
    let client = builder.build().unwrap();
    assert!(client.deals().update(id(), update).send().await.is_err());
    assert!(
        client
            .deals()
            .update(id(), DealUpdate::new().mrr(1))
            .send()
            .await
            .is_ok()
    );
}
