//! The limiter under time that a test moves.

mod properties;
mod queue;
mod refusals;
mod shared;
mod store;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::*;
use crate::clock::{Clock, SystemClock};

const SECOND: Duration = Duration::from_secs(1);

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn now() -> Instant {
    SystemClock.now()
}

/// Lets every task that can go on do so, with time standing still.
async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

/// What happened, in order.
type Journal = Arc<Mutex<Vec<&'static str>>>;

fn journal() -> Journal {
    Journal::default()
}

fn entries(journal: &Journal) -> Vec<&'static str> {
    journal.lock().unwrap().clone()
}

/// Makes a call in a task of its own and notes when it starts. `None` keeps the permit for good.
async fn spawn_call(
    limiter: &Limiter,
    call: Call,
    journal: &Journal,
    name: &'static str,
    work: Option<Duration>,
) -> tokio::task::JoinHandle<Result<Waited, AcquireError>> {
    let (limiter, journal) = (limiter.clone(), journal.clone());
    let task = tokio::spawn(async move {
        let permit = limiter.acquire(&call, None).await?;
        journal.lock().unwrap().push(name);
        match work {
            Some(work) => tokio::time::sleep(work).await,
            None => std::future::pending().await,
        }
        Ok(permit.waited())
    });
    settle().await;
    task
}

/// A refusal, or a panic that shows what came instead.
fn refusal(outcome: Result<Permit, AcquireError>) -> WouldExceed {
    match outcome {
        Err(AcquireError::WouldExceed(refusal)) => refusal,
        other => panic!("expected a refusal, found {other:?}"),
    }
}
