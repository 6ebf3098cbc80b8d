//! Which records have been met already.

use std::collections::HashSet;

use crate::id::IdBytes;

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Ascending,
    Descending,
    /// Anything but `_id`.
    Own,
}

impl Order {
    /// Whether one id comes before the other; never, where ids say nothing about the order.
    pub(super) fn is_before(self, one: IdBytes, other: IdBytes) -> bool {
        match self {
            Self::Ascending => one < other,
            Self::Descending => one > other,
            Self::Own => false,
        }
    }
}

/// The ids that have been met. While they come in order, all up to the last one of the page before
/// have been, and only those of a page are remembered; from the first one that is out of order on,
/// all are.
pub(super) struct Known {
    order: Order,
    is_sorted: bool,
    /// Up to here all ids count as met.
    floor: Option<IdBytes>,
    seen: HashSet<IdBytes>,
}

impl Known {
    /// `last` has been met by an earlier reader.
    pub(super) fn new(order: Order, last: Option<IdBytes>) -> Self {
        let is_sorted = order != Order::Own;
        let mut seen = HashSet::new();
        if !is_sorted && let Some(last) = last {
            seen.insert(last);
        }
        Self {
            order,
            is_sorted,
            floor: last.filter(|_| is_sorted),
            seen,
        }
    }

    /// Goes on to another page; `last` is the last one of the page before.
    pub(super) fn begin_page(&mut self, last: Option<IdBytes>) {
        if self.is_sorted {
            let is_further = |last: &IdBytes| {
                self.floor
                    .is_none_or(|floor| self.order.is_before(floor, *last))
            };
            self.floor = last.filter(is_further).or(self.floor);
            self.seen.clear();
        }
    }

    /// The order cannot be relied on any more.
    pub(super) fn lose_order(&mut self) {
        self.is_sorted = false;
    }

    /// Whether an id had not been met. It has now.
    pub(super) fn is_new(&mut self, id: IdBytes) -> bool {
        let is_beyond = self
            .floor
            .is_none_or(|floor| self.order.is_before(floor, id));
        is_beyond && self.seen.insert(id)
    }
}
