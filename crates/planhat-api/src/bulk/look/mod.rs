//! The records of many items, as they are now.
//!
//! A get an item is a call an item; the list is a call for 2,000 records, whatever is in them. So a few
//! items are read one by one. For more the list is read, of their company if they have one in common,
//! else all of it; until more pages were read than items are left. So there are never more than twice
//! the calls of the better way, whatever the list's length, which nobody knows before.
//!
//! What a complete list does not show is not there. Of one that is not complete only what it showed
//! counts, and the rest is read one by one.

mod keys;
mod search;

use super::cancel::Canceller;
use super::error::Kind;
use crate::call::Request;
use crate::call::verb::List;
use crate::client::Client;
use crate::error::Error;
use crate::id::ObjectId;
use crate::json::Value;
use crate::race::{First, race};
use crate::resource::{Collection, Resource};
use keys::{COMPANY, company_of, reference};
use search::Search;
pub(super) use search::Seen;

/// So many items are read one by one: a list takes three calls at least, and each hands out up to 2,000
/// records.
const FEW: usize = 16;

/// What a record counts as that is of another company than its item names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Elsewhere {
    /// As the item's record all the same.
    Counts,
    /// As none: it lacks what the item sets.
    CountsAsNone,
}

/// Looks for the record of each item by its keyable, and hands what `judge` makes of it. Somebody may
/// end it meanwhile.
pub(super) async fn look<R: Resource, T: Send>(
    client: &Client,
    canceller: &Canceller,
    items: &[&str],
    elsewhere: Elsewhere,
    judge: impl Fn(usize, &str) -> T + Send,
) -> Result<Vec<Seen<T>>, Kind> {
    let collection = Collection::<R>::new(client);
    let mut search = Search::new(items, judge);
    let mut spent = 0;
    if let Some(company) = company_of_all::<R>(items).filter(|_| search.left() > FEW) {
        let list = collection.list().parameter(COMPANY, company.as_str());
        let is_whole = read(list, canceller, &mut search, &mut spent).await?;
        search.list_ended(is_whole && elsewhere == Elsewhere::CountsAsNone);
    }
    if search.left() > FEW {
        let is_whole = read(collection.list(), canceller, &mut search, &mut spent).await?;
        search.list_ended(is_whole);
    }
    let missing: Vec<_> = search.missing().collect();
    for (place, item) in missing {
        let Some(reference) = reference(item) else {
            continue;
        };
        let get = collection.get(reference);
        match race(get.send(), canceller.asked()).await {
            First::Left(Ok(record)) => search.get_has(place, Seen::Record(record.as_json())),
            First::Left(Err(error)) => search.get_has(place, answer(error)?),
            First::Right(()) => return Err(Kind::Cancelled),
        }
    }
    Ok(search.finish())
}

/// Reads a list for as long as fewer pages were spent than items are left, and says whether it has shown
/// every record there is.
async fn read<R: Resource, T, J: Fn(usize, &str) -> T>(
    list: Request<List<R>>,
    canceller: &Canceller,
    search: &mut Search<'_, T, J>,
    spent: &mut usize,
) -> Result<bool, Kind> {
    let mut pages = list.pages();
    while *spent < search.left() {
        *spent += 1;
        match race(pages.next(), canceller.asked()).await {
            First::Left(Some(Ok(page))) => {
                for record in page.records() {
                    search.list_has(record.as_json());
                }
            }
            First::Left(Some(Err(error))) => match error.into_call_error() {
                Some(error) if !is_refused(&error) => return Err(Kind::Patience(error)),
                // A list that is refused, or makes no sense, leaves the single reads.
                _ => return Ok(false),
            },
            First::Left(None) => break,
            First::Right(()) => return Err(Kind::Cancelled),
        }
    }
    Ok(pages.report().is_complete())
}

/// Whether the server will not have such a call, in contrast to one that it cannot answer now.
fn is_refused(error: &Error) -> bool {
    let status = error.refusal();
    status.is_some_and(|status| (300..500).contains(&status) && status != 408 && status != 429)
}

/// The company that all items name by its object id.
fn company_of_all<R: Resource>(items: &[&str]) -> Option<ObjectId> {
    if !R::PROPERTIES.contains(&COMPANY) {
        return None;
    }
    let mut companies = items.iter().map(|item| company_of(Value::new(item)));
    let first = companies.next()??;
    companies
        .all(|company| company == Some(first))
        .then_some(first)
}

/// What a failed read says of a record: that there is none, or no one. Anything else says nothing of it.
fn answer(error: Error) -> Result<Seen<&'static str>, Kind> {
    if error.is_invalid_request() {
        return Ok(Seen::Unsure);
    }
    match error.refusal() {
        Some(404 | 410) => Ok(Seen::Nothing),
        Some(400) => Ok(Seen::Unsure),
        Some(401 | 403) => Err(Kind::Refused(error)),
        _ => Err(Kind::Patience(error)),
    }
}
