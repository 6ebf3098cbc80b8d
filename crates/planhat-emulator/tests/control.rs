//! What a test asks of the emulator itself, by the library and by `/_emulator`.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use planhat_emulator::{Emulator, RateLimits, Seed};
use serde_json::{Value, json};
use support::{Caller, Reply};

async fn send(caller: &Caller, line: &str, body: &str) -> Reply {
    caller
        .send(
            line,
            Some(body.as_bytes().to_vec()),
            Some("application/json"),
        )
        .await
}

const ACME: &str = "61006bc89a3e0b702ed8ea49";

#[tokio::test]
async fn a_seed_is_taken_as_a_document_as_lines_and_as_both() {
    let company = json!({ "_id": ACME, "name": "Acme", "externalId": "acme" });
    let record = json!({ "companyId": "extid-acme", "externalId": "a", "x": [1] });
    let document = json!({ "companies": [company], "records": { "licenses": [record] } });
    let lines = format!(
        "{}\n\n{}\n",
        json!({ "company": company }),
        json!({ "resource": "licenses", "record": record })
    );
    let both = format!(
        "{}\n{}",
        json!({ "companies": [company] }),
        json!({ "resource": "licenses", "record": record })
    );
    for text in [document.to_string(), lines, both] {
        let emulator = Emulator::start().await.unwrap();
        let caller = Caller::new(&emulator);
        let reply = send(&caller, "POST /_emulator/seed", &text).await;
        assert_eq!((reply.status, &reply.body), (200, &json!({ "records": 1 })));
        let stored = caller.call("GET /licenses/extid-a", None).await.body;
        assert_eq!(
            (&stored["companyName"], &stored["companyId"], &stored["x"]),
            (&json!("Acme"), &json!(ACME), &json!([1]))
        );
    }
}

#[tokio::test]
async fn a_seed_that_is_wrong_somewhere_is_refused_as_a_whole_and_says_where() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator);
    for (text, told) in [
        ("{", "no JSON: EOF while parsing"),
        ("[]", "value 1 of the seed: it is no object"),
        ("{\"records\":{\"deals\":{}}}", "records/deals is no array"),
        (
            "{\"company\":{\"_id\":\"61006bc89a3e0b702ed8ea49\"}}\n{\"record\":{}}",
            "value 2 of the seed: missing field `resource`",
        ),
        ("{\"licenses\":[]}", "unknown field `licenses`"),
        (
            "{\"resource\":\"sales\",\"record\":{}}",
            "there is no resource `sales`; there are deals",
        ),
        (
            "{\"company\":{\"_id\":\"acme\"}}",
            "company: `acme` is no object id",
        ),
        (
            "{\"records\":{\"deals\":[{\"name\":\"A\"},{\"_id\":7}]}}",
            "record 1 of deals: its _id is no object id",
        ),
        (
            "{\"records\":{\"deals\":[{\"sourceId\":\"1\"},{\"sourceId\":\"1\"}]}}",
            "record 1 of deals: another record",
        ),
    ] {
        let reply = send(&caller, "POST /_emulator/seed", text).await;
        let message = reply.body["message"].as_str().unwrap();
        assert_eq!(reply.status, 400, "{text}");
        assert!(message.contains(told), "{text}: {message}");
    }
    let reply = caller
        .send("POST /_emulator/seed", Some(vec![0xff]), None)
        .await;
    assert_eq!(reply.body["message"], "the seed is no UTF-8");
    assert_eq!(caller.everything().await, [json!([]), json!([]), json!([])]);
}

#[tokio::test]
async fn the_documented_records_are_there_to_start_from() {
    let emulator = Emulator::builder()
        .seed(Seed::documented())
        .start()
        .await
        .unwrap();
    let caller = Caller::new(&emulator);
    for (resource, id, name) in [
        ("deals", "610091916d643a7c418aef42", "Acme Renewal 2026"),
        ("products", "610097ab6d643a7c418af200", "Platform — Growth"),
    ] {
        let record = caller
            .call(&format!("GET /{resource}/{id}"), None)
            .await
            .body;
        assert_eq!(record["name"], name);
    }
    let licenses = caller
        .call("GET /licenses?select=_id,companyName", None)
        .await
        .body;
    assert!(licenses.as_array().unwrap().len() >= 3, "{licenses}");
}

#[tokio::test]
async fn a_reset_puts_everything_back_as_it_started() {
    let emulator = Emulator::builder()
        .record("deals", json!({ "_id": ACME, "name": "A" }))
        .rate_limits(RateLimits::documented().per_minute(6))
        .start()
        .await
        .unwrap();
    let caller = Caller::new(&emulator);
    let before = caller.everything().await;
    for by_library in [true, false] {
        let made = caller
            .call("POST /products", Some(&json!({ "name": "P" })))
            .await;
        assert_eq!(made.status, 200);
        assert_eq!(
            caller
                .call(&format!("DELETE /deals/{ACME}"), None)
                .await
                .status,
            200
        );
        if by_library {
            emulator.reset();
        } else {
            assert_eq!(caller.call("POST /_emulator/reset", None).await.status, 200);
        }
        assert_eq!(emulator.requests(), []);
        assert_eq!(caller.everything().await, before);
    }
}

