//! A request, as it arrived.

use httpmock::HttpMockRequest;

/// A request, as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapturedRequest {
    /// The method.
    pub method: String,
    /// The path as it was sent, percent-encoding included.
    pub path: String,
    /// The query as it was sent, without the `?`; none if there was no `?`.
    pub query: Option<String>,
    /// Names, in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl CapturedRequest {
    /// The values of a header, whose name does not heed the case.
    pub fn header_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn of(request: &HttpMockRequest) -> Self {
        let target = origin_form(request.uri_str());
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        Self {
            method: request.method_str().to_owned(),
            path: path.to_owned(),
            query,
            headers: request.headers_vec().clone(),
            body: request.body_vec(),
        }
    }
}

/// The target without the scheme and host that httpmock puts before it.
fn origin_form(target: &str) -> &str {
    let Some((_, rest)) = target
        .split_once("://")
        .filter(|_| !target.starts_with('/'))
    else {
        return target;
    };
    rest.find(['/', '?']).map_or("", |start| &rest[start..])
}
