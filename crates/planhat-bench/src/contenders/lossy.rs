//! A struct with the properties that one needs; null and absent are the same, unknown keys are dropped.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::by_hand::Types;
use crate::data::items::Row;

/// A license, with what the printed reply to a get has.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct License {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) external_id: Option<String>,
    pub(crate) source_id: Option<String>,
    pub(crate) company_id: Option<String>,
    pub(crate) company_name: Option<String>,
    pub(crate) product: Option<String>,
    #[serde(rename = "_currency")]
    pub(crate) currency: Option<String>,
    pub(crate) from_date: Option<String>,
    pub(crate) to_date: Option<String>,
    pub(crate) sales_date: Option<String>,
    pub(crate) renewal_date: Option<String>,
    pub(crate) renewal_status: Option<String>,
    pub(crate) renewal_unit: Option<String>,
    pub(crate) notice_unit: Option<String>,
    pub(crate) mrr: Option<f64>,
    pub(crate) arr: Option<f64>,
    pub(crate) value: Option<f64>,
    pub(crate) length: Option<f64>,
    pub(crate) renewal_period: Option<f64>,
    pub(crate) renewal_days_from_now: Option<f64>,
    pub(crate) notice_period: Option<f64>,
    pub(crate) invoice_cycle_interval: Option<f64>,
    pub(crate) fixed_period: Option<bool>,
    pub(crate) auto_renews: Option<bool>,
    pub(crate) is_overdue: Option<bool>,
    pub(crate) to_date_included: Option<bool>,
    pub(crate) invoices_generated: Option<bool>,
    pub(crate) custom: Option<HashMap<String, Value>>,
}

/// An item of a bulk upsert.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Item {
    source_id: String,
    company_id: String,
    auto_renews: bool,
    fixed_period: bool,
    from_date: String,
    to_date: String,
    invoice_cycle_interval: i64,
    mrr: f64,
    product: String,
    #[serde(rename = "_currency")]
    currency: String,
    renewal_period: i64,
    renewal_status: String,
    custom: Custom,
}

#[derive(Debug, Serialize)]
struct Custom {
    #[serde(rename = "Tier")]
    tier: String,
    #[serde(rename = "Days in Phase")]
    days: u64,
}

impl Item {
    pub(crate) fn new(row: Row) -> Self {
        Self {
            source_id: row.source_id,
            company_id: row.company,
            auto_renews: false,
            fixed_period: true,
            from_date: row.from,
            to_date: row.to,
            invoice_cycle_interval: 0,
            mrr: row.mrr,
            product: row.product,
            currency: row.currency,
            renewal_period: 12,
            renewal_status: row.status,
            custom: Custom {
                tier: row.tier,
                days: row.days,
            },
        }
    }
}

/// The reply to a bulk upsert.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Envelope {
    #[serde(default)]
    inserts_keys: Vec<Keys>,
    #[serde(default)]
    updates_keys: Vec<Keys>,
    #[serde(default)]
    nonupdates: u64,
    #[serde(default)]
    created_errors: Vec<Value>,
    #[serde(default)]
    updated_errors: Vec<Value>,
}

/// What a reply names a record by.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "a program would look the record up by them")]
struct Keys {
    #[serde(rename = "_id")]
    id: String,
    source_id: Option<String>,
}

impl Envelope {
    pub(crate) fn told(&self) -> u64 {
        let lists = [self.inserts_keys.len(), self.updates_keys.len()];
        let errors = [self.created_errors.len(), self.updated_errors.len()];
        let listed: usize = lists.iter().chain(&errors).sum();
        u64::try_from(listed).unwrap_or(u64::MAX) + self.nonupdates
    }
}

pub(crate) struct Lossy;

impl Types for Lossy {
    type Record = License;
    type Item = Item;
    type Result = Envelope;

    fn mrr(record: &License) -> Option<f64> {
        record.mrr
    }

    fn item(row: Row) -> Item {
        Item::new(row)
    }

    fn told(result: &Envelope) -> Option<u64> {
        Some(result.told())
    }
}