#[tokio::test]
async fn the_last_requests_are_told_without_a_token() {
    let emulator = Emulator::builder()
        .token("t0p/secret")
        .remember_requests(3)
        .start()
        .await
        .unwrap();
    let caller = Caller::new(&emulator);
    let unknown = Caller::with(&emulator, Some("Bearer other-secret".to_owned()));
    caller.call("GET /deals?limit=1", None).await;
    caller
        .call("POST /products", Some(&json!({ "name": "t0p/secret" })))
        .await;
    unknown.call("GET /licenses/extid-t0p%2Fsecret", None).await;
    caller.call("PATCH /deals", None).await;
    let told = caller.call("GET /_emulator/requests", None).await.body;
    let lines: Vec<String> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|request| {
            let text = |key: &str| request.get(key).map_or("-".to_owned(), Value::to_string);
            ["number", "method", "path", "operation", "body", "status"]
                .map(text)
                .join(" ")
        })
        .collect();
    assert_eq!(
        lines,
        [
            r#"2 "POST" "/products" "product_create" {"name":"[token]"} 200"#,
            r#"3 "GET" "[token]" "license_get" - 401"#,
            r#"4 "PATCH" "/deals" - - 405"#,
        ]
    );
    let builder = Emulator::builder()
        .token("t0p/secret")
        .read_only_token("secret");
    let shown = format!("{told}{:?}{emulator:?}{builder:?}", emulator.requests());
    assert!(!shown.contains("secret"), "{}", shown.len());
    assert_eq!(json!(emulator.requests()), told);
    caller.call("DELETE /_emulator/requests", None).await;
    assert_eq!(emulator.requests(), []);
}

#[tokio::test]
async fn what_is_under_the_emulators_own_path_needs_no_token_is_not_counted_and_can_be_switched_off()
 {
    for is_on in [true, false] {
        let mut builder = Emulator::builder().control(is_on);
        if is_on {
            builder = builder.rate_limits(RateLimits::documented().per_minute(1));
        }
        let emulator = builder.start().await.unwrap();
        let nobody = Caller::with(&emulator, None);
        for (line, status) in [
            ("POST /_emulator/reset", 200),
            ("POST /_emulator/seed", 200),
            ("GET /_emulator/requests", 200),
            ("POST /_emulator/save", 409),
            ("GET /_emulator/seed", 405),
        ] {
            let status = if is_on { status } else { 404 };
            let reply = nobody.call(line, None).await;
            assert_eq!(reply.status, status, "{line}");
            assert_eq!(reply.body["message"].is_string(), status != 200, "{line}");
        }
    }
}

#[tokio::test]
async fn a_misspelt_path_of_the_emulators_own_is_neither_counted_nor_remembered() {
    let limits = RateLimits::documented().per_minute(1);
    let emulator = Emulator::builder().rate_limits(limits);
    let emulator = emulator.start().await.unwrap();
    let caller = Caller::new(&emulator);
    for line in [
        "GET /_emulator",
        "POST /_emulator/",
        "POST /_emulator/reset/",
        "GET /_emulator/request",
    ] {
        let reply = caller.call(line, None).await;
        assert_eq!(reply.status, 404, "{line}");
        assert!(reply.body["message"].is_string(), "{line}");
    }
    assert_eq!(emulator.requests(), []);
    assert_eq!(caller.call("GET /deals", None).await.status, 200);
}

#[tokio::test]
async fn a_page_of_another_site_asks_nothing_of_the_emulator_itself() {
    let emulator = Emulator::start().await.unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let own = emulator.url();
    for (header, value, expected) in [
        ("origin", own, 200),
        ("origin", "http://evil.test", 403),
        ("origin", "null", 403),
        ("host", "localhost:1", 200),
        ("host", "evil.test", 403),
    ] {
        for path in ["/_emulator/reset", "/_emulator/seed"] {
            let request = client.post(format!("{own}{path}")).header(header, value);
            let status = request.send().await.unwrap().status();
            assert_eq!(status, expected, "{path}, {header} {value}");
        }
    }
    let request = client.get(format!("{own}/deals"));
    let request = request.header("host", "evil.test");
    let request = request.bearer_auth(emulator.token());
    let status = request.send().await.unwrap().status();
    assert_eq!(status, 200, "Planhat's own paths go by any name");
}

#[tokio::test]
async fn calls_beyond_the_limits_get_429_and_every_reply_tells_how_they_stand() {
    let clock = planhat_emulator::FixedClock::at(std::time::SystemTime::UNIX_EPOCH);
    let emulator = Emulator::builder()
        .rate_limits(RateLimits::documented().retry_after(true))
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    let caller = Caller::new(&emulator);
    let mut statuses = Vec::new();
    for _ in 0..151 {
        statuses.push(caller.call("GET /deals", None).await);
    }
    let header = |reply: &Reply, name: &str| {
        let value = reply.headers.get(name).map(|value| value.to_str().unwrap());
        value.unwrap_or("-").to_owned()
    };
    let told = |reply: &Reply| {
        let names = [
            "x-rate-limit-limit",
            "x-rate-limit-remaining",
            "retry-after",
        ];
        (
            reply.status,
            names.map(|name| header(reply, name)).join(" "),
        )
    };
    assert_eq!(told(&statuses[0]), (200, "200 199 -".to_owned()));
    assert_eq!(told(&statuses[149]), (200, "200 50 -".to_owned()));
    assert_eq!(told(&statuses[150]), (429, "200 49 1".to_owned()));
    clock.advance(std::time::Duration::from_secs(1));
    for _ in 0..49 {
        assert_eq!(caller.call("GET /deals", None).await.status, 200);
    }
    let refused = caller.call("GET /deals", None).await;
    assert_eq!(told(&refused), (429, "200 0 59".to_owned()));
    assert_eq!(refused.body["message"], "200 calls a minute are the most");
    clock.advance(std::time::Duration::from_secs(59));
    assert_eq!(caller.call("GET /deals", None).await.status, 200);
}
