//! What the faults do to one call.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::effect::{Answer, Effect, When};
use super::{FailingItems, FaultId};
use crate::list::Query;
use crate::tenant::Tenant;

/// What becomes of a call.
#[derive(Debug, Default)]
pub(crate) struct Strike {
    /// Which faults struck.
    pub(crate) faults: Vec<FaultId>,
    /// Counts the resets of the emulator; a call that waits belongs to the time before one.
    pub(super) epoch: u64,
    pub(crate) wait_before: Duration,
    pub(crate) wait_after: Duration,
    pub(crate) answer: Option<(Arc<Answer>, When)>,
    pub(crate) twist: Twist,
}

/// What is different about how a call is performed.
#[derive(Debug, Default)]
pub(crate) struct Twist {
    /// The state that a read sees.
    pub(crate) stale: Option<Arc<Mutex<Tenant>>>,
    pub(crate) failing: Option<FailingItems>,
    ignores_filter: bool,
    ignores_sort: bool,
    ignores_offset: bool,
    most: Option<usize>,
}

impl Strike {
    /// Takes what a fault does into it, unless something of its kind is there already.
    pub(super) fn take(&mut self, effect: &mut Effect) -> bool {
        let twist = &mut self.twist;
        match effect {
            Effect::Delay(delay, when) => {
                let wait = match when {
                    When::BeforeWrite => &mut self.wait_before,
                    When::AfterWrite => &mut self.wait_after,
                };
                *wait = wait.saturating_add(*delay);
                true
            }
            Effect::Answer(answer, when) => set(&mut self.answer, || (Arc::clone(answer), *when)),
            Effect::ItemErrors {
                items,
                draws,
                error,
            } => set(&mut twist.failing, || FailingItems {
                items: items.clone(),
                draws: draws.fork(),
                error: error.clone(),
            }),
            Effect::IgnoredFilter => raise(&mut twist.ignores_filter),
            Effect::IgnoredSort => raise(&mut twist.ignores_sort),
            Effect::IgnoredOffset => raise(&mut twist.ignores_offset),
            Effect::Stale(state) => match state {
                Some(state) => set(&mut twist.stale, || Arc::clone(state)),
                None => false,
            },
            Effect::CappedPage(most) => set(&mut twist.most, || *most),
        }
    }

    /// Whether the call is performed, if only to see what it would answer.
    pub(super) fn performs(&self) -> bool {
        match &self.answer {
            Some((answer, When::BeforeWrite)) => matches!(**answer, Answer::CutOff(_)),
            Some((_, When::AfterWrite)) | None => true,
        }
    }
}

fn set<T>(place: &mut Option<T>, value: impl FnOnce() -> T) -> bool {
    let is_free = place.is_none();
    if is_free {
        *place = Some(value());
    }
    is_free
}

fn raise(flag: &mut bool) -> bool {
    !std::mem::replace(flag, true)
}

impl Twist {
    /// Changes what a list is asked for.
    pub(crate) fn bend(&self, query: &mut Query) {
        if self.ignores_filter {
            query.company = None;
        }
        if self.ignores_sort {
            query.sort = None;
        }
        if self.ignores_offset {
            query.offset = 0;
        }
        query.limit = query.limit.min(self.most.unwrap_or(usize::MAX));
    }
}
