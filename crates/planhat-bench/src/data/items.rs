//! Items of a bulk upsert, as a program has them before it makes a request of them: of the printed shape, with a source id
//! and custom fields.

use planhat_api::bulk::BulkItem;
use planhat_api::{License, LicenseUpsert, ObjectId};

use super::{mrr, object_id, source_id};

/// A row of a billing system. Its texts are its own, so that they can be moved into whatever is made of it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) source_id: String,
    pub(crate) company: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) mrr: f64,
    pub(crate) product: String,
    pub(crate) currency: String,
    pub(crate) status: String,
    pub(crate) tier: String,
    pub(crate) days: u64,
}

impl Row {
    pub(crate) fn new(number: u64) -> Self {
        Self {
            source_id: source_id(number),
            company: object_id(number % 5000),
            from: "2021-07-28T00:00:00.000Z".to_owned(),
            to: "2022-07-28T00:00:00.000Z".to_owned(),
            mrr: mrr(number),
            product: "Large License".to_owned(),
            currency: "USD".to_owned(),
            status: "ongoing".to_owned(),
            tier: "gold".to_owned(),
            days: number % 365,
        }
    }

    pub(crate) fn upsert(self) -> anyhow::Result<LicenseUpsert> {
        let company: ObjectId = self.company.parse()?;
        Ok(LicenseUpsert::new()
            .source_id(self.source_id)
            .company_id(company)
            .auto_renews(false)
            .fixed_period(true)
            .from_date(self.from)
            .to_date(self.to)
            .invoice_cycle_interval(0)
            .mrr(self.mrr)
            .product(self.product)
            .currency(self.currency)
            .renewal_period(12)
            .renewal_status(self.status)
            .custom("Tier", self.tier)
            .custom("Days in Phase", self.days))
    }
}

/// As many rows.
pub(crate) fn rows(count: u64) -> Vec<Row> {
    (0..count).map(Row::new).collect()
}

/// As many items, each made when it is asked for.
pub(crate) fn items(count: u64) -> impl Iterator<Item = BulkItem<License>> + Send {
    // Ids that are made here are ids.
    (0..count).filter_map(|number| Some(BulkItem::upsert(Row::new(number).upsert().ok()?)))
}
