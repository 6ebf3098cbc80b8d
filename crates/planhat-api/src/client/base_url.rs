//! Where the API lives.

use std::fmt;

use reqwest::Url;

/// An address that operation paths are appended to: scheme, host, and perhaps a path, without a
/// slash at its end.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    url: Url,
    loopback: bool,
}

/// Why a text is no base URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBaseUrl {
    /// The scheme is missing, or is none of HTTP.
    #[error(
        "a base URL starts with https:// (or http:// on this machine), such as https://api.planhat.com"
    )]
    Scheme,
    /// Anything else that makes it no URL.
    #[error("not a URL: scheme and host are expected, such as https://api.planhat.com")]
    Form,
    /// A query or a fragment, which paths cannot be appended to.
    #[error("a base URL has no query and no fragment: cut it off from the `?` or `#`")]
    Query,
    /// A user name or password in the address, where it would be logged.
    #[error("a base URL holds no user name or password: pass the token with `token`")]
    Credentials,
    /// Plain HTTP to another machine, which would show the token to the network.
    #[error(
        "http:// would send the token in the clear: use https://, a loopback address, or `allow_http` if that is meant"
    )]
    Insecure,
    /// A client for tests, of another machine.
    #[error(
        "a client for tests reaches this machine only: use a loopback address, such as http://127.0.0.1:8080"
    )]
    NotLoopback,
    /// HTTPS without a TLS backend.
    #[error("this build has no TLS: turn on the crate's feature `rustls` or `native-tls`")]
    NoTls,
}

impl BaseUrl {
    pub(crate) const DOCUMENTED: &'static str = "https://api.planhat.com";

    /// Reads a base URL. Plain HTTP to another machine has to be allowed.
    pub(crate) fn new(text: &str, allow_http: bool) -> Result<Self, InvalidBaseUrl> {
        let text = text.trim();
        let scheme = text
            .split_once("://")
            .map(|(scheme, _)| scheme.to_ascii_lowercase());
        let secure = match scheme.as_deref() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(InvalidBaseUrl::Scheme),
        };
        let url = Url::parse(text).map_err(|_| InvalidBaseUrl::Form)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidBaseUrl::Query);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidBaseUrl::Credentials);
        }
        if !secure && !allow_http && !is_loopback(&url) {
            return Err(InvalidBaseUrl::Insecure);
        }
        if secure && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            return Err(InvalidBaseUrl::NoTls);
        }
        Ok(Self {
            loopback: is_loopback(&url),
            url,
        })
    }

    /// Whether what is sent there is encrypted.
    pub(crate) fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether it is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }

    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    pub(crate) fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }

    /// The address of a path, with a query unless that is empty; both are encoded already. Scheme, host and port
    /// are never read anew, so that the token goes to no other host whatever a path holds.
    pub(crate) fn at(&self, path: &str, query: &str) -> Url {
        let mut url = self.url.clone();
        match self.url.path().trim_end_matches('/') {
            "" => url.set_path(path),
            folder => url.set_path(&format!("{folder}{path}")),
        }
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        url
    }

    /// Without a slash at its end.
    fn as_str(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_at_the_end_do_not_double() {
        for (text, base) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
            (" http://localhost/gateway// \n", "http://localhost/gateway"),
            ("HTTP://[::1]:1/", "http://[::1]:1"),
        ] {
            assert_eq!(BaseUrl::new(text, false).unwrap().as_str(), base);
        }
    }

    #[test]
    fn what_cannot_work_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", InvalidBaseUrl::Scheme),
            ("api.planhat.com", InvalidBaseUrl::Scheme),
            ("localhost:8080", InvalidBaseUrl::Scheme),
            ("ftp://api.planhat.com", InvalidBaseUrl::Scheme),
            ("https://", InvalidBaseUrl::Form),
            ("http://127.0.0.1/?tenant=a", InvalidBaseUrl::Query),
            ("http://127.0.0.1/#top", InvalidBaseUrl::Query),
            ("http://user:secret@127.0.0.1", InvalidBaseUrl::Credentials),
            ("http://api.planhat.com", InvalidBaseUrl::Insecure),
            ("http://localhost.example.com", InvalidBaseUrl::Insecure),
        ] {
            assert_eq!(BaseUrl::new(text, false).err(), Some(reason), "{text}");
        }
    }

    #[test]
    fn plain_http_to_another_machine_has_to_be_meant() {
        assert_eq!(
            BaseUrl::new("http://gateway.internal", true)
                .unwrap()
                .as_str(),
            "http://gateway.internal"
        );
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    #[test]
    fn the_documented_host_is_fine() {
        assert_eq!(
            BaseUrl::new(BaseUrl::DOCUMENTED, false).unwrap().as_str(),
            BaseUrl::DOCUMENTED
        );
    }
}
