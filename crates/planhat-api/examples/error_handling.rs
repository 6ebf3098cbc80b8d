//! What to do when a call fails: a license is created, though the reply may get lost, and deleted.
//!
//! ```console
//! $ PLANHAT_API_TOKEN=… cargo run --example error_handling -- <company> <source id>
//! ```
//!
//! The company is its object id or `extid-…`; the source id is a new one, for the license. It
//! writes, so use a company for tests. `PLANHAT_BASE_URL` points it at a local server.
#![allow(clippy::print_stdout, reason = "an example shows by printing")]

use planhat_api::{Client, Deletion, Effect, Error, License, LicenseCreate, RecordRef};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [company, source] = &arguments[..] else {
        return Err("usage: error_handling <company> <source id>".into());
    };
    let body = LicenseCreate::new(company.parse::<RecordRef>()?).source_id(source);
    let client = Client::from_env()?;

    let created = create_once(&client, body, RecordRef::source(source)?).await;
    let license = created.inspect_err(report)?;
    let id = license.id().ok_or("the reply tells no id")?;
    let reply = client.licenses().delete(id).send().await;
    match reply.inspect_err(report)?.deletion() {
        Deletion::Deleted(count) => println!("deleted {count}"),
        Deletion::NothingLeft => println!("deleted by an attempt whose reply was lost"),
        Deletion::Nothing => println!("somebody else was faster"),
        _ => println!("deleted, as far as the status says"),
    }
    Ok(())
}

/// Creates a license and not a second one. The client itself repeats a create only where nothing
/// can have been processed. Where something can have been, a look at the `sourceId` tells, though
/// after a time-out the server may still be at it. A bulk upsert by `sourceId` needs none of this.
async fn create_once(
    client: &Client,
    body: LicenseCreate,
    id: RecordRef,
) -> Result<License, Error> {
    let create = client.licenses().create(body);
    match create.clone().send().await {
        Err(error) if error.effect() == Effect::Unknown => println!("may be created: {error}"),
        result => return result.map(|reply| reply.into_inner()),
    }
    match client.licenses().get(id).send().await {
        Err(error) if error.is_not_found() => println!("is not there, so once more"),
        result => return result.map(|reply| reply.into_inner()),
    }
    create.send().await.map(|reply| reply.into_inner())
}

/// `Display` shows no id and no token. The server's own words may repeat what was sent: keep them
/// where ids may be kept.
fn report(error: &Error) {
    println!("{error}");
    println!("effect: {:?}, {}", error.effect(), what_to_do(error));
    println!("the server says: {}", error.message().unwrap_or_default());
}

/// Who has to do what. Failures that pass were repeated before they came here.
fn what_to_do(error: &Error) -> String {
    let what = match error.retry_after() {
        _ if error.effect() == Effect::Unknown => "look whether it was done, then run again",
        Some(wait) => return format!("run again in {} s", wait.as_secs()),
        _ if error.is_unauthorized() => "no such token here: renew it, or mend the base URL",
        _ if error.is_forbidden() => "the token lacks the right: ask who gives it",
        _ if error.is_not_found() => "no such record: do not ask again",
        _ if error.is_bad_request() || error.is_invalid_request() => "mend the request",
        _ => "run again later",
    };
    what.to_owned()
}
