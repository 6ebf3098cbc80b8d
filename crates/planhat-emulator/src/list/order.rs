//! Order among values of any type.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use jiff::civil::DateTime;
use serde_json::Value;

use super::query::{Query, Sort};
use super::select::Finder;
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
    let find = Finder::new(resource, &sort.name, now);
    let mut keyed: Vec<Keyed<'s>> = records
        .enumerate()
        .map(|(place, record)| Keyed {
            key: Key::of(find.value(record)),
            place,
            record,
        })
        .collect();
    let by = |a: &Keyed<'_>, b: &Keyed<'_>| {
        let order = a.key.compare(&b.key);
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
    // Of what is before the page, only that it is before.
    if query.offset < keyed.len() {
        keyed.select_nth_unstable_by(query.offset, by);
    }
    let mut page: Vec<Keyed<'_>> = keyed.into_iter().skip(query.offset).collect();
    page.sort_unstable_by(by);
    page.iter().map(|keyed| Arc::clone(keyed.record)).collect()
}

struct Keyed<'s> {
    key: Key<'s>,
    place: usize,
    record: &'s Arc<Record>,
}

/// A value to sort by. What most records are sorted by stands here itself, so that a comparison need not look it up.
enum Key<'s> {
    Number(f64),
    /// With its first bytes as a number that orders as they do, and tells most texts apart.
    Text(u64, Cow<'s, str>),
    Other(Cow<'s, Value>),
}

impl<'s> Key<'s> {
    fn of(value: Option<Cow<'s, Value>>) -> Self {
        match value.unwrap_or(Cow::Owned(Value::Null)) {
            Cow::Borrowed(Value::String(text)) => Self::text(Cow::Borrowed(text)),
            Cow::Owned(Value::String(text)) => Self::text(Cow::Owned(text)),
            value => match value.as_f64() {
                Some(number) => Self::Number(number),
                None => Self::Other(value),
            },
        }
    }

    fn text(text: Cow<'s, str>) -> Self {
        let mut start = [0; 8];
        for (to, from) in start.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        Self::Text(u64::from_be_bytes(start), text)
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
            (Self::Text(a, whole_a), Self::Text(b, whole_b)) => {
                a.cmp(b).then_with(|| whole_a.cmp(whole_b))
            }
            (Self::Other(a), Self::Other(b)) => compare(a, b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Number(_) => NUMBER,
            Self::Text(..) => TEXT,
            Self::Other(value) => rank(value),
        }
    }
}

const NUMBER: u8 = 1;
const TEXT: u8 = 2;

/// As MongoDB compares: by kind first. What is not there counts as null.
fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64(), b.as_f64());
            a.partial_cmp(&b).unwrap_or(Ordering::Equal)
        }
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Array(a), Value::Array(b)) => {
            let pairs = a.iter().zip(b);
            let first = pairs.map(|(a, b)| compare(a, b));
            first
                .into_iter()
                .find(|order| order.is_ne())
                .unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        (Value::Object(a), Value::Object(b)) => {
            let pairs = a.iter().zip(b);
            let first =
                pairs.map(|((a_key, a), (b_key, b))| a_key.cmp(b_key).then_with(|| compare(a, b)));
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
        Value::Number(_) => NUMBER,
        Value::String(_) => TEXT,
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
                let key = |value| Key::of(Some(Cow::Borrowed(value)));
                let orders = [compare(first, second), key(first).compare(&key(second))];
                assert_eq!(orders, [a.cmp(&b); 2], "{first} {second}");
            }
        }
        let absent = Key::of(None).compare(&Key::of(Some(Cow::Owned(Value::Null))));
        assert_eq!(absent, Ordering::Equal);
    }

    #[test]
    fn texts_are_ordered_by_their_bytes_beyond_the_first_eight() {
        let ordered = [
            "",
            "\0",
            "a",
            "a\0",
            "abcdefgh",
            "abcdefgh\0",
            "abcdefghi",
            "abcdefgi",
            "é",
        ];
        let key = |text: &'static str| Key::text(text.into());
        for (a, first) in ordered.iter().enumerate() {
            for (b, second) in ordered.iter().enumerate() {
                assert_eq!(
                    key(first).compare(&key(second)),
                    a.cmp(&b),
                    "{first:?} {second:?}"
                );
            }
        }
    }
}
