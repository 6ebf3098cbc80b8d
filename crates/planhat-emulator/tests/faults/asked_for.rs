//! How faults are asked for, told and removed.

use std::time::Duration;

use planhat_emulator::{Emulator, Fault, Items};
use serde_json::{Value, json};

use crate::support::Caller;

#[test]
fn what_the_library_says_is_what_json_says() {
    for (fault, json) in [
        (
            Fault::status(503)
                .retry_after(Duration::from_millis(1001))
                .on("license_update")
                .after_write()
                .times(3),
            json!({ "fault": "status", "status": 503, "headers": { "Retry-After": "2" }, "when": "after_write", "operation": "license_update", "times": 3 }),
        ),
        (
            Fault::status(500)
                .body(json!(null))
                .header("X", "a")
                .header("X", "b")
                .before_write(),
            json!({ "fault": "status", "status": 500, "body": null, "headers": { "X": "b" }, "when": "before_write" }),
        ),
        (
            Fault::html(502).retry_after(Duration::MAX),
            json!({ "fault": "html", "status": 502, "headers": { "Retry-After": u64::MAX.to_string() } }),
        ),
        (
            Fault::html(502).skip(4),
            json!({ "fault": "html", "status": 502, "skip": 4 }),
        ),
        (
            Fault::delay(Duration::from_secs(2))
                .on_resource("deals")
                .on_verb("get")
                .always(),
            json!({ "fault": "delay", "milliseconds": 2000, "resource": "deals", "verb": "get", "always": true }),
        ),
        (
            Fault::reset().share(0.1, 7),
            json!({ "fault": "reset", "share": 0.1, "seed": 7 }),
        ),
        (Fault::cut_off(), json!({ "fault": "cut_off" })),
        (
            Fault::cut_off().bytes(9),
            json!({ "fault": "cut_off", "bytes": 9 }),
        ),
        (
            Fault::cut_off().part(0.25),
            json!({ "fault": "cut_off", "part": 0.25 }),
        ),
        (
            Fault::item_errors(Items::Share { of: 0.1, seed: 7 }).body("E11000"),
            json!({ "fault": "item_errors", "items": { "share": { "of": 0.1, "seed": 7 } }, "body": "E11000" }),
        ),
        (
            Fault::item_errors(Items::Every(3)),
            json!({ "fault": "item_errors", "items": { "every": 3 } }),
        ),
        (
            Fault::item_errors(Items::At(vec![0, 2])),
            json!({ "fault": "item_errors", "items": { "at": [0, 2] } }),
        ),
        (
            Fault::item_errors(Items::Keys(vec!["a".to_owned()])),
            json!({ "fault": "item_errors", "items": { "keys": ["a"] } }),
        ),
        (
            Fault::ignored_filter(),
            json!({ "fault": "ignored_filter" }),
        ),
        (Fault::ignored_sort(), json!({ "fault": "ignored_sort" })),
        (
            Fault::ignored_offset(),
            json!({ "fault": "ignored_offset" }),
        ),
        (Fault::stale_list(), json!({ "fault": "stale_list" })),
        (Fault::stale_get(), json!({ "fault": "stale_get" })),
        (
            Fault::capped_page(50),
            json!({ "fault": "capped_page", "limit": 50 }),
        ),
    ] {
        assert_eq!(serde_json::to_value(&fault).unwrap(), json);
        assert_eq!(json.to_string().parse::<Fault>().unwrap(), fault);
    }
}

#[tokio::test]
async fn faults_are_told_and_removed_one_by_one_and_all_at_once() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator);
    let first = emulator.inject(Fault::status(503).times(2)).unwrap();
    let sent =
        json!([{ "fault": "reset", "always": true, "operation": "deal_get" }, { "fault": "html" }]);
    let ids = caller
        .call("POST /_emulator/faults", Some(&sent))
        .await
        .body;
    let ids: Vec<u64> = serde_json::from_value(ids["ids"].clone()).unwrap();
    assert_eq!(ids.len(), 2);
    assert_eq!(caller.call("GET /deals", None).await.status, 503);
    let told = caller.call("GET /_emulator/faults", None).await.body;
    let expected = json!([
        { "id": first.number(), "fault": "status", "status": 503, "times": 2, "struck": 1, "left": 1 },
        { "id": ids[0], "fault": "reset", "always": true, "operation": "deal_get", "struck": 0, "left": null },
        { "id": ids[1], "fault": "html", "struck": 0, "left": 1 },
    ]);
    assert_eq!(told, expected);
    assert_eq!(serde_json::to_value(emulator.faults()).unwrap(), expected);

    assert!(emulator.remove_fault(first) && !emulator.remove_fault(first));
    let line = format!("DELETE /_emulator/faults/{}", ids[0]);
    assert_eq!(caller.call(&line, None).await.status, 200);
    for line in [
        &line,
        "DELETE /_emulator/faults/0",
        "DELETE /_emulator/faults/x",
    ] {
        assert_eq!(caller.call(line, None).await.status, 404, "{line}");
    }
    assert_eq!(emulator.faults().len(), 1);
    assert_eq!(
        caller.call("DELETE /_emulator/faults", None).await.status,
        200
    );
    assert_eq!(
        caller.call("GET /_emulator/faults", None).await.body,
        json!([])
    );
    emulator.inject(Fault::reset()).unwrap();
    emulator.clear_faults();
    assert_eq!(caller.call("GET /deals", None).await.status, 200);
}

