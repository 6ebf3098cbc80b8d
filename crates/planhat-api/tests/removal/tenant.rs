//! A tenant with products, and what is told of a run.

use planhat_api::paging::ListReport;
use planhat_api::removal::Removal;
use planhat_api::{Client, ObjectId};
use planhat_emulator::{Emulator, Seed};
use serde_json::json;

/// An emulator with so many products, and a client of it.
pub(crate) async fn products(count: usize) -> (Emulator, Client) {
    let seed = (0..count).fold(Seed::new(), |seed, number| {
        seed.record("products", json!({"name": format!("P{number}")}))
    });
    let builder = Emulator::builder().token("test").read_only_token("reader");
    let emulator = builder.seed(seed).start().await.unwrap();
    let client = Client::for_tests(emulator.url()).unwrap();
    (emulator, client)
}

/// The ids of all products, and what is known of their list.
pub(crate) async fn list(client: &Client) -> (Vec<ObjectId>, ListReport) {
    let mut products = client.products().list().stream();
    let mut ids = Vec::new();
    while let Some(product) = products.next().await {
        ids.push(product.unwrap().id().unwrap());
    }
    (ids, products.report().clone())
}

pub(crate) fn shown(removal: &Removal) -> Vec<String> {
    removal
        .outcomes()
        .map(|(_, outcome)| outcome.to_string())
        .collect()
}

pub(crate) fn methods(emulator: &Emulator, method: &str) -> usize {
    let requests = emulator.requests();
    requests
        .iter()
        .filter(|request| request.method == method)
        .count()
}
