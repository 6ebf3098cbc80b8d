//! The state of a case: a time, companies, ids to come, records.

use std::time::{Duration, SystemTime};

use planhat_emulator::{Builder, Emulator, FixedClock, Nulls, Seed};
use serde_json::{Value, json};

/// The time at which a case happens that names none.
const NOW: &str = "2026-05-11T10:00:00.000Z";

fn texts<'v>(of: &'v Value, key: &str) -> impl Iterator<Item = &'v str> {
    let list = of.get(key).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str)
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
    let part = |key: &str, none| state.get(key).cloned().unwrap_or(none);
    let seed =
        json!({ "companies": part("companies", json!([])), "records": part("records", json!({})) });
    let seed: Seed = seed.to_string().parse().unwrap();
    builder.seed(seed)
}
