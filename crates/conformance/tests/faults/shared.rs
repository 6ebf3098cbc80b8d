//! Calls that share a client, and what one of them leaves to the others.

use std::time::Duration;

use planhat_api::Client;

use crate::calls::{self, Outcome};
use crate::case::{Case, LimitSettings, Op, Settings};
use crate::step::{Body, Ending, Fault, Reply, Step};
use crate::suite::{self, LONG, Stage};

fn reply(status: u16, body: Body) -> Step {
    Step::Reply(Reply {
        status,
        headers: Vec::new(),
        body,
        ends: Ending::Whole,
    })
}

/// A success of a list.
fn page() -> Step {
    reply(200, Body::Text("[]".to_owned()))
}

/// One place for all calls.
fn one_in_flight() -> Settings {
    Settings {
        limits: Some(LimitSettings {
            in_flight: Some(1),
            ..LimitSettings::default()
        }),
        ..Settings::default()
    }
}

/// A client and a server for calls of any operation.
async fn stage(client: Settings, server: Vec<Step>) -> (Stage, Settings) {
    // Work beside the suite would make its time-outs late.
    tokio::task::spawn_blocking(suite::report)
        .await
        .expect("the suite does not panic");
    let case = Case::scripted(client.clone(), server);
    let stage = Stage::new(Op::List, &case, false)
        .await
        .expect("servers and client start");
    (stage, client)
}

/// Makes a call. One that waits for ever is a failure, too.
async fn call(client: &Client, op: Op, settings: &Settings) -> Outcome {
    let call = calls::call(client, op, settings, false);
    tokio::time::timeout(LONG, call)
        .await
        .expect("the call ends")
}

impl Stage {
    /// What was asked for, in its order: method and whether it is of one record.
    fn order(&self) -> Vec<String> {
        let arrivals = self.scene.server.arrivals();
        let asked = arrivals.iter().filter_map(|arrival| arrival.asked.as_ref());
        asked
            .map(|asked| {
                let path = asked.target.split('?').next().unwrap_or_default();
                let one = path.trim_start_matches("/licenses").starts_with('/');
                format!("{} {}", asked.method, if one { "one" } else { "all" })
            })
            .collect()
    }
}

#[tokio::test]
async fn no_place_is_held_while_a_call_waits_for_its_next_attempt() {
    let steps = vec![reply(503, Body::Empty), page(), reply(200, Body::Success)];
    let (stage, settings) = stage(one_in_flight(), steps).await;
    let client = &stage.scene.client;
    let (first, second) = tokio::join!(
        call(client, Op::Get, &settings),
        call(client, Op::List, &settings),
    );
    assert_eq!(stage.order(), ["GET one", "GET all", "GET one"]);
    assert_eq!((first.attempts(), second.attempts()), (2, 1));
}

#[tokio::test]
async fn a_call_that_is_dropped_gives_its_place_back() {
    for op in [Op::Get, Op::BulkUpsert] {
        let steps = vec![Step::Fault(Fault::Silent), page()];
        let (stage, settings) = stage(one_in_flight(), steps).await;
        let client = &stage.scene.client;
        tokio::select! {
            _ = call(client, op, &settings) => panic!("the server is silent"),
            () = stage.scene.server.has_seen(1) => {}
        }
        let next = call(client, Op::List, &settings).await;
        assert!(matches!(next, Outcome::Answered(_)), "{op:?}");
    }
}

#[tokio::test]
async fn bulk_upserts_of_a_resource_go_one_after_the_other_and_hold_up_nothing_else() {
    let settings = Settings {
        timeout_ms: Some(200),
        max_attempts: Some(1),
        ..Settings::default()
    };
    let steps = vec![
        Step::Fault(Fault::Silent),
        page(),
        reply(200, Body::Text(r#"{"updated": 1}"#.to_owned())),
    ];
    let (stage, settings) = stage(settings, steps).await;
    let clone = stage.scene.client.clone();
    let second = async {
        stage.scene.server.has_seen(1).await;
        tokio::join!(
            call(&clone, Op::BulkUpsert, &settings),
            call(&clone, Op::List, &settings),
        )
    };
    let (first, (second, other)) =
        tokio::join!(call(&stage.scene.client, Op::BulkUpsert, &settings), second);
    assert_eq!(stage.order(), ["PUT all", "GET all", "PUT all"]);
    assert!(matches!(&first, Outcome::Failed(error) if error.is_timeout()));
    assert!(matches!(second, Outcome::Answered(_)));
    assert!(matches!(other, Outcome::Answered(_)));
}

/// The second call is under way when the first meets 429: it waits before its own attempt, and makes one.
#[tokio::test]
async fn a_429_makes_a_call_that_waits_for_its_place_wait_longer_and_costs_it_no_attempt() {
    let settings = Settings {
        patience_s: Some(1000.0),
        max_attempts: Some(1),
        ..one_in_flight()
    };
    let (stage, settings) = stage(settings, vec![reply(429, Body::Empty), page()]).await;
    let client = &stage.scene.client;
    let (first, second) = tokio::join!(
        call(client, Op::Get, &settings),
        call(client, Op::List, &settings),
    );
    assert_eq!(stage.order(), ["GET one", "GET all"]);
    assert!(matches!(&first, Outcome::Failed(error) if error.is_rate_limited()));
    let Outcome::Answered(second) = second else {
        panic!("the second call waits")
    };
    assert_eq!(second.attempts, 1);
    let waited = Duration::from_secs(60)..=Duration::from_secs(90);
    assert!(waited.contains(&second.elapsed), "{:?}", second.elapsed);
}
