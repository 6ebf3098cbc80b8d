//! What of an error may be shown anywhere.

use std::fmt;

use super::{Error, Kind};

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(label) = self.label() {
            write!(formatter, "[{label}] ")?;
        }
        if let Some(call) = self.call() {
            let endpoint = &call.endpoint;
            write!(
                formatter,
                "{} ({} {}): ",
                endpoint.id(),
                endpoint.method(),
                endpoint.path()
            )?;
        }
        self.problem(formatter)?;
        if let Some(said) = self.call().and_then(|call| call.said.as_deref()) {
            write!(formatter, ": {said}")?;
        }
        let attempts = self.attempts();
        if attempts > 1 {
            write!(formatter, "; {attempts} attempts were made")?;
        }
        match self.retry_after() {
            Some(wait) => write!(formatter, "; not before {} s from then", seconds(wait)),
            None => Ok(()),
        }
    }
}

impl Error {
    fn problem(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0.kind, self.status()) {
            (Kind::Configuration(error), _) => write!(formatter, "{error}"),
            (Kind::InvalidRequest(error), _) => write!(formatter, "not sent: {error}"),
            (Kind::Status, Some(status)) => write!(formatter, "the server answered {status}"),
            (Kind::Status, None) => formatter.write_str("the server answered with an error"),
            (Kind::Failed(failure), Some(status)) => {
                write!(formatter, "{failure}, after status {status}")
            }
            (Kind::Failed(failure), None) => write!(formatter, "{failure}"),
            (Kind::Decode(error), Some(status)) => write!(
                formatter,
                "the body of the reply with status {status} cannot be read: {error}"
            ),
            (Kind::Decode(error), None) => write!(formatter, "the reply cannot be read: {error}"),
        }
    }
}

/// Whole seconds, rounded up: who waits that long has waited enough.
fn seconds(duration: std::time::Duration) -> u64 {
    duration
        .as_secs()
        .saturating_add(u64::from(duration.subsec_nanos() > 0))
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Error({self})")
    }
}
