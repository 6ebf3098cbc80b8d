//! A page that is being read.

use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::JoinHandle;
use tracing::Instrument;

use super::error::Stop;
use crate::call::verb::List;
use crate::call::{Request, Response};
use crate::error::Error;
use crate::resource::Resource;

/// A page that a task of its own reads, whether or not anybody waits for it: a call that nobody
/// polls would run into its time-out, and keep others from their turn. It ends when it is dropped.
pub(super) struct Task<R>(JoinHandle<Result<Vec<R>, Error>>);

impl<R: Resource> Task<R> {
    pub(super) fn start(call: Request<List<R>>) -> Self {
        let page = async { call.send().await.map(Response::into_inner) };
        Self(tokio::spawn(page.in_current_span()))
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Vec<R>, Stop>> {
        Poll::Ready(match ready!(Pin::new(&mut self.0).poll(context)) {
            Ok(page) => page.map_err(Stop::Call),
            // A panic of the caller's own code, such as an observer's, is the caller's.
            Err(lost) => match lost.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => Err(Stop::TaskLost),
            },
        })
    }
}

impl<R> Drop for Task<R> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
