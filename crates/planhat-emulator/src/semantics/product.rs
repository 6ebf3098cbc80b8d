//! Products.

use super::draft::Draft;
use super::numbers::number;
use super::rules::{Default, Rules};

pub(super) struct Products;

impl Rules for Products {
    fn defaults(&self) -> &'static [(&'static str, Default)] {
        &[
            ("type", Default::Text("subscription")),
            ("packages", Default::Array),
        ]
    }

    fn calculate(&self, draft: &mut Draft<'_>) {
        for (yearly, monthly) in [("arr", "mrr"), ("renewalArr", "renewalMrr")] {
            if draft.touched(monthly) {
                let value = draft.record.number(monthly);
                draft.set_or_unset(yearly, value.map(|value| number(value * 12.0)));
            }
        }
    }
}
