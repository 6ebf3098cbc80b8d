//! A page of 2,000 records, each odd in its own way, comes back whole.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use conformance::capture::{Reply, Server};
use conformance::compare::compare;
use conformance::generated::records::codecs;
use conformance::json;
use planhat_api::{Client, License};

const RECORDS: usize = 2_000;

/// A license in which known keys hold what nobody promised: nulls, other types, unlisted values, nested unknowns.
fn odd_license(number: usize, properties: &[&str]) -> String {
    let oddities = [
        "null",
        r#""a value nobody listed""#,
        r#"{"symbol":"$","nested":{"unknown":[5000.0,null]}}"#,
        "83.33333333333333",
        "[1,\"two\",null]",
        "true",
        r#""2026-09-30T00:00:00.000Z""#,
    ];
    let members: Vec<String> = properties
        .iter()
        .enumerate()
        .map(|(position, property)| {
            format!(
                "\"{property}\":{}",
                oddities[(number + position) % oddities.len()]
            )
        })
        .collect();
    format!(
        "{{{},\"unknown{number}\":{{\"since\":{number}}}}}",
        members.join(",")
    )
}

#[tokio::test]
async fn a_page_of_odd_records_comes_back_whole() {
    let licenses = codecs()
        .into_iter()
        .find(|codec| codec.name() == "License")
        .unwrap();
    let records: Vec<String> = (0..RECORDS)
        .map(|number| odd_license(number, licenses.properties()))
        .collect();
    let server = Server::start_async().await;
    server.reply_with(Reply::json(
        200,
        format!("[{}]", records.join(",")).into_bytes(),
    ));
    let client = Client::builder()
        .token("page")
        .base_url(server.base_url())
        .build()
        .unwrap();

    let page: Vec<License> = client
        .licenses()
        .list()
        .limit(2000)
        .send()
        .await
        .unwrap()
        .into_inner();

    assert_eq!(page.len(), RECORDS);
    for (expected, license) in records.iter().zip(&page) {
        let expected = json::parse(expected).unwrap();
        for encoded in [
            license.as_json().to_owned(),
            serde_json::to_string(license).unwrap(),
        ] {
            let found = json::parse(&encoded).unwrap();
            assert!(compare(&expected, &found).is_empty(), "{encoded}");
        }
        let decoded = licenses.decode(license.as_json()).unwrap();
        let mismatches: Vec<_> = decoded
            .said
            .iter()
            .flat_map(|said| said.check(&expected))
            .collect();
        assert!(mismatches.is_empty(), "{mismatches:?}");
        assert_eq!(decoded.unknown.len(), 1);
    }
}
