//! Items of a bulk upsert, as a program has them before it makes a request of them: of the printed shape, with a source id
//! and custom fields.

use planhat_api::bulk::BulkItem;
use planhat_api::{License, LicenseUpsert, ObjectId};

use super::{mrr, source_id};

/// A row of a billing system.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) source_id: String,
    pub(crate) company: ObjectId,
    pub(crate) mrr: f64,
    pub(crate) days: u64,
}

impl Row {
    pub(crate) fn new(number: u64, company: &ObjectId) -> Self {
        Self {
            source_id: source_id(number),
            company: *company,
            mrr: mrr(number),
            days: number % 365,
        }
    }

    pub(crate) fn upsert(self) -> LicenseUpsert {
        LicenseUpsert::new()
            .source_id(self.source_id)
            .company_id(self.company)
            .auto_renews(false)
            .fixed_period(true)
            .from_date("2021-07-28T00:00:00.000Z")
            .to_date("2022-07-28T00:00:00.000Z")
            .invoice_cycle_interval(0)
            .mrr(self.mrr)
            .product("Large License")
            .currency("USD")
            .renewal_period(12)
            .renewal_status("ongoing")
            .custom("Tier", "gold")
            .custom("Days in Phase", self.days)
    }
}

/// As many items.
pub(crate) fn items(
    count: u64,
    company: ObjectId,
) -> impl Iterator<Item = BulkItem<License>> + Send {
    (0..count).map(move |number| BulkItem::upsert(Row::new(number, &company).upsert()))
}
