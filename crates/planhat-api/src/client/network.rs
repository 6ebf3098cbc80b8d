//! How the server is reached: proxies and certificates.

use super::builder::InvalidConfiguration;

/// Settings that become part of the HTTP client.
#[derive(Clone, Default)]
pub(super) struct Network {
    pub(super) proxy: Proxy,
    /// PEM files, as they were passed.
    pub(super) roots: Vec<Vec<u8>>,
    pub(super) identity: Option<Vec<u8>>,
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
    /// Applies the settings. `private` says that what is sent must not leave this machine in the
    /// clear, as it would on its way to a proxy.
    pub(super) fn apply(
        self,
        mut http: reqwest::ClientBuilder,
        private: bool,
    ) -> Result<reqwest::ClientBuilder, InvalidConfiguration> {
        http = match self.proxy {
            Proxy::Through(_) if private => return Err(InvalidConfiguration::ProxyInTheClear),
            Proxy::Through(url) => {
                let proxy = reqwest::Proxy::all(&url).map_err(|_| InvalidConfiguration::Proxy)?;
                http.proxy(proxy)
            }
            Proxy::System if cfg!(feature = "system-proxy") && !private => http,
            Proxy::System | Proxy::None => http.no_proxy(),
        };
        certificates(http, &self.roots, self.identity.as_deref())
    }
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
