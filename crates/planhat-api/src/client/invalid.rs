//! Why there is no client.

use super::base_url::InvalidBaseUrl;
use crate::auth::InvalidToken;
use crate::limits::InvalidLimits;

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
    /// The limits.
    #[error(transparent)]
    Limits(#[from] InvalidLimits),
    /// Limits of this client's own beside a limiter that has its own.
    #[error(
        "both `limits` and `limiter` were set: a shared limiter has limits of its own, keep one"
    )]
    LimitsTwice,
    /// An environment variable that is not Unicode.
    #[error("the environment variable {0} is not Unicode")]
    Environment(&'static str),
    /// A time-out of nothing.
    #[error("a time-out or deadline of zero lets no call succeed")]
    Timeout,
    /// A bound on replies that no reply keeps.
    #[error("a bound of 0 bytes lets no reply be read")]
    MaxReplyBytes,
    /// A user agent that no header can carry.
    #[error("the user agent holds a control character or a character beyond ASCII")]
    UserAgent,
    /// A proxy that is no URL.
    #[error(
        "the proxy is no URL of one: http:// or https:// and a host are expected, such as http://proxy:3128"
    )]
    Proxy,
    /// A proxy on the way to a base URL of plain HTTP.
    #[error(
        "a proxy would see the token: use an https:// base URL, or `allow_http` if that is meant"
    )]
    ProxyInTheClear,
    /// A root certificate that is none.
    #[error("no certificate in PEM form that can be used was found, or this build has no TLS")]
    RootCertificate,
    /// A client identity that is none.
    #[error(
        "no certificate and private key in PEM form were found, or this build has no rustls, which reads them"
    )]
    Identity,
    /// A setting of the network beside an HTTP client of the caller's, which it cannot reach.
    #[error(
        "`reqwest_client` brings its own connect time-out, proxy, root certificates and identity: set them on that client"
    )]
    NotOurHttpClient,
    /// The TLS backend does not start.
    #[error("the TLS backend does not start on this machine: are its root certificates installed?")]
    Tls,
}
