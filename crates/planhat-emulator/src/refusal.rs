//! Why a call changes nothing: a status and words, in one shape for all.

use serde_json::{Map, Value, json};

/// A call that was refused.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) message: String,
    /// Where the body does not fit, if it is the body.
    pub(crate) faults: Vec<Fault>,
}

/// One place of a body that does not fit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// A JSON pointer into the body.
    pub(crate) pointer: String,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            faults: Vec::new(),
        }
    }

    /// There is no such path.
    pub(crate) fn no_path(path: &str) -> Self {
        Self::new(404, format!("there is no path {path} here"))
    }

    /// The request is at fault.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// The body is at fault, in one place.
    pub(crate) fn at(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self::of(vec![Fault {
            pointer: pointer.into(),
            message: message.into(),
        }])
    }

    /// The body is at fault, in these places.
    pub(crate) fn of(faults: Vec<Fault>) -> Self {
        let told: Vec<String> = faults.iter().map(Fault::told).collect();
        Self {
            status: 400,
            message: told.join("; "),
            faults,
        }
    }

    /// What the error says, without the status.
    pub(crate) fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("message".to_owned(), self.message.clone().into());
        if !self.faults.is_empty() {
            let faults = self
                .faults
                .iter()
                .map(|fault| json!({ "pointer": fault.pointer, "message": fault.message }));
            members.insert("errors".to_owned(), faults.collect());
        }
        members
    }

    /// The body of the reply. The vendor says only that it is an object or a string, so its keys are ours.
    pub(crate) fn to_json(&self) -> Value {
        let mut members = self.members();
        members.insert("status".to_owned(), self.status.into());
        members.into()
    }
}

impl Fault {
    fn told(&self) -> String {
        match self.pointer.as_str() {
            "" => self.message.clone(),
            pointer => format!("{pointer}: {}", self.message),
        }
    }
}
