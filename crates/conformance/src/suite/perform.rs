//! Running cases, several at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::report::Case;

use super::SuiteError;
use super::plan::Planned;
use super::transcript::Transcript;

/// How many stages there are at most, unless they stand in each other's way: each has a server and a client.
pub(super) const STAGES: usize = 4;

/// A case that was run, and what went over the wire.
pub(super) type Done = (Case, Option<Transcript>);

/// Runs the cases on as many stages at most; what came of them is in their order.
pub(super) fn all<S>(
    planned: &[Planned<'_, S>],
    stages: usize,
    open: impl Fn() -> Result<S, SuiteError> + Sync,
) -> Result<Vec<Done>, SuiteError> {
    let next = AtomicUsize::new(0);
    let mut done = Vec::with_capacity(planned.len());
    thread::scope(|scope| {
        let stages = stages.min(planned.len());
        let workers: Vec<_> = (0..stages)
            .map(|_| scope.spawn(|| work(planned, &next, &open)))
            .collect();
        for worker in workers {
            done.extend(worker.join().map_err(|_| SuiteError::BrokeOff)??);
        }
        Ok::<_, SuiteError>(())
    })?;
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, done)| done).collect())
}

/// Takes cases until there are no more.
fn work<S>(
    planned: &[Planned<'_, S>],
    next: &AtomicUsize,
    open: &impl Fn() -> Result<S, SuiteError>,
) -> Result<Vec<(usize, Done)>, SuiteError> {
    let stage = open()?;
    let mut done = Vec::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(planned) = planned.get(index) else {
            return Ok(done);
        };
        let played = (planned.play)(&stage);
        let case = Case {
            id: planned.id.clone(),
            operation: planned.operation.clone(),
            evidence: planned.evidence,
            at: planned.at.clone(),
            checks: played.checks,
        };
        done.push((index, (case, played.transcript)));
    }
}
