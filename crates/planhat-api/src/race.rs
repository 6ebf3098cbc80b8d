//! Two futures of which one is enough.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::task::unconstrained;

use crate::clock::{Clock as _, SystemClock};

/// Which of two came first.
pub(crate) enum First<A, B> {
    Left(A),
    Right(B),
}

/// Waits for one of two and drops the other. The left one goes first when both are ready.
pub(crate) async fn race<A: Future, B: Future>(left: A, right: B) -> First<A::Output, B::Output> {
    let (mut left, mut right) = (pin!(left), pin!(right));
    poll_fn(|context| match left.as_mut().poll(context) {
        Poll::Ready(left) => Poll::Ready(First::Left(left)),
        Poll::Pending => right.as_mut().poll(context).map(First::Right),
    })
    .await
}

/// What a future comes to, if it does before so much of tokio's time has passed.
pub(crate) async fn in_time<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    // The sleep is boxed, as one of tokio's consists of most of its runtime, for whoever compiles what holds it. It
    // ends in time even where the future takes all that the task may do at once.
    match race(future, unconstrained(SystemClock.sleep(limit))).await {
        First::Left(output) => Some(output),
        First::Right(()) => None,
    }
}

/// What a future has now. It goes on later if it has nothing.
pub(crate) async fn at_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    let mut future = std::pin::Pin::new(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_future_that_is_never_out_of_work_is_cut_off_all_the_same() {
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
        let mut polls = 0;
        let busy = poll_fn(|context| {
            polls += 1;
            while receiver.poll_recv(context).is_ready() {
                sender.send(()).unwrap();
            }
            match polls {
                ..100 => Poll::Pending,
                _ => Poll::Ready(()),
            }
        });
        sender.send(()).unwrap();
        assert_eq!(in_time(Duration::ZERO, busy).await, None);
    }
}
