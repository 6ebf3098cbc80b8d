//! Settings of a client.

use std::fmt;
use std::time::Duration;

use reqwest::header::HeaderValue;

use super::Client;
use super::base_url::{BaseUrl, InvalidBaseUrl};
use super::token::{InvalidToken, Scheme, Token};
use crate::call::Transport;
use crate::error::Error;

/// Settings of a [`Client`] in the making. Nothing is checked, and nothing is contacted, before
/// [`build`](Self::build).
#[derive(Clone)]
#[must_use = "a builder does nothing before `build`"]
pub struct Builder {
    token: Option<String>,
    scheme: Scheme,
    base_url: String,
    timeout: Duration,
    connect_timeout: Duration,
}

/// Why a client cannot be built as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidConfiguration {
    /// The token.
    #[error(transparent)]
    Token(#[from] InvalidToken),
    /// The base URL.
    #[error(transparent)]
    BaseUrl(#[from] InvalidBaseUrl),
    /// The TLS backend does not start.
    #[error("the TLS backend does not start on this machine: are its root certificates installed?")]
    Tls,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            token: None,
            scheme: Scheme::default(),
            base_url: BaseUrl::DOCUMENTED.to_owned(),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
        }
    }
}

impl Builder {
    /// The API token of a service account. White space around it is cut off.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sends the token as the user name of HTTP Basic authentication instead of as a bearer token.
    /// Both are documented.
    pub fn basic_auth(mut self) -> Self {
        self.scheme = Scheme::Basic;
        self
    }

    /// Where the API lives: `https://api.planhat.com` unless set, the only documented host. Other
    /// regions have their own (observed), and a token works on one of them only.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// How long one attempt may take, from connecting to the last byte: 60 s unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long connecting may take: 10 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When a setting cannot work; see [`InvalidConfiguration`], which is the error's source.
    pub fn build(self) -> Result<Client, Error> {
        let authorization = self
            .authorization()
            .map_err(|error| Error::configuration(InvalidConfiguration::from(error)))?;
        let base_url = BaseUrl::new(&self.base_url)
            .map_err(|error| Error::configuration(InvalidConfiguration::from(error)))?;
        let http = reqwest::Client::builder()
            .user_agent(concat!("planhat-api-rust/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .timeout(self.timeout)
            .connect_timeout(self.connect_timeout);
        // Without TLS a proxy would read the token, which the base URL promised to keep on this
        // machine.
        let http = if cfg!(feature = "system-proxy") && base_url.is_secure() {
            http
        } else {
            http.no_proxy()
        };
        let http = http
            .build()
            .map_err(|_| Error::configuration(InvalidConfiguration::Tls))?;
        Ok(Client::new(Transport::new(http, base_url, authorization)))
    }

    fn authorization(&self) -> Result<HeaderValue, InvalidToken> {
        let text = self.token.as_ref().ok_or(InvalidToken::Missing)?;
        Token::new(text)?.authorization(self.scheme)
    }
}

/// What may be seen: neither the token nor a base URL that is not checked yet.
impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Builder")
            .field("scheme", &self.scheme)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .finish_non_exhaustive()
    }
}
