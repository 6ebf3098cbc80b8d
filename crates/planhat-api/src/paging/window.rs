//! The pages under way, in their order.

use std::collections::VecDeque;

use super::walk::{Ask, Walk};

/// The pages under way, in their order; `T` is what becomes of one.
pub(super) struct Window<T>(VecDeque<(Ask, T)>);

impl<T> Window<T> {
    pub(super) fn new() -> Self {
        Self(VecDeque::new())
    }

    /// Asks for pages, until as many are under way or it cannot be told where the next one begins.
    /// Those that do not follow what was read last are of no use any more.
    pub(super) fn fill(&mut self, walk: &Walk, pages: usize, mut ask: impl FnMut(Ask) -> T) {
        let next = walk.ask();
        if walk.has_ended() || self.0.front().is_some_and(|(ask, _)| *ask != next) {
            self.0.clear();
        }
        while !walk.has_ended() && self.0.len() < pages {
            let next = match self.0.back() {
                None => Some(next),
                Some((last, _)) => walk.ask_behind(*last),
            };
            let Some(next) = next else { break };
            self.0.push_back((next, ask(next)));
        }
    }

    /// The page that is due.
    pub(super) fn first(&mut self) -> Option<&mut T> {
        self.0.front_mut().map(|(_, page)| page)
    }

    /// Takes out the page that is due.
    pub(super) fn pop(&mut self) -> Option<T> {
        self.0.pop_front().map(|(_, page)| page)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
