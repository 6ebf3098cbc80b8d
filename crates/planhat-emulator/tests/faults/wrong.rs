//! Faults that cannot be.

use planhat_emulator::{Emulator, Fault, FaultError, StartError};
use serde_json::{Value, json};

use crate::support::{Caller, json};

/// Why the library does not take it.
fn refused(emulator: &Emulator, fault: &Value) -> FaultError {
    let injected = fault.to_string().parse::<Fault>();
    injected
        .and_then(|fault| emulator.inject(fault))
        .unwrap_err()
}

#[tokio::test]
async fn a_wrong_fault_is_refused_with_its_place_and_what_would_do() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator);
    let cases = json("cases/emulator/bad_faults.json");
    for case in cases.as_array().unwrap() {
        let fault = &case["fault"];
        let error = refused(&emulator, fault);
        assert_eq!(error.pointer, case["at"].as_str().unwrap(), "{fault}");
        for told in case["told"].as_array().unwrap() {
            let told = told.as_str().unwrap();
            assert!(error.problem.contains(told), "{fault}: {error}");
        }
        let sent = json!([{ "fault": "reset" }, fault]);
        let reply = caller.call("POST /_emulator/faults", Some(&sent)).await;
        assert_eq!(reply.status, 400, "{fault}");
        let place = json!({ "pointer": format!("/1{}", error.pointer), "message": error.problem });
        assert_eq!(reply.body["errors"], json!([place]), "{fault}");
        assert_eq!(emulator.faults(), [], "{fault}: none is taken of several");
    }
    let one = json!({ "fault": "delay" });
    let reply = caller.call("POST /_emulator/faults", Some(&one)).await;
    assert_eq!(
        reply.body["message"],
        "/milliseconds: is missing, and this fault needs it"
    );
    for (text, status) in [
        ("", 400),
        ("{", 400),
        ("\u{0}", 400),
        (&"x".repeat(2 << 20), 413),
    ] {
        let reply = crate::attempt(&caller, "POST /_emulator/faults", text).await;
        assert_eq!(reply.unwrap().status, status);
    }
}

#[tokio::test]
async fn an_emulator_does_not_start_with_a_wrong_fault() {
    let fault = Fault::reset().on("licenses_update");
    let error = Emulator::builder().fault(fault).start().await.unwrap_err();
    assert!(matches!(
        error,
        StartError::Setting {
            setting: "fault",
            ..
        }
    ));
    let told = error.to_string();
    assert!(told.starts_with("fault: /operation: there is no operation `licenses_update`"));
}

#[tokio::test]
async fn a_fault_of_any_status_is_answered_with_it() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator);
    for status in 200..=599 {
        for fault in [Fault::status(status), Fault::html(status)] {
            emulator.inject(fault).unwrap();
            let reply = crate::attempt(&caller, "GET /products", "").await.unwrap();
            assert_eq!(reply.status, status);
        }
    }
}
