//! What there is to say of an attempt; no id, no value, no token is among it.

use std::borrow::Cow;
use std::time::Duration;

use crate::call::Endpoint;
use crate::error::Failure;
use crate::limits::{Reason, Waited};
use crate::operation::Method;

/// One attempt of a call that is over. It holds no ids, values or headers.
pub struct Attempt<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) label: Option<&'a str>,
    pub(crate) number: u32,
    pub(crate) status: Option<u16>,
    pub(crate) failure: Option<&'a Failure>,
    pub(crate) timing: &'a Timing,
    pub(crate) repeated: bool,
}

/// When an attempt was made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timing {
    /// The wait between the last attempt and the request for a permit.
    delay: Duration,
    /// The wait for the permit, and what for.
    limits: (Duration, Option<Reason>),
    pub(crate) took: Duration,
}

impl Timing {
    pub(crate) fn after(delay: Duration) -> Self {
        Self {
            delay,
            ..Self::default()
        }
    }

    pub(crate) fn permitted(&mut self, waited: Waited) {
        self.limits = (waited.total(), waited.main_reason());
    }
}

impl Attempt<'_> {
    /// The operation's id, such as `license_get`, or `undocumented`.
    #[inline]
    pub fn operation(&self) -> &str {
        self.endpoint.id()
    }

    /// The method.
    #[inline]
    pub fn method(&self) -> Method {
        self.endpoint.method()
    }

    /// The path template, such as `/licenses/{id}`.
    #[inline]
    pub fn path_template(&self) -> &str {
        self.endpoint.path()
    }

    /// The client's label.
    #[inline]
    pub fn label(&self) -> Option<&str> {
        self.label
    }

    /// Which attempt of its call it was, counted from 1.
    #[inline]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The HTTP status, when the server answered.
    #[inline]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// What went wrong, in a word: `timeout`, `deadline`, `connect`, `interrupted`, `too_large`,
    /// or an error status such as `503`. None after a success.
    pub fn error_type(&self) -> Option<Cow<'static, str>> {
        match (self.failure, self.status) {
            (Some(failure), _) => Some(failure.name().into()),
            (None, Some(status)) if !(200..300).contains(&status) => {
                Some(status.to_string().into())
            }
            _ => None,
        }
    }

    /// How long it took, waits before it not counted.
    #[inline]
    pub fn duration(&self) -> Duration {
        self.timing.took
    }

    /// How long the call waited before it, since it began or since the last attempt.
    #[inline]
    pub fn waited(&self) -> Duration {
        self.timing.delay.saturating_add(self.timing.limits.0)
    }

    /// What most of that wait was for: a limit, such as `per_minute` or `cool_down`, or `retry`.
    pub fn wait_reason(&self) -> Option<&'static str> {
        let (limits, reason) = &self.timing.limits;
        if self.timing.delay > *limits {
            return Some("retry");
        }
        reason.map(Reason::as_str)
    }

    /// Whether another attempt is to follow. Limits, the deadline or a token provider may still
    /// keep it from being made.
    #[inline]
    pub fn is_repeated(&self) -> bool {
        self.repeated
    }
}

impl std::fmt::Debug for Attempt<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Attempt")
            .field("operation", &self.operation())
            .field("number", &self.number)
            .field("status", &self.status)
            .field("error_type", &self.error_type())
            .field("duration", &self.duration())
            .field("waited", &self.waited())
            .field("repeated", &self.repeated)
            .finish_non_exhaustive()
    }
}
