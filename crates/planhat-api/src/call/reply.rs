//! What the server answered, before anyone makes sense of it.

use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderMap;

/// Status, headers and body of a reply.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// The headers of a reply.
#[derive(Clone, Default)]
pub struct Headers(HeaderMap);

impl Headers {
    pub(crate) fn new(headers: HeaderMap) -> Self {
        Self(headers)
    }

    /// The first header of this name, in any case, when its value is text.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    /// All headers as name and bytes; names are in lower case and may come more than once.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
    }
}

/// The names; values can hold secrets.
impl fmt::Debug for Headers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.keys()).finish()
    }
}
