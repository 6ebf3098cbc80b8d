//! Updates that are verified, against an emulator that takes nulls in all three ways there are.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use planhat_api::{
    Change, Client, Deal, DealUpdate, License, LicenseUpdate, RecordRef, VerifyError,
};
use planhat_emulator::{Emulator, Nulls};
use support::{Behaviour, Server};

const SEED: &str = r#"{
    "companies": [{ "_id": "61006bc89a3e0b702ed8ea49", "name": "Acme", "externalId": "acme" }],
    "records": {
        "licenses": [{ "_id": "61006fbf1df7fa77a20d9d0a", "companyId": "extid-acme", "externalId": "lic-7",
                       "mrr": 120, "product": "Basic", "toDate": "2026-09-30", "custom": { "Tier": "gold", "Logins": 7 } }],
        "deals": [{ "_id": "610091916d643a7c418aef42", "companyId": "extid-acme", "externalId": "deal-1", "mrr": 10 }]
    }
}"#;

async fn emulator(nulls: Nulls) -> (Emulator, Client) {
    let builder = Emulator::builder().token("test").nulls(nulls);
    let emulator = builder.seed(SEED.parse().unwrap()).start().await.unwrap();
    let client = Client::for_tests(emulator.url()).unwrap();
    (emulator, client)
}

fn license() -> RecordRef {
    RecordRef::external("lic-7").unwrap()
}

fn names<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Vec<&'a str> {
    changes.into_iter().map(Change::property).collect()
}

#[tokio::test]
async fn whatever_a_null_does_is_told_by_what_is_left() {
    for (nulls, left) in [
        (Nulls::Store, &[][..]),
        (Nulls::Unset, &[]),
        (Nulls::Ignore, &["product", "custom.Tier"]),
    ] {
        let (_emulator, client) = emulator(nulls).await;
        let update = LicenseUpdate::new()
            .mrr(150.5)
            .clear_product()
            .to_date("2026-10-01T02:00:00+02:00")
            .custom("Logins", 8)
            .clear_custom("Tier");
        let request = client.licenses().update(license(), update.clone());
        let verified = request.verify().await.unwrap();

        assert_eq!(names(verified.did_not_take()), left, "{nulls:?}");
        assert_eq!(verified.is_complete(), left.is_empty(), "{nulls:?}");
        let took: Vec<_> = verified.took().collect();
        let all = ["mrr", "product", "toDate", "custom.Logins", "custom.Tier"];
        assert_eq!(
            took,
            all.into_iter()
                .filter(|name| !left.contains(name))
                .collect::<Vec<_>>()
        );
        // What a diff says of the record afterwards is the same.
        let diff = update.diff(verified.record()).unwrap();
        assert_eq!(names(&diff), left, "{nulls:?}");
        assert_eq!(verified.into_record().mrr(), Some(150.5));
    }
}

#[tokio::test]
async fn what_is_still_there_is_shown_beside_what_was_sent() {
    let (_emulator, client) = emulator(Nulls::Ignore).await;
    let request = client
        .licenses()
        .update(license(), LicenseUpdate::new().clear_product());
    let verified = request.verify().await.unwrap();
    let change = verified.did_not_take().get("product").unwrap();
    let shown = change.before().map(|before| before.as_json().to_owned());
    assert_eq!(
        (shown.as_deref(), change.after().as_json()),
        (Some(r#""Basic""#), "null")
    );
}

#[tokio::test]
async fn what_the_server_drops_or_works_out_did_not_take() {
    let (_emulator, client) = emulator(Nulls::Store).await;
    let update = DealUpdate::new()
        .mrr(20)
        .arr(1)
        .property("brandNewKey", true);
    let deal = RecordRef::external("deal-1").unwrap();
    let verified = client.deals().update(deal, update).verify().await.unwrap();
    assert_eq!(names(verified.did_not_take()), ["arr", "brandNewKey"]);
    assert_eq!(verified.took().collect::<Vec<_>>(), ["mrr"]);
}

#[tokio::test]
async fn a_record_is_found_again_although_the_update_renames_it() {
    let (_emulator, client) = emulator(Nulls::Store).await;
    let update = LicenseUpdate::new().external_id("lic-8");
    let verified = client
        .licenses()
        .update(license(), update)
        .verify()
        .await
        .unwrap();
    assert!(verified.is_complete());
    assert_eq!(verified.record().external_id(), Some("lic-8"));
}

#[tokio::test]
async fn an_update_without_a_difference_need_not_be_sent() {
    let (emulator, client) = emulator(Nulls::Store).await;
    let before = client.licenses().get(license()).send().await.unwrap();
    let update = LicenseUpdate::new()
        .mrr(120.0)
        .to_date("2026-09-30")
        .custom("Tier", "gold");
    assert!(update.diff(&before).unwrap().is_empty());
    assert!(!update.mrr(121).diff(&before).unwrap().is_empty());
    drop(emulator);
}

#[tokio::test]
async fn a_failure_tells_which_of_the_two_calls_it_was() {
    let (_emulator, client) = emulator(Nulls::Store).await;
    let nobody = RecordRef::external("nobody").unwrap();
    let request = client
        .licenses()
        .update(nobody, LicenseUpdate::new().mrr(1));
    let error = request.verify().await.unwrap_err();
    assert!(
        matches!(&error, VerifyError::Update(error) if error.is_not_found()),
        "{error}"
    );

    let server = Server::scripted(&[
        Behaviour::Answer {
            status: 200,
            body: r#"{"_id":"61006fbf1df7fa77a20d9d0a"}"#,
        },
        Behaviour::Answer {
            status: 404,
            body: "",
        },
    ]);
    let client = Client::for_tests(server.url()).unwrap();
    let request = client
        .licenses()
        .update(license(), LicenseUpdate::new().mrr(1));
    let error = request
        .header("x-gateway", "blue")
        .verify()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, VerifyError::Read(error) if error.is_not_found()),
        "{error}"
    );
    assert_eq!(error.error().unwrap().operation(), "license_get");
    // The read is by the id, and through the same gateway.
    let calls = [
        "PUT /licenses/extid-lic-7",
        "GET /licenses/61006fbf1df7fa77a20d9d0a",
    ];
    assert_eq!(server.calls(), calls);
    assert_eq!(server.heard().matches("x-gateway: blue").count(), 2);
}

