//! Order among values of any type.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use jiff::civil::DateTime;
use serde_json::Value;

use super::query::{Query, Sort};
use crate::spec::Resource;
use crate::store::Record;

/// The records of a page, sorted. Records that are equal in what they are sorted by keep the order in which they came, in
/// either direction, so that pages do not overlap.
pub(super) fn page<'s>(
    resource: &Resource,
    records: impl Iterator<Item = &'s Arc<Record>>,
    sort: &Sort,
    query: &Query,
    now: DateTime,
) -> Vec<Arc<Record>> {
    let mut keyed: Vec<Keyed<'s>> = records
        .enumerate()
        .map(|(place, record)| Keyed {
            key: sort.name.value(resource, record, now),
            place,
            record,
        })
        .collect();
    let by = |a: &Keyed<'_>, b: &Keyed<'_>| {
        let order = compare(a.key.as_deref(), b.key.as_deref());
        let order = if sort.descending {
            order.reverse()
        } else {
            order
        };
        order.then(a.place.cmp(&b.place))
    };
    // Only what is on the page, or before it, needs an order.
    let end = query.offset.saturating_add(query.limit);
    if let Some(last) = end.checked_sub(1).filter(|last| *last < keyed.len()) {
        keyed.select_nth_unstable_by(last, by);
        keyed.truncate(end);
    }
    keyed.sort_unstable_by(by);
    let page = keyed.into_iter().skip(query.offset);
    page.map(|keyed| keyed.record.clone()).collect()
}

struct Keyed<'s> {
    key: Option<Cow<'s, Value>>,
    place: usize,
    record: &'s Arc<Record>,
}

/// As MongoDB compares: by kind first, and what is not there counts as null.
fn compare(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    let (a, b) = (a.unwrap_or(&Value::Null), b.unwrap_or(&Value::Null));
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64(), b.as_f64());
            a.partial_cmp(&b).unwrap_or(Ordering::Equal)
        }
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Array(a), Value::Array(b)) => {
            let pairs = a.iter().zip(b);
            let first = pairs.map(|(a, b)| compare(Some(a), Some(b)));
            first
                .into_iter()
                .find(|order| order.is_ne())
                .unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        (Value::Object(a), Value::Object(b)) => {
            let pairs = a.iter().zip(b);
            let first = pairs.map(|((a_key, a), (b_key, b))| {
                a_key.cmp(b_key).then_with(|| compare(Some(a), Some(b)))
            });
            first
                .into_iter()
                .find(|order| order.is_ne())
                .unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        (a, b) => rank(a).cmp(&rank(b)),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Number(_) => 1,
        Value::String(_) => 2,
        Value::Object(_) => 3,
        Value::Array(_) => 4,
        Value::Bool(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_ordered_by_kind_and_then_by_value() {
        let ordered = [
            json!(null),
            json!(-1),
            json!(0.5),
            json!(2),
            json!("B"),
            json!("a"),
            json!("é"),
            json!({ "a": 1 }),
            json!({ "a": 2 }),
            json!({ "b": 0 }),
            json!([]),
            json!([1]),
            json!([1, 0]),
            json!([2]),
            json!(false),
            json!(true),
        ];
        for (a, first) in ordered.iter().enumerate() {
            for (b, second) in ordered.iter().enumerate() {
                let order = compare(Some(first), Some(second));
                assert_eq!(order, a.cmp(&b), "{first} {second}");
            }
        }
        assert_eq!(compare(None, Some(&json!(null))), Ordering::Equal);
    }
}
