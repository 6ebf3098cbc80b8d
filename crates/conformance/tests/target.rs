//! The cases against the emulator: nothing differs but what is registered, and whatever else differs is told.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::LazyLock;

use conformance::capture::{Reply, Server};
use conformance::oracle::Oracle;
use conformance::report::{Check, Counter, Report, Target, write_json};
use conformance::spec::Spec;
use conformance::suite::{self, Options, Proxy, SuiteError};
use conformance::workspace::Workspace;
use serde_json::{Value, json};
use support::{Copied, settings, text};

static REPORT: LazyLock<Report> =
    LazyLock::new(|| run(&Workspace::default(), None, None).expect("it runs"));

fn run(
    workspace: &Workspace,
    only: Option<&str>,
    proxy: Option<Proxy>,
) -> Result<Report, SuiteError> {
    let options = Options {
        only: only.map(str::to_owned),
        target: Target::Emulator,
        proxy,
    };
    suite::run_with(workspace, &options).map(|run| run.report)
}

/// Runs one case, or all, on a copy of the documents with an edited file of states and exceptions.
fn edited(only: Option<&str>, edit: impl FnOnce(&mut Value)) -> Result<Report, SuiteError> {
    let copied = Copied::of(&["openapi", "tests/documented", "tests/cases/emulator"]);
    copied.edit("tests/cases/emulator/exchanges.json", |text| {
        let mut file: Value = serde_json::from_str(text).expect("JSON");
        edit(&mut file);
        file.to_string()
    });
    run(&copied.workspace(), only, None)
}

#[test]
fn every_documented_request_gets_the_documented_reply_but_for_what_is_registered() {
    assert!(REPORT.is_clean(), "{}", text(&REPORT));
    let all = Counter { passed: 17, of: 17 };
    assert_eq!(REPORT.documented_exchanges(), all);
    for id in &REPORT.documented {
        let case = REPORT.cases.iter().find(|case| case.id == *id);
        let checks = &case.expect("it was run").checks;
        for check in [Check::Answer, Check::Reply] {
            assert!(
                checks.iter().any(|one| one.check == check),
                "{id}: no {check:?}"
            );
        }
    }
    settings().bind(|| insta::assert_snapshot!("report-emulator", text(&REPORT)));
}

#[test]
fn the_json_report_names_the_target_and_what_is_registered() {
    let mut out = Vec::new();
    write_json(&REPORT, &mut out).expect("a vector takes it");
    let report: Value = serde_json::from_slice(&out).expect("JSON");
    assert_eq!(report["target"], "emulator");
    assert_eq!(report["through_proxy"], false);
    let registered = report["registered"].as_array().expect("a list");
    assert_eq!(registered[0]["case"], "deal.update.documented");
    assert!(
        registered[0]["reason"]
            .as_str()
            .is_some_and(|reason| reason.len() > 20)
    );
}

#[test]
fn conversations_make_every_call_with_every_parameter_and_get_every_status() {
    let file = Workspace::default().file("tests/cases/emulator/conversations.json");
    let file = fs::read_to_string(file).expect("it is there");
    let file: Value = serde_json::from_str(&file).expect("JSON");
    let cases = file["cases"].as_array().expect("a list").iter();
    let steps: Vec<&Value> = cases
        .flat_map(|case| case["steps"].as_array().expect("a list"))
        .collect();
    let status = |step: &Value| step.get("status").and_then(Value::as_u64).unwrap_or(200);
    let mut seen = BTreeSet::new();
    for step in &steps {
        let call = step["call"].as_str().expect("a text");
        seen.insert((call, status(step).to_string()));
        for name in step["query"]
            .as_object()
            .into_iter()
            .flat_map(|query| query.keys())
        {
            seen.insert((call, name.clone()));
        }
    }
    let spec = Spec::read(&Workspace::default().spec()).expect("the spec can be read");
    let mut missed = Vec::new();
    for operation in spec.operations() {
        let parameters = spec.query(&operation).expect("they can be read");
        let mut wanted: Vec<String> = parameters.into_iter().map(|(name, _)| name).collect();
        wanted.push("200".to_owned());
        if operation.id.ends_with("_bulk_upsert") {
            wanted.extend(["206", "400", "403"].map(str::to_owned));
        }
        let id = operation.id.as_str();
        missed.extend(
            wanted
                .into_iter()
                .filter(|one| !seen.contains(&(id, one.clone())))
                .map(|one| format!("{id}: {one}")),
        );
    }
    assert_eq!(missed, Vec::<String>::new());
    for wanted in [200, 206, 400, 401, 403, 404] {
        assert!(
            steps.iter().any(|step| status(step) == wanted),
            "no step gets {wanted}"
        );
    }
}

#[test]
fn an_exception_that_no_longer_differs_fails_its_case() {
    let id = "license.get.documented";
    let report = edited(Some(id), |file| {
        let exceptions = file["exceptions"].as_array_mut().expect("a list");
        exceptions.push(json!({ "exchange": id, "at": ["/mrr"], "reason": "Made up." }));
    });
    let told = text(&report.expect("it runs"));
    for line in [
        "FAILED  license.get.documented  license_get  answer",
        "  no-difference at /mrr\n    expected  a difference, since: Made up.\n    found     none; take it out of the exceptions",
        "  run       cargo run -p conformance -- --target emulator --case license.get.documented",
        "1 case failed",
    ] {
        assert!(told.contains(line), "{line:?} is not told:\n{told}");
    }
}

