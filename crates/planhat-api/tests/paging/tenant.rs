//! A tenant with records, and those who read them.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use planhat_api::limits::Limits;
use planhat_api::paging::{Incomplete, ListReport, PagingError};
use planhat_api::{Client, License, ObjectId};
use planhat_emulator::Emulator;
use serde_json::json;

pub(crate) const ACME: &str = "61006bc89a3e0b702ed8ea49";
pub(crate) const OTHER: &str = "56bccdf554d64d837d01beaf";

pub(crate) fn id(number: usize) -> ObjectId {
    format!("{number:024x}").parse().unwrap()
}

pub(crate) fn number(license: &License) -> usize {
    usize::from_str_radix(license.id().unwrap().as_str(), 16).unwrap()
}

/// A tenant with so many licenses, numbered from 1; every tenth one is of another company.
pub(crate) async fn tenant(licenses: usize) -> (Emulator, Client) {
    let record = |number: usize| {
        let company = if number.is_multiple_of(10) {
            OTHER
        } else {
            ACME
        };
        json!({ "_id": id(number).as_str(), "companyId": company, "product": "Seats", "mrr": number % 7 })
    };
    let emulator = Emulator::builder()
        .records("licenses", (1..=licenses).map(record))
        .start()
        .await
        .unwrap();
    let client = client(&emulator).build().unwrap();
    (emulator, client)
}

pub(crate) fn client(emulator: &Emulator) -> planhat_api::Builder {
    Client::builder()
        .token(emulator.token())
        .base_url(emulator.url())
        .clock(planhat_api::clock::TestClock::new())
        .limits(Limits::off())
}

pub(crate) fn numbers(licenses: &[License]) -> Vec<usize> {
    licenses.iter().map(number).collect()
}

/// The queries of all lists that were asked for.
pub(crate) fn queries(emulator: &Emulator) -> Vec<String> {
    let requests = emulator.requests().into_iter();
    requests.filter_map(|request| request.query).collect()
}

/// Reads to the end or to an error.
pub(crate) async fn read<S>(records: &mut S) -> (Vec<usize>, Option<PagingError>)
where
    S: Stream<Item = Result<License, PagingError>> + Unpin,
{
    let mut read = Vec::new();
    while let Some(record) = poll_fn(|context| Pin::new(&mut *records).poll_next(context)).await {
        match record {
            Ok(license) => read.push(number(&license)),
            Err(error) => {
                let after = poll_fn(|context| Pin::new(&mut *records).poll_next(context)).await;
                assert!(after.is_none(), "an error is the last of it");
                return (read, Some(error));
            }
        }
    }
    (read, None)
}

pub(crate) fn signs(report: &ListReport) -> Vec<Incomplete> {
    report.incomplete().collect()
}
