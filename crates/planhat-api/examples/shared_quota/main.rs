//! Processes that share one quota: each keeps the count of calls in the same file, so that over
//! all of them no more start than the tenant may make.
//!
//! ```console
//! $ export PLANHAT_API_TOKEN=…
//! $ cargo run --example shared_quota -- quota 300 &
//! $ cargo run --example shared_quota -- quota 300
//! ```
//!
//! The arguments are a folder, how many calls to make, and how many may start in any second, which
//! is the documented limit unless given. It only reads, and prints when its calls started, in
//! milliseconds of Unix time. `PLANHAT_BASE_URL` points it at a local server.
#![allow(clippy::print_stdout, reason = "an example shows by printing")]

mod count;
mod store;

use std::env;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use planhat_api::Builder;
use planhat_api::clock::SystemClock;
use planhat_api::limits::{Limiter, Limits};
use store::FileStore;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (folder, calls, limits) = match &arguments[..] {
        [folder, calls] => (folder, calls, Limits::default()),
        [folder, calls, most] => {
            let most: u32 = most.parse()?;
            (folder, calls, Limits::default().per_second(most))
        }
        _ => return Err("usage: shared_quota <folder> <calls> [<starts in any second>]".into()),
    };
    let store = Arc::new(FileStore::open(Path::new(folder), SystemClock)?);
    let limiter = Limiter::with_store(limits, SystemClock, Arc::clone(&store))?;
    let client = Builder::from_env()?.limiter(limiter).build()?;

    let mut running = JoinSet::new();
    for _ in 0..calls.parse::<u32>()? {
        running.spawn(client.licenses().list().limit(1).send());
    }
    while let Some(call) = running.join_next().await {
        call?.map_err(with_source)?;
    }
    for start in store.starts() {
        println!("{}", start.duration_since(UNIX_EPOCH)?.as_millis());
    }
    Ok(())
}

/// That the store failed is what the error says, and its source what the store failed with.
fn with_source(error: planhat_api::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
