//! Slow calls, and callers who do not wait for them.

use std::time::{Duration, Instant};

use planhat_emulator::{Emulator, Fault};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::support::{Broken, Caller, RawReply};

const LONG: Duration = Duration::from_secs(3600);

/// Waits until something is so.
async fn until(what: impl Fn() -> bool) {
    let since = Instant::now();
    while !what() {
        assert!(since.elapsed() < Duration::from_secs(20), "it never comes");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// A create that is under way, and waits.
async fn waiting(emulator: &Emulator, fault: Fault) -> JoinHandle<Result<RawReply, Broken>> {
    let id = emulator.inject(fault).unwrap();
    let caller = Caller::new(emulator);
    let call =
        tokio::spawn(
            async move { crate::attempt(&caller, "POST /products", r#"{"name":"A"}"#).await },
        );
    until(|| {
        emulator
            .faults()
            .iter()
            .any(|fault| fault.id == id && fault.struck == 1)
    })
    .await;
    call
}

async fn names(emulator: &Emulator) -> serde_json::Value {
    let caller = Caller::new(emulator);
    caller.call("GET /products?select=name", None).await.body
}

#[tokio::test]
async fn a_slow_call_holds_up_no_other_and_not_the_end() {
    for (fault, stored) in [
        (Fault::delay(LONG), json!([])),
        (Fault::delay(LONG).after_write(), json!([{ "name": "A" }])),
        (Fault::delay(Duration::MAX), json!([])),
    ] {
        let emulator = Emulator::start().await.unwrap();
        let call = waiting(&emulator, fault).await;
        assert_eq!(names(&emulator).await, stored);
        assert!(!call.is_finished());
        let dropped = tokio::task::spawn_blocking(|| drop(emulator));
        tokio::time::timeout(Duration::from_secs(20), dropped)
            .await
            .unwrap()
            .unwrap();
        assert!(call.await.unwrap().is_err());
    }
}

#[tokio::test]
async fn a_slow_call_is_answered_once_its_time_has_passed() {
    for fault in [
        Fault::delay(Duration::from_millis(40)),
        Fault::delay(Duration::from_millis(40)).after_write(),
    ] {
        let emulator = Emulator::start().await.unwrap();
        emulator.inject(fault).unwrap();
        let since = Instant::now();
        let caller = Caller::new(&emulator);
        let reply = crate::attempt(&caller, "POST /products", r#"{"name":"A"}"#);
        assert_eq!(reply.await.unwrap().status, 200);
        assert!(since.elapsed() >= Duration::from_millis(40));
    }
}

#[tokio::test]
async fn a_write_takes_effect_though_its_caller_gave_up_before() {
    let emulator = Emulator::start().await.unwrap();
    let call = waiting(&emulator, Fault::delay(Duration::from_millis(500))).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    until(|| {
        emulator
            .requests()
            .iter()
            .any(|request| request.method == "POST")
    })
    .await;
    assert_eq!(names(&emulator).await, json!([{ "name": "A" }]));
}

#[tokio::test]
async fn a_call_that_waits_while_the_emulator_is_reset_is_neither_performed_nor_remembered() {
    let delay = Fault::delay(Duration::from_secs(1));
    for (fault, status) in [(delay.clone(), 503), (delay.after_write(), 200)] {
        let emulator = Emulator::start().await.unwrap();
        let call = waiting(&emulator, fault).await;
        emulator.reset();
        let reply = call.await.unwrap().unwrap();
        assert_eq!(reply.status, status);
        assert_eq!(emulator.requests(), []);
        assert_eq!(names(&emulator).await, json!([]));
    }
}