/// What comes of an update of `lic-7`, when the server answers it and the read behind it so; and both calls.
async fn verified(
    update: &'static str,
    read: &'static str,
) -> (Result<bool, VerifyError>, Vec<String>) {
    let script = [update, read].map(|body| Behaviour::Answer { status: 200, body });
    let server = Server::scripted(&script);
    let client = Client::for_tests(server.url()).unwrap();
    let body = LicenseUpdate::new().mrr(1);
    let verified = client.licenses().update(license(), body).verify().await;
    let is_complete = verified.map(|verified| verified.is_complete());
    (is_complete, server.calls())
}

#[tokio::test]
async fn a_reply_without_an_id_leaves_the_reference() {
    let (is_complete, calls) = verified("{}", r#"{"externalId":"lic-7","mrr":1.0}"#).await;
    assert!(is_complete.unwrap());
    assert_eq!(calls[1], "GET /licenses/extid-lic-7");
}

#[tokio::test]
async fn of_another_record_nothing_is_said() {
    const UPDATED: &str = r#"{"_id":"61006fbf1df7fa77a20d9d0a","mrr":1}"#;
    for (updated, read) in [
        (UPDATED, r#"{"_id":"61006fbf1df7fa77a20d9d0b","mrr":1}"#),
        (UPDATED, r#"{"_id":"61006fbf1df7fa77a20d9d0b","mrr":2}"#),
        (
            UPDATED,
            r#"{"_id":"61006fbf1df7fa77a20d9d0a","externalId":"lic-9","mrr":1}"#,
        ),
        (UPDATED, r#"{"mrr":1}"#),
        ("{}", r#"{"externalId":"lic-9","mrr":2}"#),
        ("{}", r#"{"mrr":1}"#),
    ] {
        let (error, _) = verified(updated, read).await;
        let error = error.unwrap_err();
        assert!(matches!(error, VerifyError::OtherRecord), "{read}: {error}");
        assert!(error.error().is_none());
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("61006") && !shown.contains("lic-"),
            "{shown}"
        );
    }
}

/// Code that works on any kind of record can use both.
#[tokio::test]
async fn any_resource_can_be_updated_with_care() {
    async fn update<R: planhat_api::Resource>(
        collection: planhat_api::Collection<R>,
        id: &str,
        update: R::Update,
    ) -> (usize, bool) {
        use planhat_api::Edit as _;

        let id = id.parse::<RecordRef>().unwrap();
        let before = collection.get(id.clone()).send().await.unwrap();
        let changes = update.diff(&before).unwrap().iter().count();
        let verified = collection.update(id, update).verify().await.unwrap();
        (changes, verified.is_complete())
    }
    let (_emulator, client) = emulator(Nulls::Store).await;
    let of_deal = update::<Deal>(client.deals(), "extid-deal-1", DealUpdate::new().mrr(11)).await;
    let of_license = update::<License>(
        client.licenses(),
        "extid-lic-7",
        LicenseUpdate::new().mrr(120),
    )
    .await;
    assert_eq!((of_deal, of_license), ((1, true), (0, true)));
}
