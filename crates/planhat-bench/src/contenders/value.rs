//! `serde_json::Value` throughout.

use serde_json::{Value, json};

use super::by_hand::Types;
use crate::data::items::Row;

pub(crate) struct Untyped;

impl Types for Untyped {
    type Record = Value;
    type Item = Value;
    type Result = Value;

    fn mrr(record: &Value) -> Option<f64> {
        record["mrr"].as_f64()
    }

    fn item(row: Row) -> Value {
        json!({
            "sourceId": row.source_id,
            "companyId": row.company,
            "autoRenews": false,
            "fixedPeriod": true,
            "fromDate": row.from,
            "toDate": row.to,
            "invoiceCycleInterval": 0,
            "mrr": row.mrr,
            "product": row.product,
            "_currency": row.currency,
            "renewalPeriod": 12,
            "renewalStatus": row.status,
            "custom": { "Tier": row.tier, "Days in Phase": row.days },
        })
    }

    fn told(result: &Value) -> Option<u64> {
        let lists = [
            "insertsKeys",
            "updatesKeys",
            "createdErrors",
            "updatedErrors",
        ];
        let listed: usize = lists
            .iter()
            .filter_map(|list| Some(result[list].as_array()?.len()))
            .sum();
        Some(u64::try_from(listed).ok()? + result["nonupdates"].as_u64()?)
    }
}