#[tokio::test]
async fn a_reset_puts_back_the_faults_of_the_start_and_no_others() {
    let record = json!({ "name": "A" });
    let builder = Emulator::builder().record("products", record.clone());
    let builder = builder
        .fault(Fault::status(503))
        .fault(Fault::stale_list().skip(1));
    let emulator = builder.start().await.unwrap();
    let caller = Caller::new(&emulator);
    for by_http in [true, false, true] {
        emulator.inject(Fault::html(502).skip(9)).unwrap();
        assert_eq!(caller.call("GET /products", None).await.status, 503);
        caller
            .call("POST /products", Some(&json!({ "name": "B" })))
            .await;
        let stale = caller.call("GET /products?select=name", None).await;
        assert_eq!(stale.body, json!([record]), "as it started");
        if by_http {
            caller.call("POST /_emulator/reset", None).await;
        } else {
            emulator.reset();
        }
        let struck: Vec<u64> = emulator.faults().iter().map(|fault| fault.struck).collect();
        assert_eq!(struck, [0, 0]);
    }
}

#[tokio::test]
async fn a_fault_before_the_write_strikes_whoever_calls_and_one_after_it_too() {
    let emulator = Emulator::start().await.unwrap();
    let stranger = Caller::with(&emulator, None);
    emulator.inject(Fault::status(503)).unwrap();
    emulator.inject(Fault::status(502).after_write()).unwrap();
    for status in [503, 502, 401] {
        let reply = stranger
            .call("POST /products", Some(&json!({ "name": "A" })))
            .await;
        assert_eq!(reply.status, status);
    }
    assert_eq!(
        Caller::new(&emulator)
            .call("GET /products", None)
            .await
            .body,
        json!([])
    );
}

#[tokio::test]
async fn the_paths_of_the_emulator_itself_are_never_struck() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator);
    emulator.inject(Fault::reset().always()).unwrap();
    for line in [
        "GET /_emulator/faults",
        "GET /_emulator/requests",
        "DELETE /_emulator/faults",
    ] {
        assert_eq!(caller.call(line, None).await.status, 200, "{line}");
    }
}

#[tokio::test]
async fn two_emulators_share_no_faults() {
    let (one, other) = (
        Emulator::start().await.unwrap(),
        Emulator::start().await.unwrap(),
    );
    one.inject(Fault::status(503).always()).unwrap();
    assert_eq!(Caller::new(&one).call("GET /deals", None).await.status, 503);
    assert_eq!(
        Caller::new(&other).call("GET /deals", None).await.status,
        200
    );
    assert_eq!(other.faults(), []);
}

#[tokio::test]
async fn what_is_switched_off_takes_no_faults_by_http_but_by_the_library() {
    let emulator = Emulator::builder().control(false).start().await.unwrap();
    let caller = Caller::new(&emulator);
    let sent = json!({ "fault": "reset" });
    for (line, body) in [
        ("POST /_emulator/faults", Some(&sent)),
        ("GET /_emulator/faults", None),
        ("DELETE /_emulator/faults", None),
        ("DELETE /_emulator/faults/1", None),
    ] {
        assert_eq!(caller.call(line, body).await.status, 404, "{line}");
    }
    emulator.inject(Fault::status(503)).unwrap();
    assert_eq!(caller.call("GET /deals", None).await.status, 503);
}

#[tokio::test]
async fn what_was_called_tells_which_faults_struck_it() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator);
    let delay = emulator
        .inject(Fault::delay(Duration::from_millis(1)).skip(1))
        .unwrap();
    let reset = emulator.inject(Fault::reset().skip(1)).unwrap();
    let cut_off = emulator.inject(Fault::cut_off().skip(2)).unwrap();
    for _ in 0..3 {
        let _ = crate::attempt(&caller, "GET /deals", "").await;
    }
    let requests = emulator.requests();
    let found: Vec<_> = requests
        .iter()
        .map(|request| (request.status, request.faults.as_slice()))
        .collect();
    assert_eq!(
        found,
        [
            (Some(200), &[][..]),
            (None, &[delay, reset]),
            (Some(200), &[cut_off])
        ]
    );
    let told = caller.call("GET /_emulator/requests", None).await.body;
    assert_eq!(told.pointer("/0/faults"), None);
    assert_eq!(told.pointer("/1/status"), Some(&Value::Null));
    assert_eq!(told[1]["faults"], json!([delay, reset]));
}
