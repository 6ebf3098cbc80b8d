//! A list as a stream of pages.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::{FusedStream, Stream};

use super::error::{PagingError, Stop};
use super::page::{Page, Position};
use super::plan::Plan;
use super::report::ListReport;
use super::task::Task;
use super::walk::{Listed, Walk};
use super::window::Window;
use crate::call::Request;
use crate::call::verb::List;
use crate::id::ObjectId;
use crate::resource::Resource;

/// How many pages are read ahead unless it is set.
const READ_AHEAD: usize = 1;

/// The most that are, whatever is set: each is a call, and a page in memory.
const MOST_AHEAD: usize = 32;

/// The pages of a list, from [`Request::pages`](crate::Request::pages).
///
/// It is a [`Stream`], and has [`next`](Self::next) for those who want no other crate. It ends with
/// the list or with the first error.
///
/// ```no_run
/// # async fn run(client: planhat_api::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut pages = client.deals().list().pages().page_size(500).read_ahead(3);
/// while let Some(page) = pages.next().await {
///     let page = page?;
///     println!("{} deals, and on from offset {}", page.records().len(), page.next_offset());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a list is not read before it is polled"]
pub struct Pages<R> {
    plan: Plan<R>,
    walk: Walk,
    under_way: Window<Task<R>>,
    read_ahead: usize,
    has_begun: bool,
    has_failed: bool,
}

impl<R: Resource> Pages<R> {
    pub(super) fn new(request: Request<List<R>>) -> Self {
        let plan = Plan::new(request);
        Self {
            walk: plan.walk(),
            plan,
            under_way: Window::new(),
            read_ahead: READ_AHEAD,
            has_begun: false,
            has_failed: false,
        }
    }

    /// How many pages are read while one is worked on; 1 unless set, and 32 at most. With 0 a page is read
    /// when it is asked for. Memory holds that many pages, and the one that was handed over.
    pub fn read_ahead(mut self, pages: usize) -> Self {
        self.read_ahead = pages.min(MOST_AHEAD);
        self
    }

    /// How many records a page has, up to 2,000, which is also what it has unless set. Less helps
    /// where records are large. A page of one is asked for as one of two: its first record is known.
    ///
    /// Like the start it is set before anything is read, and has no effect later.
    pub fn page_size(mut self, records: u64) -> Self {
        if !self.has_begun {
            self.plan.page_size(records);
            self.walk = self.plan.walk();
        }
        self
    }

    /// Starts at an offset, such as that of a [`PagingError`], in place of the request's. Whether
    /// the records in front of it are still the same cannot be seen; see
    /// [`start_after`](Self::start_after).
    pub fn start_at(self, offset: u64) -> Self {
        self.start(offset, None)
    }

    /// Starts at an offset, and expects this record in front of it: where it is not, the list has
    /// changed since, and is not complete.
    ///
    /// [`ListReport`] and [`Page`] tell both. In front of offset 0 there is nothing, and the record is not
    /// looked for.
    pub fn start_after(self, last: ObjectId, offset: u64) -> Self {
        self.start(offset, Some(last))
    }

    fn start(mut self, offset: u64, last: Option<ObjectId>) -> Self {
        if !self.has_begun {
            self.plan.start(offset, last);
            self.walk = self.plan.walk();
        }
        self
    }

    /// The next page that has new records; `None` at the end, and after an error. Dropping the
    /// future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Page<R>, PagingError>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// What is known of the list, up to the last page that was handed over.
    pub fn report(&self) -> &ListReport {
        self.walk.report()
    }

    fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<R>, PagingError>>> {
        let before = self.report().duplicates();
        let listed = ready!(self.poll_listed(context));
        Poll::Ready(listed.map(|listed| {
            let end = Position {
                offset: self.report().offset,
                last: self.report().last,
            };
            let duplicates = self.report().duplicates() - before;
            Ok(Page::new(listed?, end, duplicates))
        }))
    }

    /// The new records of the next page that has any.
    pub(super) fn poll_listed(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Vec<Listed<R>>, PagingError>>> {
        while !self.is_terminated() {
            self.ask(1);
            let Some(task) = self.under_way.first() else {
                break;
            };
            let reply = ready!(task.poll(context));
            self.under_way.pop();
            match reply.and_then(|records| self.walk.take(records)) {
                Ok(listed) => {
                    self.ask(self.read_ahead);
                    if !listed.is_empty() {
                        return Poll::Ready(Some(Ok(listed)));
                    }
                }
                Err(stop) => return Poll::Ready(Some(Err(self.fail(stop)))),
            }
        }
        Poll::Ready(None)
    }

    fn ask(&mut self, pages: usize) {
        self.has_begun = true;
        let Self {
            under_way,
            walk,
            plan,
            ..
        } = self;
        under_way.fill(walk, pages, |ask| Task::start(plan.call(ask)));
    }

    fn fail(&mut self, stop: Stop) -> PagingError {
        self.has_failed = true;
        self.under_way.clear();
        PagingError::new(stop, self.report().clone())
    }
}

impl<R: Resource> Stream for Pages<R> {
    type Item = Result<Page<R>, PagingError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

impl<R: Resource> FusedStream for Pages<R> {
    fn is_terminated(&self) -> bool {
        self.has_failed || self.walk.has_ended()
    }
}

// Nothing of it is pinned.
impl<R> Unpin for Pages<R> {}

/// How far it is.
impl<R> fmt::Debug for Pages<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("report", self.walk.report())
            .finish_non_exhaustive()
    }
}
