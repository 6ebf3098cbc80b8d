//! Settings of a client.

use std::fmt;
use std::time::Duration;

use reqwest::header::HeaderValue;

use super::Client;
use super::base_url::{BaseUrl, InvalidBaseUrl};
use super::network::{Network, Proxy};
use super::token::{InvalidToken, Scheme, Token};
use crate::call::{Settings, Transport};
use crate::error::Error;

/// Settings of a [`Client`] in the making. Nothing is checked, and nothing is contacted, before
/// [`build`](Self::build).
#[derive(Clone)]
#[must_use = "a builder does nothing before `build`"]
pub struct Builder {
    token: Option<String>,
    scheme: Scheme,
    base_url: String,
    allow_http: bool,
    timeout: Duration,
    connect_timeout: Duration,
    max_reply_bytes: usize,
    user_agent: Option<String>,
    label: Option<String>,
    read_only: bool,
    network: Network,
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
    /// An environment variable that is not Unicode.
    #[error("the environment variable {0} is not Unicode")]
    Environment(&'static str),
    /// A time-out of nothing.
    #[error("a time-out of zero lets no call succeed")]
    Timeout,
    /// A user agent that no header can carry.
    #[error("the user agent holds a control character or a character beyond ASCII")]
    UserAgent,
    /// A proxy that is no URL.
    #[error("the proxy is no URL: scheme and host are expected, such as http://proxy:3128")]
    Proxy,
    /// A proxy on the way to a base URL of plain HTTP.
    #[error(
        "a proxy would see the token: use an https:// base URL, or `allow_http` if that is meant"
    )]
    ProxyInTheClear,
    /// A root certificate that is none.
    #[error("no certificate in PEM form was found, or this build has no TLS")]
    RootCertificate,
    /// A client identity that is none.
    #[error(
        "no certificate and private key in PEM form were found, or this build has no rustls, which reads them"
    )]
    Identity,
    /// The TLS backend does not start.
    #[error("the TLS backend does not start on this machine: are its root certificates installed?")]
    Tls,
}

/// 64 MiB; a page of 2,000 records stays far below.
const MAX_REPLY_BYTES: usize = 64 * 1024 * 1024;

impl Default for Builder {
    fn default() -> Self {
        Self {
            token: None,
            scheme: Scheme::default(),
            base_url: BaseUrl::DOCUMENTED.to_owned(),
            allow_http: false,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            max_reply_bytes: MAX_REPLY_BYTES,
            user_agent: None,
            label: None,
            read_only: false,
            network: Network::default(),
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

    /// Lets `http://` reach other machines than this one: whoever stands in between can read the
    /// token.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
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

    /// The largest body of a reply that is read, after decompression: 64 MiB unless set.
    pub fn max_reply_bytes(mut self, bytes: usize) -> Self {
        self.max_reply_bytes = bytes;
        self
    }

    /// What the user agent names behind this crate, such as `acme-sync/1.2`.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.user_agent = Some(product.into());
        self
    }

    /// A name of the tenant, for errors and logs only.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Refuses every call that writes before it is sent.
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Sends every request through a proxy, such as `http://proxy:3128`.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.network.proxy = Proxy::Through(url.into());
        self
    }

    /// Uses no proxy, whatever the system says. Without the feature `system-proxy`, none is used
    /// unless set.
    pub fn no_proxy(mut self) -> Self {
        self.network.proxy = Proxy::None;
        self
    }

    /// Trusts the certificates of a PEM file, beside the system's.
    pub fn root_certificate_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.network.roots.push(pem.into());
        self
    }

    /// Shows the server a certificate, from a PEM file of a certificate and its private key. Needs
    /// the feature `rustls`.
    pub fn identity_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.network.identity = Some(pem.into());
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When a setting cannot work; [`Error::cause`] is an [`InvalidConfiguration`] then.
    pub fn build(self) -> Result<Client, Error> {
        self.transport()
            .map(Client::new)
            .map_err(Error::configuration)
    }

    fn transport(self) -> Result<Transport, InvalidConfiguration> {
        let text = self.token.as_ref().ok_or(InvalidToken::Missing)?;
        let authorization = Token::new(text)?.authorization(self.scheme)?;
        let base_url = BaseUrl::new(&self.base_url, self.allow_http)?;
        if self.timeout.is_zero() || self.connect_timeout.is_zero() {
            return Err(InvalidConfiguration::Timeout);
        }
        let http = reqwest::Client::builder()
            .user_agent(user_agent(self.user_agent.as_deref())?)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout);
        let http = self
            .network
            .apply(http, !base_url.is_secure() && !self.allow_http)?;
        let http = http.build().map_err(|_| InvalidConfiguration::Tls)?;
        let settings = Settings {
            timeout: self.timeout,
            max_reply_bytes: self.max_reply_bytes,
            label: self.label.map(Into::into),
            read_only: self.read_only,
        };
        Ok(Transport::new(http, base_url, authorization, settings))
    }
}

fn user_agent(product: Option<&str>) -> Result<HeaderValue, InvalidConfiguration> {
    const OURS: &str = concat!("planhat-api-rust/", env!("CARGO_PKG_VERSION"));
    let text = product.map_or(OURS.to_owned(), |product| format!("{OURS} {product}"));
    let visible = text
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic());
    let value = HeaderValue::try_from(text).ok().filter(|_| visible);
    value.ok_or(InvalidConfiguration::UserAgent)
}

/// What may be seen: neither the token, nor a base URL that is not checked yet, nor certificates.
impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Builder")
            .field("scheme", &self.scheme)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_reply_bytes", &self.max_reply_bytes)
            .field("label", &self.label)
            .field("read_only", &self.read_only)
            .finish_non_exhaustive()
    }
}
