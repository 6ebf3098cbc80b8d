//! What is known of an attempt that failed.

/// Whether a call may be sent again although an earlier attempt may have been processed. The
/// operation and what is sent with it decide that, before the first attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RepeatSafety {
    /// Yes: doing it twice is doing it once.
    Always,
    /// Only while the server cannot have processed it ([`AttemptFailure::unprocessed`]), because
    /// doing it twice may create twice.
    OnlyIfUnprocessed,
}

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// A whole reply came, and its status is no success.
    Status,
    /// There was no connection: refused, an unknown host, TLS, or connecting took too long.
    Connect,
    /// The connection broke before the reply was whole, be it in the body or before the status.
    CutOff,
    /// The attempt took longer than one may.
    Timeout,
    /// Another way, such as a reply that is larger than the bound.
    Other,
}

/// One failed attempt, as a [`RetryPolicy`](super::RetryPolicy) sees it.
///
/// The client makes these; [`new`](Self::new) is there to test policies with.
///
/// ```
/// use planhat_api::retry::{AttemptFailure, FailureKind, RepeatSafety};
///
/// let create = RepeatSafety::OnlyIfUnprocessed;
/// assert!(AttemptFailure::new(FailureKind::Status, Some(429), create, 1).unprocessed());
/// assert!(AttemptFailure::new(FailureKind::Connect, None, create, 1).unprocessed());
/// assert!(!AttemptFailure::new(FailureKind::Timeout, None, create, 1).unprocessed());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptFailure {
    kind: FailureKind,
    status: Option<u16>,
    nothing_sent: bool,
    safety: RepeatSafety,
    attempt: u32,
}

impl AttemptFailure {
    /// An attempt that failed this way. The status is that of the reply, as far as one came: a
    /// reply that was cut off has one, too. Attempts of a call are counted from 1; 0 is taken
    /// for 1.
    pub fn new(kind: FailureKind, status: Option<u16>, safety: RepeatSafety, attempt: u32) -> Self {
        Self {
            kind,
            status,
            nothing_sent: kind == FailureKind::Connect,
            safety,
            attempt: attempt.max(1),
        }
    }

    /// The same, but it failed before the first byte of the request was sent. That is understood
    /// of [`FailureKind::Connect`].
    #[must_use]
    pub fn with_nothing_sent(mut self) -> Self {
        self.nothing_sent = true;
        self
    }

    /// How it failed.
    #[inline]
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// The status of the reply, if it came that far.
    #[inline]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Whether nothing of the request was sent. Where there is a status, something was, whatever
    /// else is said.
    #[inline]
    pub fn never_sent(&self) -> bool {
        self.nothing_sent && self.status.is_none()
    }

    /// Whether the call may be repeated after attempts that may have been processed.
    #[inline]
    pub fn safety(&self) -> RepeatSafety {
        self.safety
    }

    /// Which attempt of its call it was, counted from 1.
    #[inline]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Whether the server cannot have processed it: it was never sent, or answered with 429. That
    /// a 429 comes before any work is done is inferred, no page of the vendor says so.
    #[inline]
    pub fn unprocessed(&self) -> bool {
        self.never_sent() || self.status == Some(429)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREATE: RepeatSafety = RepeatSafety::OnlyIfUnprocessed;

    #[test]
    fn only_what_was_never_sent_or_met_a_429_is_unprocessed() {
        use FailureKind::{Connect, CutOff, Other, Status, Timeout};
        for (kind, status, unprocessed) in [
            (Connect, None, true),
            (Status, Some(429), true),
            (CutOff, Some(429), true),
            (Timeout, Some(429), true),
            (Status, Some(408), false),
            (Status, Some(503), false),
            (CutOff, Some(200), false),
            (CutOff, None, false),
            (Timeout, None, false),
            (Other, None, false),
        ] {
            let failure = AttemptFailure::new(kind, status, CREATE, 1);
            assert_eq!(failure.unprocessed(), unprocessed, "{failure:?}");
        }
    }

    #[test]
    fn a_time_out_before_anything_was_sent_is_unprocessed() {
        let failure = AttemptFailure::new(FailureKind::Timeout, None, CREATE, 1);
        assert!(!failure.never_sent());
        let failure = failure.with_nothing_sent();
        assert!(failure.never_sent() && failure.unprocessed());
    }

    #[test]
    fn a_reply_proves_that_something_was_sent() {
        let failure = AttemptFailure::new(FailureKind::Connect, Some(500), CREATE, 1);
        let failure = failure.with_nothing_sent();
        assert!(!failure.never_sent() && !failure.unprocessed());
    }

    #[test]
    fn attempts_are_counted_from_one() {
        let attempt = |n| AttemptFailure::new(FailureKind::Other, None, CREATE, n).attempt();
        assert_eq!([attempt(0), attempt(1), attempt(2)], [1, 1, 2]);
    }
}
