//! The lossy struct, and a map for the keys that it does not know.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::by_hand::Types;
use super::lossy::{Envelope, Item};
use crate::data::items::Row;

/// A license, as [`lossy`](super::lossy) has it, with whatever else there is.
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
    #[serde(flatten)]
    pub(crate) extra: HashMap<String, Value>,
}

pub(crate) struct Flatten;

impl Types for Flatten {
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
