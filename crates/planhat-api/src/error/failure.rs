//! Ways in which no whole reply comes.

use std::error::Error as StdError;
use std::fmt;

use super::Effect;

/// Why no whole reply came.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Base URL and path do not make a URL.
    Url,
    /// No connection.
    Connect(reqwest::Error),
    /// The attempt took too long.
    Timeout,
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
        if error.is_connect() {
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

    /// What the call may have done, when no reply came at all.
    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::Url | Self::Connect(_) => Effect::NotSent,
            _ => Effect::Unknown,
        }
    }

    pub(crate) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Connect(error) | Self::Exchange(error) | Self::Interrupted(error) => {
                error.source()
            }
            Self::Url | Self::Timeout | Self::TooLarge { .. } => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url => formatter.write_str("base URL and path make no URL"),
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
