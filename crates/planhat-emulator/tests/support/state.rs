//! The state of a case: a time, companies, ids to come, records.

use std::time::{Duration, SystemTime};

use planhat_emulator::{Builder, Company, Emulator, FixedClock, Nulls};
use serde_json::Value;

/// The time at which a case happens that names none.
const NOW: &str = "2026-05-11T10:00:00.000Z";

fn texts<'v>(of: &'v Value, key: &str) -> impl Iterator<Item = &'v str> {
    let list = of.get(key).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str)
}

fn items<'v>(of: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    of.get(key).and_then(Value::as_array).into_iter().flatten()
}

pub(crate) fn time(text: &str) -> SystemTime {
    let instant: jiff::Timestamp = text.parse().unwrap();
    SystemTime::UNIX_EPOCH + Duration::from_millis(instant.as_millisecond().try_into().unwrap())
}

/// An emulator as a case wants it.
pub(crate) fn builder(state: &Value) -> Builder {
    let now = state.get("now").and_then(Value::as_str).unwrap_or(NOW);
    let mut builder = Emulator::builder()
        .clock(FixedClock::at(time(now)))
        .ids_of_seed(1)
        .next_ids(texts(state, "next_ids"));
    builder = match state.get("nulls").and_then(Value::as_str) {
        Some("unset") => builder.nulls(Nulls::Unset),
        Some("ignore") => builder.nulls(Nulls::Ignore),
        _ => builder,
    };
    if state.get("refuse_generated") == Some(&Value::Bool(false)) {
        builder = builder.refuse_generated(false);
    }
    for company in items(state, "companies") {
        let text = |key| company.get(key).and_then(Value::as_str);
        let mut known = Company::new(text("id").unwrap());
        if let Some(name) = text("name") {
            known = known.name(name);
        }
        if let Some(id) = text("externalId") {
            known = known.external_id(id);
        }
        if let Some(id) = text("sourceId") {
            known = known.source_id(id);
        }
        builder = builder.company(known);
    }
    let records = state.get("records").and_then(Value::as_object);
    for (resource, records) in records.into_iter().flatten() {
        builder = builder.records(resource, records.as_array().unwrap().clone());
    }
    builder
}
