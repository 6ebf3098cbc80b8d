//! A call that arrived.

use std::fmt;

use crate::request::Arrived;

/// A call that arrived, and what came of it.
#[derive(Clone)]
pub struct Call {
    method: String,
    target: String,
    body: Vec<u8>,
    operation: Option<&'static str>,
    answer: Answer,
}

#[derive(Clone)]
enum Answer {
    /// A mock gave this status.
    Status(u16),
    /// No mock fits, for these reasons.
    Nothing(Vec<String>),
}

impl Call {
    pub(crate) fn answered(request: &Arrived<'_>, status: u16) -> Self {
        Self::new(request, Answer::Status(status))
    }

    pub(crate) fn unexpected(request: &Arrived<'_>, reasons: Vec<String>) -> Self {
        Self::new(request, Answer::Nothing(reasons))
    }

    fn new(request: &Arrived<'_>, answer: Answer) -> Self {
        Self {
            method: request.http.method_str().to_owned(),
            target: request.target.to_owned(),
            body: request.http.body_vec(),
            operation: request.operation().map(|operation| operation.id),
            answer,
        }
    }

    /// The method, such as `GET`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Path and query as they arrived, percent-encoded.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The body, byte by byte; empty where there was none.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The documented operation that it calls, such as `license_get`.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// The status that a mock answered; none where no mock fits.
    pub fn status(&self) -> Option<u16> {
        match self.answer {
            Answer::Status(status) => Some(status),
            Answer::Nothing(_) => None,
        }
    }

    /// Why no mock fits: a line for each mock of the operation. Empty where one did.
    pub fn reasons(&self) -> &[String] {
        match &self.answer {
            Answer::Status(_) => &[],
            Answer::Nothing(reasons) => reasons,
        }
    }
}

/// Method, target, operation and status; below that, what kept each mock from answering. Neither headers nor the
/// body, so no token.
impl fmt::Display for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation.unwrap_or("no documented operation");
        write!(formatter, "{} {} ({operation})", self.method, self.target)?;
        match &self.answer {
            Answer::Status(status) => write!(formatter, ": {status}"),
            Answer::Nothing(reasons) => {
                formatter.write_str(": not expected")?;
                reasons
                    .iter()
                    .try_for_each(|reason| write!(formatter, "\n      {reason}"))
            }
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
