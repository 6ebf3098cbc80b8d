//! Faults that strike a share of what they could, by a seed.

use planhat_emulator::{Emulator, Fault, Items};
use serde_json::json;

use crate::support::Caller;

const CALLS: usize = 300;

/// Which calls are struck.
async fn struck(fault: Fault) -> Vec<usize> {
    let emulator = Emulator::builder().fault(fault).start().await.unwrap();
    let caller = Caller::new(&emulator);
    let mut struck = Vec::new();
    for call in 0..CALLS {
        if caller.call("GET /products", None).await.status == 503 {
            struck.push(call);
        }
    }
    struck
}

#[tokio::test]
async fn one_seed_strikes_the_same_calls_and_another_one_others() {
    let of = |seed| Fault::status(503).share(0.2, seed);
    let first = struck(of(1)).await;
    assert!((30..100).contains(&first.len()), "{}", first.len());
    assert_eq!(struck(of(1)).await, first);
    assert_ne!(struck(of(2)).await, first);
    assert_eq!(struck(of(1).times(10)).await, first[..10]);
    let later: Vec<usize> = first
        .iter()
        .map(|call| call + 50)
        .filter(|call| *call < CALLS)
        .collect();
    assert_eq!(
        struck(of(1).skip(50)).await,
        later,
        "calls let through are not drawn for"
    );
}

#[tokio::test]
async fn faults_of_one_share_and_seed_strike_together_and_none_disturbs_the_draws_of_another() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator);
    let html = emulator.inject(Fault::html(502).share(0.5, 9)).unwrap();
    let capped = emulator
        .inject(Fault::capped_page(0).share(0.3, 1))
        .unwrap();
    let stale = emulator.inject(Fault::stale_list().share(0.3, 1)).unwrap();
    for _ in 0..CALLS {
        caller.attempt("GET /products", None, None).await.unwrap();
    }
    let alone = struck(Fault::status(503).share(0.3, 1)).await;
    let requests = emulator.requests();
    for (call, request) in requests.iter().enumerate() {
        let is_answered = request.faults.contains(&html);
        let expected = !is_answered && alone.contains(&call);
        assert_eq!(request.faults.contains(&capped), expected, "{call}");
        assert_eq!(request.faults.contains(&stale), expected, "{call}");
    }
    assert_eq!(requests.len(), CALLS);
}

/// Which items of two calls fail.
async fn failing(seed: u64) -> [Vec<u64>; 2] {
    let items = Items::Share { of: 0.2, seed };
    let builder = Emulator::builder().fault(Fault::item_errors(items).always());
    let emulator = builder.start().await.unwrap();
    let caller = Caller::new(&emulator);
    let sent = json!(vec![json!({ "name": "A" }); CALLS]);
    let mut calls = Vec::new();
    for _ in 0..2 {
        let reply = caller.call("PUT /products", Some(&sent)).await;
        let errors = reply.body["createdErrors"].as_array().unwrap().clone();
        let created = usize::try_from(reply.body["created"].as_u64().unwrap()).unwrap();
        assert_eq!(created + errors.len(), CALLS);
        let places = errors.iter().map(|error| error["index"].as_u64().unwrap());
        calls.push(places.collect());
    }
    calls.try_into().unwrap()
}

#[tokio::test]
async fn items_are_drawn_anew_for_each_call_and_alike_for_each_seed() {
    let first = failing(1).await;
    assert!((30..100).contains(&first[0].len()), "{}", first[0].len());
    assert_ne!(first[0], first[1]);
    assert_eq!(failing(1).await, first);
    assert_ne!(failing(2).await, first);
}
