//! Work that goes step by step, as a stream.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// What is made step by step.
pub(super) trait Steps: Send + 'static {
    /// What a step tells.
    type Told: Send;

    /// The next step; none once all is told.
    fn step(&mut self) -> impl Future<Output = Option<Self::Told>> + Send;
}

type Step<S> = (Box<S>, Option<<S as Steps>::Told>);

/// Keeps the step that is under way, so that dropping the future of one loses nothing.
pub(super) enum Stepping<S: Steps> {
    Idle(Box<S>),
    Working(Pin<Box<dyn Future<Output = Step<S>> + Send>>),
    Over,
}

impl<S: Steps> Stepping<S> {
    pub(super) fn new(steps: S) -> Self {
        Self::Idle(Box::new(steps))
    }

    /// What the next step tells; none once all is told.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<S::Told>> {
        loop {
            match std::mem::replace(self, Self::Over) {
                Self::Over => return Poll::Ready(None),
                Self::Idle(mut steps) => {
                    *self = Self::Working(Box::pin(async move {
                        let told = steps.step().await;
                        (steps, told)
                    }));
                }
                Self::Working(mut step) => {
                    let poll = step.as_mut().poll(context);
                    if poll.is_pending() {
                        *self = Self::Working(step);
                    }
                    let (steps, told) = ready!(poll);
                    if told.is_some() {
                        *self = Self::Idle(steps);
                    }
                    return Poll::Ready(told);
                }
            }
        }
    }
}
