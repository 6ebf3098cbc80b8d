//! A call that this crate has no method for, here of `/companies`: with the client's own token,
//! limits, retries and errors, into a type of your own or into plain JSON.
//!
//! ```console
//! $ PLANHAT_API_TOKEN=… cargo run --example undocumented_call -- <external id> [<new phase>]
//! ```
//!
//! It reads the company with that external id, and writes only where a new phase is given.
//! `PLANHAT_BASE_URL` points it at another region's host, or at a local server.
#![allow(clippy::print_stdout, reason = "an example shows by printing")]

use std::env;
use std::error::Error;

use planhat_api::{Client, Method, RecordRef};
use serde::Deserialize;
use serde_json::{Value, json};

/// As much of a company as this program needs.
#[derive(Deserialize)]
struct Company {
    name: String,
    phase: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let id = arguments
        .next()
        .ok_or("usage: undocumented_call <external id> [<new phase>]")?;
    let id = RecordRef::external(id)?.to_string();
    let client = Client::from_env()?;

    // Ids go in by `path_param`: it encodes them, and errors and spans show the template alone.
    let company = client
        .request::<Company>(Method::Get, "/companies/{id}")
        .path_param("id", &id)
        .query("select", "name,phase")
        .send()
        .await?;
    let phase = company.phase.as_deref().unwrap_or("no phase");
    println!("{} is in {phase}", company.name);

    let Some(phase) = arguments.next() else {
        return Ok(());
    };
    // Nobody but the caller knows whether this may be repeated. Setting a value twice does no more
    // than setting it once, so here it may; something that adds or creates may not.
    let updated = client
        .request::<Value>(Method::Put, "/companies/{id}")
        .path_param("id", &id)
        .json(&json!({ "phase": phase }))
        .idempotent(true)
        .send()
        .await?;
    println!(
        "it is in {} now; status {}, {} attempt(s)",
        updated["phase"],
        updated.http_status(),
        updated.http_attempts()
    );
    Ok(())
}
