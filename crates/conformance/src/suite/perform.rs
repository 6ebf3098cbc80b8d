//! Running cases, several at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::report::Case;

use super::SuiteError;
use super::plan::Planned;
use super::stage::Stage;
use super::transcript::Transcript;

/// How many stages there are at most: each has a server and a client.
const STAGES: usize = 4;

type Done = (Case, Option<Transcript>);

/// Runs the cases; what came of them is in their order.
pub(super) fn all(planned: &[Planned<'_>]) -> Result<Vec<Done>, SuiteError> {
    let next = AtomicUsize::new(0);
    let mut done = Vec::with_capacity(planned.len());
    thread::scope(|scope| {
        let stages = STAGES.min(planned.len());
        let workers: Vec<_> = (0..stages)
            .map(|_| scope.spawn(|| work(planned, &next)))
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
fn work(planned: &[Planned<'_>], next: &AtomicUsize) -> Result<Vec<(usize, Done)>, SuiteError> {
    let stage = Stage::open()?;
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
