//! Ways in which no whole reply comes.

use std::error::Error as StdError;
use std::fmt;

use super::Effect;
use crate::auth::NoToken;
use crate::limits::{StoreError, WouldExceed};
use crate::retry::FailureKind;

/// Why no whole reply came.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Base URL and path do not make a URL.
    Url,
    /// There was no token to send.
    Token(NoToken),
    /// The client's limits keep the call from being sent in time.
    Limited(Box<WouldExceed>),
    /// The store of the limits failed.
    LimitStore(StoreError),
    /// No connection.
    Connect(reqwest::Error),
    /// The attempt took too long.
    Timeout,
    /// The call took too long, with an attempt under way or not.
    Deadline { under_way: bool },
    /// The request was not sent, or not answered with HTTP.
    Exchange(reqwest::Error),
    /// The body ended early or cannot be decompressed.
    Interrupted(reqwest::Error),
    /// The body is larger than the bound.
    TooLarge { limit: usize },
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        // The URL holds ids and goes nowhere.
        let error = error.without_url();
        if error.is_builder() {
            Self::Url
        } else if error.is_connect() {
            Self::Connect(error)
        } else if error.is_timeout() {
            Self::Timeout
        } else {
            Self::Exchange(error)
        }
    }
}

impl Failure {
    /// An error while the body was read.
    pub(crate) fn reading(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::Timeout
        } else {
            Self::Interrupted(error.without_url())
        }
    }

    /// What a retry policy is told.
    pub(crate) fn kind(&self) -> FailureKind {
        match self {
            Self::Connect(_) => FailureKind::Connect,
            Self::Exchange(_) | Self::Interrupted(_) => FailureKind::CutOff,
            Self::Timeout => FailureKind::Timeout,
            _ => FailureKind::Other,
        }
    }

    /// One word for metrics and spans.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Token(_) => "token_provider",
            Self::Limited(_) => "rate_limited",
            Self::LimitStore(_) => "limit_store",
            Self::Connect(_) => "connect",
            Self::Timeout => "timeout",
            Self::Deadline { .. } => "deadline",
            Self::Exchange(_) | Self::Interrupted(_) => "interrupted",
            Self::TooLarge { .. } => "too_large",
        }
    }

    /// Whether a body that did not come whole can be all that it tells of.
    pub(super) fn is_of_the_body(&self) -> bool {
        match self {
            Self::Interrupted(_) | Self::TooLarge { .. } | Self::Timeout => true,
            Self::Deadline { under_way } => *under_way,
            _ => false,
        }
    }

    /// What the call may have done, when no reply came at all.
    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::Url
            | Self::Token(_)
            | Self::Limited(_)
            | Self::LimitStore(_)
            | Self::Connect(_)
            | Self::Deadline { under_way: false } => Effect::NotSent,
            Self::Deadline { under_way: true }
            | Self::Timeout
            | Self::Exchange(_)
            | Self::Interrupted(_)
            | Self::TooLarge { .. } => Effect::Unknown,
        }
    }

    pub(crate) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Connect(error) | Self::Exchange(error) | Self::Interrupted(error) => {
                error.source()
            }
            Self::Token(error) => error.source(),
            Self::LimitStore(error) => error.source(),
            Self::Url
            | Self::Limited(_)
            | Self::Timeout
            | Self::Deadline { .. }
            | Self::TooLarge { .. } => None,
        }
    }

    /// What `Display` tells of, as a value.
    pub(crate) fn inner(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Limited(refusal) => Some(&**refusal),
            _ => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url => formatter.write_str("base URL and path make no request"),
            Self::Token(error) => write!(formatter, "{error}"),
            Self::Limited(refusal) => write!(formatter, "{refusal}"),
            Self::LimitStore(error) => write!(formatter, "{error}"),
            Self::Deadline { .. } => formatter.write_str("the deadline of the call came"),
            Self::Connect(_) => formatter.write_str("no connection to the server"),
            Self::Timeout => formatter.write_str("the attempt timed out"),
            Self::Exchange(_) => formatter.write_str("the exchange with the server failed"),
            Self::Interrupted(_) => formatter.write_str("the body of the reply broke off"),
            Self::TooLarge { limit } if limit >> 20 == 0 => {
                write!(
                    formatter,
                    "the body of the reply is larger than {limit} bytes"
                )
            }
            Self::TooLarge { limit } => {
                write!(
                    formatter,
                    "the body of the reply is larger than {} MiB",
                    limit >> 20
                )
            }
        }
    }
}
