//! A seed from its text.

use std::str::FromStr;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Seed, SeedSyntax};
use crate::identity::Company;

/// A seed as one value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// Told by a saved state, which is a seed as well.
    #[serde(default, rename = "version")]
    _version: Option<u64>,
    #[serde(default)]
    companies: Vec<Company>,
    #[serde(default)]
    records: Map<String, Value>,
}

/// A record by itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordLine {
    resource: String,
    record: Value,
}

/// A company by itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CompanyLine {
    company: Company,
}

impl FromStr for Seed {
    type Err = SeedSyntax;

    fn from_str(text: &str) -> Result<Self, SeedSyntax> {
        let mut seed = Self::new();
        let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        for (before, value) in values.enumerate() {
            let read = seed.take(value?);
            read.map_err(|problem| SeedSyntax::Value {
                place: before + 1,
                problem,
            })?;
        }
        Ok(seed)
    }
}

impl Seed {
    fn take(&mut self, value: Value) -> Result<(), String> {
        let Value::Object(members) = &value else {
            return Err(format!("it is no object; {FORMS}"));
        };
        if members.contains_key("resource") || members.contains_key("record") {
            let RecordLine { resource, record } = read(value)?;
            self.records.push((resource, record));
        } else if members.contains_key("company") {
            let CompanyLine { company } = read(value)?;
            self.companies.push(company);
        } else {
            let document: Document = read(value)?;
            self.companies.extend(document.companies);
            for (resource, records) in document.records {
                let Value::Array(records) = records else {
                    return Err(format!("records/{resource} is no array of records"));
                };
                let records = records.into_iter().map(|record| (resource.clone(), record));
                self.records.extend(records);
            }
        }
        Ok(())
    }
}

const FORMS: &str = "a document is an object of `companies` and `records`, a line one of `resource` and `record` or of `company`";

fn read<T: for<'de> Deserialize<'de>>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| format!("{error}; {FORMS}"))
}
