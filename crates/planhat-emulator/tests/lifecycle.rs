//! Emulators start, live beside each other, and end.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use std::net::TcpStream;
use std::time::Duration;

use planhat_emulator::{Company, Emulator, StartError};
use serde_json::json;
use support::Caller;
use tokio::io::AsyncWriteExt as _;

#[tokio::test]
async fn two_emulators_in_one_process_do_not_see_each_other() {
    let (one, other) = (
        Emulator::start().await.unwrap(),
        Emulator::start().await.unwrap(),
    );
    assert_ne!(one.url(), other.url());
    let made = Caller::new(&one)
        .call("POST /products", Some(&json!({ "name": "A" })))
        .await;
    assert_eq!(made.status, 200);
    assert_eq!(
        Caller::new(&one).call("GET /products", None).await.body,
        json!([made.body])
    );
    assert_eq!(
        Caller::new(&other).call("GET /products", None).await.body,
        json!([])
    );
}

#[tokio::test]
async fn one_seed_and_one_clock_make_the_same_records() {
    let mut records = Vec::new();
    for _ in 0..2 {
        let emulator = support::state::builder(&json!({})).start().await.unwrap();
        let caller = Caller::new(&emulator);
        // What is refused takes no id.
        caller.call("POST /products", Some(&json!({}))).await;
        caller
            .call("POST /products", Some(&json!({ "name": "A" })))
            .await;
        records.push(caller.everything().await);
    }
    assert_eq!(records[0], records[1]);
}

#[tokio::test]
async fn a_dropped_emulator_has_closed_its_port() {
    let emulator = Emulator::start().await.unwrap();
    let address = emulator.address();
    assert!(address.ip().is_loopback());
    Caller::new(&emulator).call("GET /products", None).await;
    drop(emulator);
    assert!(TcpStream::connect(address).is_err());
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_hold_up_the_end() {
    let emulator = Emulator::start().await.unwrap();
    let mut stream = tokio::net::TcpStream::connect(emulator.address())
        .await
        .unwrap();
    let head = "POST /products HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let dropped = tokio::task::spawn_blocking(|| drop(emulator));
    tokio::time::timeout(Duration::from_secs(10), dropped)
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn it_answers_a_test_whose_time_is_paused() {
    let emulator = Emulator::start().await.unwrap();
    let url = emulator.url().to_owned();
    // A client of another runtime: paused time runs ahead while sockets are waited for.
    let status = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            let request = reqwest::Client::builder()
                .no_proxy()
                .build()
                .unwrap()
                .get(url + "/none");
            request.send().await.unwrap().status().as_u16()
        })
    });
    assert_eq!(status.await.unwrap(), 404);
}

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_starts_leave_nothing_behind() {
    use support::alone;

    alone::run("a_thousand_starts_leave_nothing_behind", async {
        drop(Emulator::start().await.unwrap());
        let before = alone::held();
        for _ in 0..1000 {
            let emulator = Emulator::start().await.unwrap();
            assert!(TcpStream::connect(emulator.address()).is_ok());
        }
        alone::until_held(before).await;
    });
}

#[tokio::test]
async fn a_wrong_setting_is_told_when_it_starts() {
    let company = "61006bc89a3e0b702ed8ea49";
    let of = |record| Emulator::builder().record("deals", record);
    for (builder, told) in [
        (Emulator::builder().token(""), "token: "),
        (Emulator::builder().read_only_token("a\n"), "token: "),
        (
            Emulator::builder().next_ids(["lic-7"]),
            "next_ids: `lic-7` is no object id",
        ),
        (
            Emulator::builder().absent("sales", planhat_emulator::Absent::NotFound),
            "deals, licenses, products",
        ),
        (
            Emulator::builder().company(Company::new("acme")),
            "company: `acme` is no object id",
        ),
        (
            Emulator::builder()
                .company(Company::new(company).source_id("1"))
                .company(Company::new("61006bc89a3e0b702ed8ea50").source_id("1")),
            "known as `srcid-1`",
        ),
        (
            Emulator::builder().record("sales", json!({})),
            "there is no resource `sales`",
        ),
        (of(json!([])), "record 0 of deals: it is no object"),
        (of(json!({ "_id": "deal-1" })), "its _id is no object id"),
        (
            of(json!({ "_id": company })).record("deals", json!({ "_id": company })),
            "record 1 of deals: another record has the _id",
        ),
        (
            of(json!({ "companyId": "extid-acme" })),
            "there is no company `extid-acme`",
        ),
        (
            of(json!({ "sourceId": "1" })).record("deals", json!({ "sourceId": "1" })),
            "another record has its source id",
        ),
        (
            of(json!({ "companyId": "srcid-1", "externalId": "x" }))
                .record("deals", json!({ "companyId": company, "externalId": "x" }))
                .company(Company::new(company).source_id("1")),
            "record 1 of deals: another record has its source id or its external id",
        ),
        (
            of(json!({ "companyId": "srcid-1", "externalId": "x" }))
                .record(
                    "deals",
                    json!({ "companyId": "srcid-1", "externalId": "x" }),
                )
                .company(Company::new(company).source_id("1")),
            "record 1 of deals: another record has its source id or its external id",
        ),
    ] {
        let error = builder.start().await.unwrap_err().to_string();
        assert!(error.contains(told), "{told}: {error}");
    }
    let taken = Emulator::start().await.unwrap();
    let error = Emulator::builder()
        .bind(taken.address())
        .start()
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::Listen { .. }), "{error}");
}