#[test]
fn a_difference_that_is_not_registered_fails_its_case() {
    let id = "product.update.documented";
    let report = edited(Some(id), |file| file["exceptions"] = json!([]));
    let told = text(&report.expect("it runs"));
    assert!(
        told.contains("  unexpected at /length\n    expected  nothing\n    found     12"),
        "{told}"
    );
}

#[test]
fn a_wrong_state_is_told() {
    for (id, place, value, line) in [
        (
            "deal.get.documented",
            "/records/deals/0/mrr",
            json!(5001),
            "  value at /mrr\n    expected  5000\n    found     5001",
        ),
        (
            "deal.create.documented",
            "/next_ids/0",
            json!("610091916d643a7c418aef43"),
            "  value at /_id\n    expected  \"610091916d643a7c418aef42\"\n    found     \"610091916d643a7c418aef43\"",
        ),
        (
            "license.get.documented",
            "/now",
            json!("2021-07-28T20:42:39.000Z"),
            "  value at /renewalDaysFromNow\n    expected  -1313\n    found     -1314",
        ),
        (
            "license.delete.documented",
            "/records/licenses/0/_id",
            json!("lic-7"),
            "  state at state\n    expected  an emulator in the state of the case\n    found     record 0 of licenses: its _id is no object id",
        ),
        (
            "license.update.documented",
            "/now",
            json!("yesterday"),
            "    found     `yesterday` is no time:",
        ),
    ] {
        let report = edited(Some(id), |file| {
            let state = file["exchanges"].get_mut(id).expect("a state");
            *state.pointer_mut(place).expect("a value") = value;
        });
        let report = report.expect("it runs");
        assert!(!report.is_clean(), "{id}");
        assert!(
            text(&report).contains(line),
            "{line:?} is not told:\n{}",
            text(&report)
        );
    }
}

#[test]
fn an_exchange_without_a_state_fails() {
    let id = "deal.get.documented";
    let report = edited(Some(id), |file| {
        file["exchanges"]
            .as_object_mut()
            .expect("an object")
            .remove(id);
    });
    let told = text(&report.expect("it runs"));
    assert!(
        told.contains("expected  a state for deal.get.documented"),
        "{told}"
    );
}

#[test]
fn states_and_exceptions_of_nothing_are_refused() {
    let exception = |exchange: &str, reason: &str| json!([{ "exchange": exchange, "at": ["/_id"], "reason": reason }]);
    for (part, value, told) in [
        (
            "/exceptions",
            exception("deal.get", "So."),
            "there is no exchange deal.get; take it out",
        ),
        (
            "/exceptions",
            exception("deal.get.documented", " "),
            "an exception of deal.get.documented has no reason",
        ),
        (
            "/exchanges/deal.get.documented",
            json!({ "recods": {} }),
            "unknown field `recods`",
        ),
        (
            "/exchanges",
            json!({ "deal.got": {} }),
            "there is no exchange deal.got",
        ),
    ] {
        let refused = edited(None, |file| {
            *file.pointer_mut(part).expect("a part") = value
        });
        let problem = refused.expect_err("it is refused").to_string();
        assert!(
            problem.starts_with("tests/cases/emulator/exchanges.json: "),
            "{problem}"
        );
        assert!(problem.contains(told), "{problem}");
    }
}

/// A proxy that answers everything with the printed reply to an exchange, and what it objects to.
fn proxied(id: &str, case: &str, violations: Option<&str>) -> Report {
    let oracle = Oracle::read(&Workspace::default()).expect("the oracle can be read");
    let exchange = oracle.exchange(id).expect("it is documented");
    let reply = exchange.reply.as_ref().expect("a reply is printed");
    let mut reply = Reply::json(200, reply.body.text.clone());
    let violations = violations.map(|text| ("sl-violations".to_owned(), text.to_owned()));
    reply.headers.extend(violations);
    let server = Server::start();
    server.reply_with(reply);
    let proxy = Proxy {
        url: server.base_url(),
        upstream: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
    };
    run(&Workspace::default(), Some(case), Some(proxy)).expect("it runs")
}

#[test]
fn what_a_proxy_objects_to_fails_the_case() {
    let id = "license.get.documented";
    let report = proxied(id, id, None);
    assert!(report.is_clean(), "{}", text(&report));
    assert!(text(&report).starts_with("against the emulator, through a proxy\n"));

    let violation = r#"[{"location":["response","body","mrr"],"severity":"Error","code":"type","message":"Response body property mrr must be string"}]"#;
    let told = text(&proxied(id, id, Some(violation)));
    for line in [
        "FAILED  license.get.documented  license_get  proxy",
        "  violation at response.body.mrr\n    expected  what openapi/planhat.yaml says\n    found     Response body property mrr must be string (type)",
    ] {
        assert!(told.contains(line), "{line:?} is not told:\n{told}");
    }
}

#[test]
fn an_objection_that_is_registered_and_not_raised_fails_the_case() {
    let case = "records.unlike-the-specification";
    let told = text(&proxied("license.get.documented", case, None));
    assert!(
        told.contains("  no-violation at response.body.value (step 1, license_get)"),
        "{told}"
    );
}
