//! Types of the client that decode and encode JSON, by name.

use planhat_api::Record;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Decoded, Said};
use crate::roundtrip;

/// A type of the client whose every accessor can be asked.
pub trait Spoken: Record + Serialize + DeserializeOwned + JsonSchema {
    /// What each accessor says.
    fn said(&self) -> Vec<Said>;

    /// The keys that the record counts as unknown.
    fn unknown_keys(&self) -> Vec<String>;
}

/// One type of the client.
#[derive(Clone, Copy)]
pub struct Codec {
    name: &'static str,
    properties: &'static [&'static str],
    decode: fn(&str) -> Result<Decoded, String>,
    through_serde: fn(&str) -> Result<String, String>,
    schema: fn() -> serde_json::Value,
}

impl Codec {
    /// The codec of a type.
    pub fn of<T: Spoken>() -> Self {
        Self {
            name: T::NAME,
            properties: T::PROPERTIES,
            decode: |json| {
                let record = T::from_json(json.as_bytes()).map_err(|error| error.to_string())?;
                Ok(Decoded::of(&record))
            },
            through_serde: |json| {
                let record: T = serde_json::from_str(json).map_err(|error| error.to_string())?;
                serde_json::to_string(&record).map_err(|error| error.to_string())
            },
            schema: || schemars::schema_for!(T).to_value(),
        }
    }

    /// The name of the type, which is its schema's.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The properties that the type knows.
    pub fn properties(&self) -> &'static [&'static str] {
        self.properties
    }

    /// Decodes a record and tells all that it says of itself.
    ///
    /// # Errors
    /// When the client does not decode it.
    pub fn decode(&self, json: &str) -> Result<Decoded, String> {
        (self.decode)(json)
    }

    /// The JSON Schema that the type states.
    pub fn schema(&self) -> serde_json::Value {
        (self.schema)()
    }

    /// Decodes and encodes a record with serde alone, as a consumer does.
    ///
    /// # Errors
    /// When either fails.
    pub fn through_serde(&self, json: &str) -> Result<String, String> {
        (self.through_serde)(json)
    }
}

impl roundtrip::Codec for Codec {
    fn name(&self) -> &str {
        self.name
    }

    fn reencode(&self, json: &str) -> Result<String, String> {
        self.decode(json)?.serialized
    }

    fn unknown(&self, json: &str) -> Result<Vec<String>, String> {
        Ok(self.decode(json)?.unknown)
    }
}
