//! Licenses.

use jiff::civil::DateTime;
use serde_json::Value;

use super::dates;
use super::draft::Draft;
use super::numbers::number;
use super::rules::{Default, Rules};
use crate::store::Record;

pub(super) struct Licenses;

impl Rules for Licenses {
    fn defaults(&self) -> &'static [(&'static str, Default)] {
        // The documented reply to a create holds those that its request does not send, and no `invoiceMuted`, although a
        // default is documented for it.
        &[
            ("__v", Default::Number(0)),
            ("autoRenews", Default::False),
            ("fixedPeriod", Default::False),
            ("invoiceCycleInterval", Default::Number(0)),
            ("invoicesGenerated", Default::False),
            ("issues", Default::Array),
            ("noticePeriod", Default::Null),
            ("noticeUnit", Default::Null),
            ("renewalPeriod", Default::Number(1)),
            ("renewalUnit", Default::Text("month")),
            ("toDateIncluded", Default::False),
        ]
    }

    /// `value` may be written as well, and then stands until `mrr` or a date is written.
    fn calculate(&self, draft: &mut Draft<'_>) {
        let dates_touched = draft.touched("fromDate") || draft.touched("toDate");
        if dates_touched {
            let months = draft.date("fromDate").zip(draft.date("toDate"));
            let length = months.and_then(|(from, to)| dates::months_between(from, to));
            draft.set_or_unset("length", length.map(number));
            let renewal = draft.record.get("toDate").filter(|date| date.is_string());
            let renewal = renewal.cloned();
            draft.set_or_unset("renewalDate", renewal);
        }
        let record = &draft.record;
        if (dates_touched || draft.touched("mrr"))
            && let Some(mrr) = record.number("mrr")
            && let Some(length) = record.number("length")
        {
            draft.set("value", number(mrr * length));
        }
    }

    fn timely(&self) -> &'static [&'static str] {
        &["isOverdue", "renewalDaysFromNow"]
    }

    fn at(&self, name: &str, record: &Record, now: DateTime) -> Option<Value> {
        let renewal = record.text("renewalDate").and_then(dates::parse);
        match name {
            "renewalDaysFromNow" => renewal.map(|renewal| dates::days_between(now, renewal).into()),
            "isOverdue" => {
                let is_settled = matches!(record.text("renewalStatus"), Some("renewed" | "lost"));
                let is_past = renewal.is_some_and(|renewal| renewal < now);
                Some((is_past && !is_settled).into())
            }
            _ => None,
        }
    }

    fn names_modified(&self) -> bool {
        true
    }
}
