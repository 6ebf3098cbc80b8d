//! A first call: whether the tenant has licenses at all, and the five of them that renew next.
//!
//! ```console
//! $ PLANHAT_API_TOKEN=… cargo run --example first_call
//! ```
//!
//! It only reads. `PLANHAT_BASE_URL` points it at another region's host, or at a local server.
#![allow(clippy::print_stdout, reason = "an example shows by printing")]

use std::error::Error;

use planhat_api::{Availability, Client, License};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Building contacts nobody. Clones are cheap and share connections and limits, so one client
    // serves a whole program.
    let client = Client::from_env()?;

    // Not every tenant has every kind of record, so that is an answer here, not an error.
    match *client.licenses().availability().send().await? {
        Availability::Available => {}
        Availability::Forbidden => {
            println!("this token may not read licenses, or the tenant has none");
            return Ok(());
        }
        _ => {
            println!("this tenant has no licenses");
            return Ok(());
        }
    }

    let page = client
        .licenses()
        .list()
        .sort("renewalDate")
        .limit(5)
        .send()
        .await?;
    println!(
        "{} licenses in {} attempt(s)",
        page.len(),
        page.http_attempts()
    );
    for license in page.iter() {
        println!("{}", line(license));
    }
    Ok(())
}

/// A license in a line. No property is promised, so each accessor gives an `Option`.
fn line(license: &License) -> String {
    let product = license.product().unwrap_or("(no product)");
    let mrr = license
        .mrr()
        .map_or("?".to_owned(), |mrr| format!("{mrr:.2}"));
    let renewal = license.renewal_date();
    let renewal = renewal.as_ref().map_or("never", |renewal| renewal.as_str());
    // What nobody documented is not lost: it is there by its name.
    let unknown = license.unknown().count();
    format!("{product}: {mrr} a month, renews {renewal}, {unknown} unknown key(s)")
}
