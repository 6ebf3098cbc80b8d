//! How a run goes.

use std::time::Duration;

use super::check::Checks;
use super::chunk::Bounds;
use crate::draft::InvalidValue;

/// The documented bound on a body is 32 MB; of the two readings of the unit this is the smaller.
pub(super) const MOST_BYTES: usize = 32_000_000;

/// The settings of a run.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// How many items a request may have by the specification.
    pub(super) most_items: usize,
    pub(super) bounds: Bounds,
    pub(super) checks: Checks,
    /// How long one attempt may take.
    pub(super) timeout: Duration,
    /// How long the server is left alone after an attempt that timed out.
    pub(super) settle: Duration,
    /// How long a vendor that is down is borne.
    pub(super) patience: Duration,
    /// How many requests more than one a chunk may take to find what is refused, and chunks in a row if no
    /// item of them is accepted.
    pub(super) most_divisions: u32,
}

impl Settings {
    pub(super) fn new(most_items: usize) -> Self {
        Self {
            most_items,
            bounds: Bounds {
                items: most_items,
                bytes: MOST_BYTES,
            },
            checks: Checks::default(),
            timeout: Duration::from_secs(5 * 60),
            settle: Duration::from_secs(30),
            patience: Duration::from_secs(15 * 60),
            most_divisions: 1000,
        }
    }

    /// What cannot work, if anything.
    pub(super) fn problem(&self) -> Option<InvalidValue> {
        let Bounds { items, bytes } = self.bounds;
        let outside = |property, most: usize, is| {
            InvalidValue::new(property, format!("from 1 to {most} (documented), not {is}"))
        };
        if !(1..=self.most_items).contains(&items) {
            return Some(outside("chunk_items", self.most_items, items));
        }
        if !(1..=MOST_BYTES).contains(&bytes) {
            return Some(outside("chunk_bytes", MOST_BYTES, bytes));
        }
        let zero = |name, time: Duration| {
            let reason = "a time of zero lets no request succeed";
            time.is_zero().then(|| InvalidValue::new(name, reason))
        };
        zero("timeout", self.timeout).or_else(|| zero("patience", self.patience))
    }
}
