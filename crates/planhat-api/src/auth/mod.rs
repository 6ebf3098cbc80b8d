//! Who calls: the token, where it comes from, and the header it becomes.

mod base64;
mod provider;
mod token;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

use crate::race::in_time;
pub use provider::{TokenFuture, TokenNeed, TokenProvider};
pub use token::{InvalidToken, Token};

/// What proves who calls.
pub(crate) enum Credentials {
    /// One token for the life of the client.
    Fixed(Authorization),
    /// Whatever token the provider hands out for an attempt.
    Provided(Arc<dyn TokenProvider>, Scheme),
}

/// A token, and the header that it becomes.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Authorization {
    pub(crate) token: Token,
    pub(crate) header: HeaderValue,
}

/// Why there is no token for an attempt.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoToken {
    #[error("the token provider failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the token provider took longer than an attempt may")]
    TimedOut,
}

impl Credentials {
    /// Whether there may be another token after one was refused.
    pub(crate) fn can_renew(&self) -> bool {
        matches!(self, Self::Provided(..))
    }

    /// The token that never changes, if it is one.
    pub(crate) fn fixed(&self) -> Option<&Authorization> {
        match self {
            Self::Fixed(authorization) => Some(authorization),
            Self::Provided(..) => None,
        }
    }

    /// What to send. A provider has this long.
    pub(crate) async fn ask(
        &self,
        need: TokenNeed,
        within: Duration,
    ) -> Result<Authorization, NoToken> {
        let (provider, scheme) = match self {
            Self::Fixed(authorization) => return Ok(authorization.clone()),
            Self::Provided(provider, scheme) => (provider, scheme),
        };
        let token = in_time(within, provider.token(need))
            .await
            .ok_or(NoToken::TimedOut)?
            .map_err(NoToken::Failed)?;
        scheme
            .authorization(token)
            .map_err(|error| NoToken::Failed(error.into()))
    }
}

/// How the token is sent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Scheme {
    #[default]
    Bearer,
    /// The token as user name, with an empty password.
    Basic,
}

impl Scheme {
    pub(crate) fn authorization(self, token: Token) -> Result<Authorization, InvalidToken> {
        let header = self.header(&token)?;
        Ok(Authorization { token, header })
    }

    /// The value of `Authorization`, in one of the two documented forms. Its bytes are wiped with
    /// its last clone.
    fn header(self, token: &Token) -> Result<HeaderValue, InvalidToken> {
        let text = match self {
            Self::Bearer => joined(&[b"Bearer ", token.expose().as_bytes()]),
            // A user name ends at the first colon, and so would the token.
            Self::Basic if token.expose().contains(':') => return Err(InvalidToken::Colon),
            Self::Basic => {
                let pair = joined(&[token.expose().as_bytes(), b":"]);
                let encoded = Zeroizing::new(base64::encode(&pair));
                joined(&[b"Basic ", encoded.as_bytes()])
            }
        };
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text))
            .map_err(|_| InvalidToken::Character)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// The parts as one. Memory that a growing text leaves behind would not be wiped, so this grows
/// nothing.
fn joined(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let mut length = 0;
    for part in parts {
        length += part.len();
    }
    let mut text = Zeroizing::new(Vec::with_capacity(length));
    for part in parts {
        text.extend_from_slice(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_documented_forms_are_sent_and_marked_as_secret() {
        for (scheme, expected) in [
            (Scheme::Bearer, "Bearer secret"),
            // printf 'secret:' | base64
            (Scheme::Basic, "Basic c2VjcmV0Og=="),
        ] {
            let value = scheme.header(&Token::new(" secret\r\n").unwrap()).unwrap();
            assert!(value.is_sensitive());
            assert_eq!(value, expected);
            assert_eq!(format!("{value:?}"), "Sensitive");
        }
    }
}
