//! Settings of who calls.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::Builder;
use crate::auth::{Credentials, InvalidToken, Scheme, Token, TokenProvider};

/// Where the token comes from, and how it is sent.
#[derive(Clone, Default)]
pub(super) struct Authentication {
    token: Option<Zeroizing<String>>,
    provider: Option<Arc<dyn TokenProvider>>,
    scheme: Scheme,
}

impl Authentication {
    pub(super) fn scheme(&self) -> Scheme {
        self.scheme
    }

    pub(super) fn credentials(self) -> Result<Credentials, InvalidToken> {
        match (self.token, self.provider) {
            (None, None) => Err(InvalidToken::Missing),
            (Some(_), Some(_)) => Err(InvalidToken::Twice),
            (None, Some(provider)) => Ok(Credentials::Provided(provider, self.scheme)),
            (Some(token), None) => {
                let token = Token::new(token.as_str())?;
                self.scheme.authorization(token).map(Credentials::Fixed)
            }
        }
    }
}

impl Builder {
    /// The API token of a service account. White space around it is cut off.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.authentication.token = Some(Zeroizing::new(token.into()));
        self
    }

    /// Asks for a token before every attempt, and once more after a 401, in place of one token for
    /// the life of the client.
    pub fn token_provider(mut self, provider: impl TokenProvider) -> Self {
        self.authentication.provider = Some(Arc::new(provider));
        self
    }

    /// Sends the token as the user name of HTTP Basic authentication instead of as a bearer token.
    /// Both are documented.
    pub fn basic_auth(mut self) -> Self {
        self.authentication.scheme = Scheme::Basic;
        self
    }
}
