//! Lists longer than a page: read to their end, and known to be whole or not.
//!
//! ```no_run
//! # async fn run(client: planhat_api::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let mut licenses = client.licenses().list().select(["product", "mrr"]).stream();
//! while let Some(license) = licenses.next().await {
//!     let license = license?;
//!     println!("{:?}: {:?}", license.product(), license.mrr());
//! }
//! let report = licenses.report();
//! println!("{} records, complete: {}", report.records(), report.is_complete());
//! # Ok(())
//! # }
//! ```
//!
//! A list has no cursor and no total, and nothing is promised about the order between pages. So
//! every page but the first begins with the record that the page before it ended with. When that is
//! not there, records came, went or moved in between, some may have been skipped, and the
//! [`ListReport`] says where. [`Records::collect_complete`] gives a list that is complete, or an
//! error.
//!
//! # What is asked
//! - All that is set on the request goes with every page: filters, headers, time-outs. A deadline is
//!   that of a page.
//! - Pages have 2,000 records, the documented most, unless `limit` or
//!   [`page_size`](Records::page_size) says otherwise.
//! - They are sorted by `_id`, unless the request has a `sort`. What of a page is known already
//!   then follows from the order, and memory holds the pages under way alone. With another sort ids
//!   are remembered, 12 bytes each and what a hash set adds.
//! - `_id` is added to a selection, and so is `companyId` where the list is filtered by it.
//! - After a page that is not full, the list is asked whether anything follows, and then whether the
//!   last record is still where it was: servers may hand out less than a page. That makes two calls
//!   beyond those for records, three where the last page is full. An empty list takes one.
//! - A page that holds nothing new ends the stream with an error, as the next one could hold the same. Only
//!   where it is a short one that ends with the last record, as when another one was created in front
//!   of it, is reading gone on with behind it, up to three times in a row. The list is not complete then.
//!
//! # What complete means
//! With `sort=_id`, every record that was there all the while has been handed over, once, as long as
//! the server hands out two records where it has them: from pages of one nothing follows. Records that
//! were created or deleted in the meantime may be there or not. With a sort of the caller's, it
//! means that no page showed a sign of the contrary: a record that moves past another one, because
//! what is sorted by has changed, can leave none.
//!
//! # What is never handed over
//! - A record twice: repeated ids are dropped and counted.
//! - Another company's record, where the list is filtered by company. Servers ignore filters they do
//!   not know (observed), so each record is held against it, and the stream ends with an error.
//!
//! # Reading ahead
//! A page is read while the one before it is worked on; [`read_ahead`](Records::read_ahead) sets how
//! many. They are read by tasks of tokio's, so that a caller who takes long neither runs into their
//! time-outs nor keeps others from their turn. Dropping the stream ends them. Records come in order.

mod error;
mod known;
mod page;
mod pages;
mod plan;
mod records;
mod report;
mod task;
mod walk;
mod window;

#[cfg(test)]
mod tests;

pub use error::PagingError;
pub use page::Page;
pub use pages::Pages;
pub use records::Records;
pub use report::{Incomplete, ListReport};

use crate::call::Request;
use crate::call::verb::List;
use crate::resource::Resource;

impl<R: Resource> Request<List<R>> {
    /// All records of the list, page by page behind the scenes: see [`paging`](crate::paging).
    pub fn stream(self) -> Records<R> {
        Records::new(self.pages())
    }

    /// All pages of the list: see [`paging`](crate::paging).
    pub fn pages(self) -> Pages<R> {
        Pages::new(self)
    }
}
