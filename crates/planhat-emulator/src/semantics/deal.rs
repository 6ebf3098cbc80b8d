//! Deals.

use super::draft::Draft;
use super::numbers::number;
use super::rules::{Default, Rules};

/// A deal of this emulator has no line items, so its counts stay 0 and its figures are the caller's.
pub(super) struct Deals;

impl Rules for Deals {
    fn defaults(&self) -> &'static [(&'static str, Default)] {
        // All of them in the documented reply to a create.
        &[
            ("subscriptionsCount", Default::Number(0)),
            ("feesCount", Default::Number(0)),
            ("activeSubscriptionsCount", Default::Number(0)),
            ("followers", Default::Array),
            ("custom", Default::Object),
        ]
    }

    /// `arr` may be written as well, and then stands until `mrr` is written.
    fn calculate(&self, draft: &mut Draft<'_>) {
        if draft.touched("mrr") {
            let yearly = draft.record.number("mrr").map(|mrr| number(mrr * 12.0));
            draft.set_or_unset("arr", yearly);
        }
    }
}
