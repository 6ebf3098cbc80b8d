//! Settings of a client.

mod authentication;
mod calls;
mod network;

use std::fmt;

use calls::Calls;
use network::Network;
use reqwest::header::HeaderValue;

use super::Client;
use super::base_url::BaseUrl;
use super::invalid::InvalidConfiguration;
use crate::call::Transport;
use crate::error::Error;
use authentication::Authentication;

/// Settings of a [`Client`] in the making. Nothing is checked, and nothing is contacted, before
/// [`build`](Self::build).
///
/// ```
/// use std::time::Duration;
/// use planhat_api::Client;
/// use planhat_api::limits::Limits;
/// use planhat_api::retry::StandardRetryPolicy;
///
/// let client = Client::builder()
///     .token("secret")
///     .label("acme")
///     .user_agent("acme-sync/1.2")
///     .timeout(Duration::from_secs(30))
///     .deadline(Duration::from_secs(300))
///     .retry_policy(StandardRetryPolicy::default().max_attempts(6))
///     .limits(Limits::default().per_minute(100))
///     .build()?;
/// # Ok::<(), planhat_api::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing before `build`"]
pub struct Builder {
    authentication: Authentication,
    base_url: String,
    allow_http: bool,
    user_agent: Option<String>,
    network: Network,
    calls: Calls,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            authentication: Authentication::default(),
            base_url: BaseUrl::DOCUMENTED.to_owned(),
            allow_http: false,
            user_agent: None,
            network: Network::default(),
            calls: Calls::default(),
        }
    }
}

impl Builder {
    /// Settings from the environment: `PLANHAT_API_TOKEN`, and `PLANHAT_BASE_URL` where that is
    /// set. A variable that is empty counts as not set.
    ///
    /// ```no_run
    /// # use planhat_api::Builder;
    /// let client = Builder::from_env()?.label("acme").build()?;
    /// # Ok::<(), planhat_api::Error>(())
    /// ```
    ///
    /// # Errors
    /// When one of the two is not Unicode.
    pub fn from_env() -> Result<Self, Error> {
        let mut builder = Self::default();
        if let Some(token) = variable("PLANHAT_API_TOKEN")? {
            builder = builder.token(token);
        }
        if let Some(base_url) = variable("PLANHAT_BASE_URL")? {
            builder = builder.base_url(base_url);
        }
        Ok(builder)
    }

    /// Where the API lives: `https://api.planhat.com` unless set, the only documented host. Other
    /// regions have their own (observed), and a token works on one of them only.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// Lets `http://` reach other machines than this one: whoever stands in between can read the
    /// token.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// What the user agent names behind this crate, such as `acme-sync/1.2`.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.user_agent = Some(product.into());
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When a setting cannot work; [`Error::inner`] is an [`InvalidConfiguration`] then.
    pub fn build(self) -> Result<Client, Error> {
        self.transport()
            .map(Client::new)
            .map_err(Error::configuration)
    }

    fn transport(self) -> Result<Transport, InvalidConfiguration> {
        let credentials = self.authentication.credentials()?;
        let base_url = BaseUrl::new(&self.base_url, self.allow_http)?;
        let (settings, care) = self.calls.settings()?;
        let in_the_clear = !base_url.is_secure() && !self.allow_http;
        Ok(Transport {
            connect_timeout: self.network.connect_timeout(),
            http: self.network.http_client(in_the_clear)?,
            base_url,
            user_agent: user_agent(self.user_agent.as_deref())?,
            credentials,
            settings,
            care,
        })
    }
}

/// A variable of the environment; one that is empty counts as not set.
fn variable(name: &'static str) -> Result<Option<String>, Error> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Error::configuration(
            InvalidConfiguration::Environment(name),
        )),
    }
}

fn user_agent(product: Option<&str>) -> Result<HeaderValue, InvalidConfiguration> {
    const OURS: &str = concat!("planhat-api-rust/", env!("CARGO_PKG_VERSION"));
    let text = product.map_or(OURS.to_owned(), |product| format!("{OURS} {product}"));
    let visible = text
        .as_bytes()
        .iter()
        .all(|byte| *byte == b' ' || byte.is_ascii_graphic());
    let value = HeaderValue::try_from(text).ok().filter(|_| visible);
    value.ok_or(InvalidConfiguration::UserAgent)
}

/// What may be seen: neither the token, nor a base URL that is not checked yet, nor certificates.
impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Builder")
            .field("scheme", &self.authentication.scheme())
            .field("calls", &self.calls)
            .finish_non_exhaustive()
    }
}
