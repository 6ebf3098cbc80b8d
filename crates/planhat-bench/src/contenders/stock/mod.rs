//! What progenitor makes of the specification.

#[rustfmt::skip]
#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    mismatched_lifetime_syntaxes,
    clippy::all,
    clippy::unwrap_used,
    reason = "it is kept as it is generated"
)]
mod generated;

use std::num::NonZeroU64;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use generated::types::{
    BulkUpsertResult, Custom, DateOrDateTime, License, LicenseUpsert, RecordRef,
};
use serde_json::Map;

use super::by_hand::client;
use super::{Caller, Coder, Maker, Seen};
use crate::data::{self, items::Row};

pub(crate) struct Stock {
    client: generated::Client,
    id: RecordRef,
}

impl Stock {
    pub(crate) fn new(url: &str) -> anyhow::Result<Self> {
        Ok(Self {
            client: generated::Client::new_with_client(url, client()?),
            id: RecordRef(data::object_id(0)),
        })
    }
}

fn date(text: &str) -> Option<DateOrDateTime> {
    let date: DateTime<Utc> = text.parse().ok()?;
    Some(DateOrDateTime(Some(date)))
}

fn item(row: Row) -> LicenseUpsert {
    let mut custom = Map::new();
    custom.insert("Tier".to_owned(), row.tier.into());
    custom.insert("Days in Phase".to_owned(), row.days.into());
    LicenseUpsert {
        source_id: Some(row.source_id),
        company_id: Some(row.company),
        auto_renews: Some(false),
        fixed_period: Some(true),
        from_date: date(&row.from),
        to_date: date(&row.to),
        invoice_cycle_interval: Some(0),
        mrr: Some(row.mrr),
        product: Some(row.product),
        currency: Some(row.currency),
        renewal_period: Some(12),
        renewal_status: Some(row.status),
        custom: Some(Custom(Some(custom))),
        ..LicenseUpsert::default()
    }
}

fn told(result: &BulkUpsertResult) -> Option<u64> {
    let errors = result.created_errors.len() + result.updated_errors.len();
    let listed = result.inserts_keys.len() + result.updates_keys.len() + errors;
    Some(u64::try_from(listed).ok()? + u64::try_from(result.nonupdates?).ok()?)
}

impl Maker for Stock {
    type Item = LicenseUpsert;

    fn items(rows: Vec<Row>) -> anyhow::Result<Vec<LicenseUpsert>> {
        Ok(rows.into_iter().map(item).collect())
    }
}

impl Caller for Stock {
    async fn get(&self) -> anyhow::Result<Seen> {
        let license = self.client.license_get(&self.id).await?.into_inner();
        Ok(Seen::of([&license], Self::mrr))
    }

    async fn page(&self, offset: u64, limit: u64) -> anyhow::Result<Seen> {
        let limit = NonZeroU64::new(limit);
        let list = self
            .client
            .license_list(None, limit, Some(offset), None, Some("_id"));
        Ok(Seen::of(&list.await?.into_inner(), Self::mrr))
    }

    async fn bulk(&self, items: Vec<LicenseUpsert>) -> anyhow::Result<Seen> {
        let result = self.client.license_bulk_upsert(&items).await?.into_inner();
        let items = told(&result).context("the reply has no counts")?;
        Ok(Seen::items(items))
    }
}

impl Coder for Stock {
    type Record = License;

    fn decode(page: &[u8]) -> anyhow::Result<Vec<License>> {
        Ok(serde_json::from_slice(page)?)
    }

    fn mrr(record: &License) -> Option<f64> {
        record.mrr
    }

    fn encode(records: &[License]) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(records)?)
    }

    fn encode_items(items: &[LicenseUpsert]) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(items)?)
    }
}
