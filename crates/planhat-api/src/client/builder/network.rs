//! Settings of how the server is reached: connecting, proxies and certificates.

use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::Builder;
use crate::call::{ConnectTimeout, Http};
use crate::client::InvalidConfiguration;

/// Settings that become part of the HTTP client.
#[derive(Clone, Default)]
pub(super) struct Network {
    connect_timeout: Option<Duration>,
    proxy: Proxy,
    /// PEM files, as they were passed.
    roots: Vec<Vec<u8>>,
    /// It holds a private key.
    identity: Option<Zeroizing<Vec<u8>>>,
    /// A client of the caller's, in place of all of that.
    http_client: Option<Arc<dyn Http>>,
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

impl Builder {
    /// How long connecting may take: 10 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.network.connect_timeout = Some(timeout);
        self
    }

    /// Sends every request through a proxy of HTTP or HTTPS, such as `http://proxy:3128`.
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
        self.network.identity = Some(Zeroizing::new(pem.into()));
        self
    }

    /// The escape hatch: sends requests by an HTTP client of the caller's.
    ///
    /// This method alone names a type of reqwest, so a new major version of that is a breaking
    /// change for who uses it. It gives up what the client would see to:
    /// - that no redirect is followed. reqwest follows them unless told otherwise, repeats writes as
    ///   reads on the way, and sends what it does not take for a secret to other hosts;
    /// - that `http://` and `https://` are what the base URL says, where that client has proxies;
    /// - that nothing is sent twice but by this crate: reqwest has retries of its own;
    /// - the connect time-out, of the client and of a call;
    /// - proxies, root certificates and identity, which are set on that client.
    pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
        self.network.http_client = Some(Arc::new(client));
        self
    }
}

/// Which way requests take.
#[derive(Clone, Default)]
pub(super) enum Proxy {
    /// As the system says, where the crate's feature `system-proxy` is on.
    #[default]
    System,
    /// Straight to the server.
    None,
    /// Through this one.
    Through(String),
}

impl Network {
    /// How long connecting may take.
    pub(super) fn connect_timeout(&self) -> Duration {
        self.connect_timeout.unwrap_or(CONNECT_TIMEOUT)
    }

    /// The HTTP client. `private` says that what is sent must not leave this machine in the clear,
    /// as it would on its way to a proxy.
    pub(super) fn http_client(self, private: bool) -> Result<Arc<dyn Http>, InvalidConfiguration> {
        let connect_timeout = self.connect_timeout();
        if connect_timeout.is_zero() {
            return Err(InvalidConfiguration::Timeout);
        }
        if let Some(client) = self.http_client {
            let untouched = self.connect_timeout.is_none()
                && matches!(self.proxy, Proxy::System)
                && self.roots.is_empty()
                && self.identity.is_none();
            return untouched
                .then_some(client)
                .ok_or(InvalidConfiguration::NotOurHttpClient);
        }
        let mut http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connector_layer(ConnectTimeout(connect_timeout));
        http = match self.proxy {
            Proxy::Through(_) if private => return Err(InvalidConfiguration::ProxyInTheClear),
            Proxy::Through(url) => http.proxy(proxy(&url).ok_or(InvalidConfiguration::Proxy)?),
            Proxy::System if cfg!(feature = "system-proxy") && !private => http,
            Proxy::System | Proxy::None => http.no_proxy(),
        };
        let http = certificates(
            http,
            &self.roots,
            self.identity.as_ref().map(|pem| pem.as_slice()),
        )?;
        // Whether a certificate is one, and a key its own, shows only here.
        match http.build() {
            Ok(client) => Ok(Arc::new(client)),
            Err(_) if !self.roots.is_empty() => Err(InvalidConfiguration::RootCertificate),
            Err(_) if self.identity.is_some() => Err(InvalidConfiguration::Identity),
            Err(_) => Err(InvalidConfiguration::Tls),
        }
    }
}

/// A proxy of a kind that this build can use. reqwest takes any text, and goes past the proxy where
/// it does not understand it.
fn proxy(url: &str) -> Option<reqwest::Proxy> {
    let parsed = reqwest::Url::parse(url).ok()?;
    let usable = matches!(parsed.scheme(), "http" | "https") && parsed.has_host();
    usable.then(|| reqwest::Proxy::all(url).ok())?
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn certificates(
    mut http: reqwest::ClientBuilder,
    roots: &[Vec<u8>],
    identity: Option<&[u8]>,
) -> Result<reqwest::ClientBuilder, InvalidConfiguration> {
    for pem in roots {
        let certificates = reqwest::Certificate::from_pem_bundle(pem)
            .ok()
            .filter(|certificates| !certificates.is_empty())
            .ok_or(InvalidConfiguration::RootCertificate)?;
        for certificate in certificates {
            http = http.add_root_certificate(certificate);
        }
    }
    match identity {
        None => Ok(http),
        Some(pem) => identify(http, pem),
    }
}

#[cfg(feature = "rustls")]
fn identify(
    http: reqwest::ClientBuilder,
    pem: &[u8],
) -> Result<reqwest::ClientBuilder, InvalidConfiguration> {
    let identity = reqwest::Identity::from_pem(pem).map_err(|_| InvalidConfiguration::Identity)?;
    Ok(http.identity(identity))
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
fn identify(
    _: reqwest::ClientBuilder,
    _: &[u8],
) -> Result<reqwest::ClientBuilder, InvalidConfiguration> {
    Err(InvalidConfiguration::Identity)
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn certificates(
    http: reqwest::ClientBuilder,
    roots: &[Vec<u8>],
    identity: Option<&[u8]>,
) -> Result<reqwest::ClientBuilder, InvalidConfiguration> {
    match (roots.is_empty(), identity) {
        (true, None) => Ok(http),
        (false, _) => Err(InvalidConfiguration::RootCertificate),
        (_, Some(_)) => Err(InvalidConfiguration::Identity),
    }
}
