//! The client's records, each of whose accessors can be asked.

#[path = "../../crates/conformance/src/client/documented.rs"]
mod documented;
#[path = "../../crates/conformance/src/client/said.rs"]
mod said;

use planhat_api::Record;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use documented::Documented;
pub use said::{AccessorMismatch, Said, Say};

use crate::record::{Json, hold};

/// A type of the client whose every accessor can be asked.
pub trait Spoken: Record + Serialize + DeserializeOwned {
    /// What each accessor says.
    fn said(&self) -> Vec<Said>;

    /// The keys that the record counts as unknown.
    fn unknown_keys(&self) -> Vec<String>;
}

/// One type of the client.
pub struct Codec(fn(&Json<'_>));

impl Codec {
    /// The codec of a type.
    pub fn of<T: Spoken>() -> Self {
        Self(hold::<T>)
    }

    /// Panics where the type does not do what a record does.
    pub fn hold(&self, json: &Json<'_>) {
        (self.0)(json);
    }
}
