//! The records of many items, as they are now.
//!
//! A get an item is a call an item; the list is a call for 2,000 records, whatever is in them. So a few
//! items are read one by one. For more the list is read, of their company if they have one in common,
//! else all of it; until more pages were read than items are left. So there are never more than twice
//! the calls of the better way, whatever the list's length, which nobody knows before.
//!
//! What a complete list does not show is not there. Of one that is not complete only what it showed
//! counts, and the rest is read one by one.
//!
//! A vendor that is down is borne as the run bears it. A record that cannot be read, whatever others can,
//! is one of which nothing is known; after a few of those in a row none of the rest is.

mod keys;
mod reader;
mod search;

use super::error::Kind;
use crate::call::Request;
use crate::call::verb::List;
use crate::id::ObjectId;
use crate::json::Value;
use crate::resource::{Collection, Resource};
use keys::{COMPANY, company_of, reference};
use reader::Failed;
pub(super) use reader::Reader;
use search::Search;
pub(super) use search::Seen;

/// So many items are read one by one: a list takes three calls at least, and each hands out up to 2,000
/// records.
const FEW: usize = 16;

/// What a record counts as that is of another company than its item names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Elsewhere {
    /// As the item's record all the same.
    Counts,
    /// As none: it lacks what the item sets.
    CountsAsNone,
}

/// Looks for the record of each item by its keyable, and hands what `judge` makes of it. Somebody may
/// end it meanwhile.
pub(super) async fn look<R: Resource, T: Send>(
    mut reader: Reader<'_>,
    items: &[&str],
    elsewhere: Elsewhere,
    judge: impl Fn(usize, &str) -> T + Send,
) -> Result<Vec<Seen<T>>, Kind> {
    let collection = Collection::<R>::new(reader.client);
    let mut search = Search::new(items, judge);
    let mut spent = 0;
    if let Some(company) = company_of_all::<R>(items).filter(|_| search.left() > FEW) {
        let list = || collection.list().parameter(COMPANY, company.as_str());
        let is_whole = read(&mut reader, list, &mut search, &mut spent).await?;
        search.list_ended(is_whole && elsewhere == Elsewhere::CountsAsNone);
    }
    if search.left() > FEW {
        let list = || collection.list();
        let is_whole = read(&mut reader, list, &mut search, &mut spent).await?;
        search.list_ended(is_whole);
    }
    let missing: Vec<_> = search.missing().collect();
    for (place, item) in missing {
        let Some(reference) = reference(item) else {
            continue;
        };
        let seen = reader.get(&collection, &reference).await?;
        search.get_has(place, &seen);
        if reader.gives_up() {
            break;
        }
    }
    Ok(search.finish())
}

/// Reads a list for as long as fewer pages were spent than items are left, and says whether it has shown
/// every record there is.
async fn read<R: Resource, T, J: Fn(usize, &str) -> T>(
    reader: &mut Reader<'_>,
    list: impl Fn() -> Request<List<R>>,
    search: &mut Search<'_, T, J>,
    spent: &mut usize,
) -> Result<bool, Kind> {
    let mut pages = reader.patiently(list()).pages();
    let mut failures = 0;
    while *spent < search.left() {
        *spent += 1;
        let began = reader.now();
        match reader.read(pages.next()).await? {
            Some(Ok(page)) => {
                reader.answered();
                for record in page.records() {
                    search.list_has(record.as_json());
                }
            }
            Some(Err(error)) => match error.into_call_error().map(|error| reader.failed(error)) {
                Some(Failed::ForNow(error)) => {
                    failures += 1;
                    reader.bear(error, began, failures).await?;
                    // One that goes on from here would not know whether it is complete.
                    search.list_ended(false);
                    pages = reader.patiently(list()).pages();
                }
                // A list that cannot be read, or makes no sense, leaves the single reads.
                _ => return Ok(false),
            },
            None => break,
        }
    }
    Ok(pages.report().is_complete())
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
