//! Records with sensible values.

use planhat_api::{ObjectId, Resource, Value};
use serde::Serialize;

use crate::json::Json;

/// A kind of record of which there is one with sensible values.
///
/// ```
/// use planhat_api::{Deal, DealUpdate};
/// use planhat_mock::Sample;
///
/// let deal = Deal::sample_with(DealUpdate::new().name("Renewal"));
/// assert_eq!(deal.name(), Some("Renewal"));
/// assert_eq!(deal.company_name(), Some("Acme"));
/// assert_eq!(Deal::samples(250).len(), 250);
/// ```
pub trait Sample: Resource {
    /// The record, as JSON: what the vendor prints, or where nothing is printed, a value for each property.
    const JSON: &'static str;

    /// The record.
    ///
    /// # Panics
    /// Never: the specification's examples are records.
    fn sample() -> Self {
        record(Self::JSON)
    }

    /// The record with other values: a request body, `serde_json::json!({…})`, or a struct or map of the test's. The
    /// fields of `custom` are set one by one.
    ///
    /// # Panics
    /// When the values are no JSON object.
    #[track_caller]
    fn sample_with(values: impl Serialize) -> Self {
        record(&merge(&read(Self::JSON), &Json::of(&values)))
    }

    /// So many records, each with ids of its own: [`object_id`] of its position, which is also put behind an
    /// `externalId` or `sourceId`.
    fn samples(count: usize) -> Vec<Self> {
        let base = read(Self::JSON);
        (0..count)
            .map(|position| record(&merge(&base, &Json::of(&ids(&base, position)))))
            .collect()
    }
}

/// The object id of a number, such as the position of a record: `5a` and 22 hexadecimal digits.
///
/// ```
/// assert_eq!(planhat_mock::object_id(7).as_str(), "5a0000000000000000000007");
/// ```
pub fn object_id(number: usize) -> ObjectId {
    // 22 hexadecimal digits hold more than a `usize`, so there are never more than 24.
    match format!("5a{number:022x}").parse() {
        Ok(id) => id,
        Err(error) => panic!("planhat-mock: {error}"),
    }
}

#[track_caller]
fn read(json: &str) -> Json {
    match Json::read(json.as_bytes()) {
        Some(json) => json,
        // Samples are generated; one that is none is a mistake of the generator, which its tests hold.
        None => panic!("planhat-mock: the sample is no JSON: {json}"),
    }
}

#[track_caller]
fn record<R: Resource>(json: &str) -> R {
    match R::from_json(json.as_bytes()) {
        Ok(record) => record,
        Err(error) => panic!("planhat-mock: the values make no {}: {error}", R::NAME),
    }
}

/// The ids of one record of many.
fn ids(base: &Json, position: usize) -> serde_json::Value {
    let mut ids = serde_json::Map::new();
    ids.insert("_id".to_owned(), object_id(position).as_str().into());
    for key in ["externalId", "sourceId"] {
        let text = base.value().and_then(|record| record.get(key));
        if let Some(text) = text.as_ref().and_then(Value::as_str) {
            ids.insert(key.to_owned(), format!("{text}-{position}").into());
        }
    }
    ids.into()
}

/// The members of `base`, and in their place or behind them those of `values`, in their own words.
#[track_caller]
fn merge(base: &Json, values: &Json) -> String {
    let (Some(base), Some(values)) = (members(base.value()), members(values.value())) else {
        panic!(
            "planhat-mock: the values of a record are an object, not {}",
            values.text()
        );
    };
    object(base, values, |key, base, value| {
        let custom = (key == "custom").then(|| (members(Some(base)), members(Some(value))));
        match custom {
            Some((Some(base), Some(value))) => object(base, value, |_, _, value| text(value)),
            _ => text(value),
        }
    })
}

type Members<'a> = Vec<(String, Value<'a>)>;

fn members(value: Option<Value<'_>>) -> Option<Members<'_>> {
    let members = value?.members()?;
    Some(
        members
            .map(|(key, value)| (key.into_owned(), value))
            .collect(),
    )
}

fn text(value: Value<'_>) -> String {
    value.as_json().to_owned()
}

/// An object of both; `both` says what stands under a key that both have.
fn object(
    base: Members<'_>,
    values: Members<'_>,
    both: impl Fn(&str, Value<'_>, Value<'_>) -> String,
) -> String {
    let find = |members: &Members<'_>, key: &str| members.iter().position(|(k, _)| k == key);
    let mut out: Vec<String> = Vec::new();
    for (key, value) in &base {
        let json = match find(&values, key) {
            Some(position) => both(key, *value, values[position].1),
            None => text(*value),
        };
        out.push(member(key, &json));
    }
    for (key, value) in &values {
        if find(&base, key).is_none() {
            out.push(member(key, value.as_json()));
        }
    }
    format!("{{{}}}", out.join(","))
}

fn member(key: &str, json: &str) -> String {
    format!("{}:{json}", Json::of(&key).text())
}
