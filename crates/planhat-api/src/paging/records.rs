//! A list as a stream of records.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::{FusedStream, Stream};

use super::error::{PagingError, Stop};
use super::pages::Pages;
use super::report::ListReport;
use super::walk::Listed;
use crate::id::ObjectId;
use crate::resource::Resource;

/// The records of a list, from [`Request::stream`](crate::Request::stream).
///
/// It is a [`Stream`], and has [`next`](Self::next) for those who want no other crate. It ends with
/// the list or with the first error.
///
/// ```no_run
/// # async fn run(client: planhat_api::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut licenses = client.licenses().list().stream();
/// while let Some(license) = licenses.next().await {
///     match license {
///         Ok(license) => println!("{:?}", license.product()),
///         Err(error) => println!("stopped, to go on from {}: {error}", error.offset()),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a list is not read before it is polled"]
pub struct Records<R> {
    pages: Pages<R>,
    page: vec::IntoIter<Listed<R>>,
    report: ListReport,
}

impl<R: Resource> Records<R> {
    pub(super) fn new(pages: Pages<R>) -> Self {
        Self {
            report: pages.report().clone(),
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// How many pages are read while one is worked on: see [`Pages::read_ahead`].
    pub fn read_ahead(self, pages: usize) -> Self {
        self.set(|all| all.read_ahead(pages))
    }

    /// How many records a page has: see [`Pages::page_size`].
    pub fn page_size(self, records: u64) -> Self {
        self.set(|all| all.page_size(records))
    }

    /// Starts at an offset: see [`Pages::start_at`].
    pub fn start_at(self, offset: u64) -> Self {
        self.set(|all| all.start_at(offset))
    }

    /// Starts behind a record: see [`Pages::start_after`].
    pub fn start_after(self, last: ObjectId, offset: u64) -> Self {
        self.set(|all| all.start_after(last, offset))
    }

    fn set(self, set: impl FnOnce(Pages<R>) -> Pages<R>) -> Self {
        let pages = set(self.pages);
        // What is set once pages came changes no report.
        let report = if self.report.pages == 0 {
            pages.report().clone()
        } else {
            self.report
        };
        Self {
            pages,
            report,
            ..self
        }
    }

    /// The next record; `None` at the end, and after an error. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<R, PagingError>> {
        poll_fn(|context| self.poll_record(context)).await
    }

    /// What is known of the list, up to the last record that was handed over.
    pub fn report(&self) -> &ListReport {
        &self.report
    }

    /// All records that are left, if they are known to be all there are. The [report](Self::report)
    /// can be asked for afterwards: [`delete_many`](crate::Collection::delete_many) wants it.
    ///
    /// ```no_run
    /// # async fn run(client: planhat_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let products = client.products().list().stream().collect_complete().await?;
    /// println!("there are {} products", products.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When a page cannot be read, and when the list was read to its end but is not
    /// [complete](ListReport::is_complete).
    pub async fn collect_complete(&mut self) -> Result<Vec<R>, PagingError> {
        let mut records = Vec::new();
        while let Some(record) = self.next().await {
            records.push(record?);
        }
        if self.report.is_complete() {
            Ok(records)
        } else {
            Err(PagingError::new(Stop::Incomplete, self.report.clone()))
        }
    }

    fn poll_record(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R, PagingError>>> {
        loop {
            if let Some(listed) = self.page.next() {
                self.hand_over(&listed);
                return Poll::Ready(Some(Ok(listed.record)));
            }
            let page = ready!(self.pages.poll_listed(context));
            let read = self.pages.report();
            self.report = match page {
                Some(Ok(_)) => read.as_far_as(&self.report),
                // All of it was handed over.
                _ => read.clone(),
            };
            match page {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn hand_over(&mut self, listed: &Listed<R>) {
        if self.page.len() == 0 {
            // What was dropped behind the last new one is behind us as well.
            let read = self.pages.report();
            (self.report.offset, self.report.last) = (read.offset, read.last);
        } else {
            self.report.offset = listed.offset.saturating_add(1);
            self.report.last = Some(listed.id);
        }
        self.report.records += 1;
    }
}

impl<R: Resource> Stream for Records<R> {
    type Item = Result<R, PagingError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_record(context)
    }
}

impl<R: Resource> FusedStream for Records<R> {
    fn is_terminated(&self) -> bool {
        self.page.len() == 0 && self.pages.is_terminated()
    }
}

// Nothing of it is pinned.
impl<R> Unpin for Records<R> {}

/// How far it is.
impl<R> fmt::Debug for Records<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Records")
            .field("report", &self.report)
            .finish_non_exhaustive()
    }
}
