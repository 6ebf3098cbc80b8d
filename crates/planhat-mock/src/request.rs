//! A request, as the conditions of a mock look at it.

use httpmock::HttpMockRequest;
use percent_encoding::percent_decode_str;
use planhat_api::{OPERATIONS, Operation};

/// A request that arrived, taken apart once for all conditions.
pub(crate) struct Arrived<'r> {
    pub(crate) http: &'r HttpMockRequest,
    /// What stands on the request line: path and query, not decoded.
    pub(crate) target: &'r str,
    path: &'r str,
    /// Decoded to bytes: what is no UTF-8 must not pass for a text.
    query: Vec<(Vec<u8>, Vec<u8>)>,
}

impl<'r> Arrived<'r> {
    pub(crate) fn new(http: &'r HttpMockRequest) -> Self {
        let target = origin_form(http.uri_str());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let query = pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decode(name), decode(value))
            })
            .collect();
        Self {
            http,
            target,
            path,
            query,
        }
    }

    /// The documented operation that it calls.
    pub(crate) fn operation(&self) -> Option<&'static Operation> {
        let mut operations = OPERATIONS.iter().copied();
        operations.find(|operation| self.calls(operation))
    }

    /// Whether it calls this operation, on whatever record.
    pub(crate) fn calls(&self, operation: &Operation) -> bool {
        self.http.method_str() == operation.method.as_str()
            && match operation.path.split_once(ID) {
                None => self.path == operation.path,
                Some(_) => self.segment(operation).is_some(),
            }
    }

    /// The id in the path, decoded.
    pub(crate) fn id(&self, operation: &Operation) -> Option<Vec<u8>> {
        self.segment(operation)
            .map(|segment| percent_decode_str(segment).collect())
    }

    /// The part of the path that names the record, not decoded. A slash in an id arrives as `%2F`; one that is not
    /// encoded ends the part.
    fn segment(&self, operation: &Operation) -> Option<&'r str> {
        let (before, after) = operation.path.split_once(ID)?;
        let segment = self.path.strip_prefix(before)?.strip_suffix(after)?;
        (!segment.is_empty() && !segment.contains('/')).then_some(segment)
    }

    /// The values of a query parameter.
    pub(crate) fn parameter<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let of_name = move |(other, _): &&(Vec<u8>, Vec<u8>)| other == name.as_bytes();
        let pairs = self.query.iter().filter(of_name);
        pairs.map(|(_, value)| value.as_slice())
    }

    /// The values of a header, whose name does not heed the case.
    pub(crate) fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let headers = self.http.headers_vec().iter();
        headers
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// The place of an id in a path template.
const ID: &str = "{id}";

/// A name or value of a query, in which `+` is a space, as in forms.
fn decode(text: &str) -> Vec<u8> {
    percent_decode_str(&text.replace('+', " ")).collect()
}

/// The target without the scheme and host that httpmock puts before it.
fn origin_form(target: &str) -> &str {
    let absolute = target.split_once("://");
    let Some((_, rest)) = absolute.filter(|_| !target.starts_with('/')) else {
        return target;
    };
    rest.find(['/', '?']).map_or("", |start| &rest[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_stands_behind_scheme_and_host() {
        for (uri, target) in [
            ("http://127.0.0.1:80/deals?a=b", "/deals?a=b"),
            ("/deals?at=http://b/c", "/deals?at=http://b/c"),
            ("http://127.0.0.1", ""),
        ] {
            assert_eq!(origin_form(uri), target);
        }
    }

    #[test]
    fn a_query_is_decoded_as_forms_are() {
        for (sent, decoded) in [
            ("a+b%2Bc", &b"a b+c"[..]),
            ("%C3%A9", "é".as_bytes()),
            ("100%", b"100%"),
            ("%FF", b"\xff"),
        ] {
            assert_eq!(decode(sent), decoded);
        }
    }
}
