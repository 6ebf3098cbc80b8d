//! The state of a case: a time, companies, records, ids to come.

use std::collections::BTreeMap;
use std::time::SystemTime;

use planhat_emulator::{Absent, Builder, Emulator, FixedClock, Seed};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The time at which a case happens that names none.
const NOW: &str = "2026-05-11T10:00:00.000Z";

/// A state, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct State {
    now: Option<String>,
    /// These two are a seed, as the emulator reads one.
    companies: Vec<Value>,
    records: Map<String, Value>,
    next_ids: Vec<String>,
    absent: BTreeMap<String, WrittenAbsent>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenAbsent {
    Forbidden,
    NotFound,
}

impl State {
    /// An emulator in this state: its clock stands still, and its ids come of a seed.
    pub(super) fn builder(&self) -> Result<Builder, String> {
        let now = self.now.as_deref().unwrap_or(NOW);
        let now: jiff::Timestamp = now
            .parse()
            .map_err(|error| format!("`{now}` is no time: {error}"))?;
        let seed = json!({ "companies": self.companies, "records": self.records });
        let seed: Result<Seed, _> = seed.to_string().parse();
        let mut builder = Emulator::builder()
            .clock(FixedClock::at(SystemTime::from(now)))
            .ids_of_seed(1)
            .next_ids(&self.next_ids)
            .seed(seed.map_err(|error| error.to_string())?);
        for (resource, absent) in &self.absent {
            let absent = match absent {
                WrittenAbsent::Forbidden => Absent::Forbidden,
                WrittenAbsent::NotFound => Absent::NotFound,
            };
            builder = builder.absent(resource, absent);
        }
        Ok(builder)
    }
}
