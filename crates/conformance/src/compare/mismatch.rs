//! The ways in which two things differ.

use crate::json::{Kind, Node};

use super::Pointer;

/// One difference between two JSON values.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Mismatch {
    /// A key that should be there is not.
    Missing {
        /// Where it should stand.
        at: Pointer,
        /// What should stand there.
        expected: Node,
    },
    /// A key is there that should not be.
    Unexpected {
        /// Where it stands.
        at: Pointer,
        /// What stands there.
        found: Node,
    },
    /// A value of another kind.
    Kind {
        /// Where it stands.
        at: Pointer,
        /// What should stand there.
        expected: Node,
        /// What stands there.
        found: Node,
    },
    /// A value of the right kind, but not this one.
    Value {
        /// Where it stands.
        at: Pointer,
        /// What should stand there.
        expected: Node,
        /// What stands there.
        found: Node,
    },
    /// An array of another length.
    Length {
        /// Where it stands.
        at: Pointer,
        /// How many items it should have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
}

impl Mismatch {
    /// The word for what differs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing",
            Self::Unexpected { .. } => "unexpected",
            Self::Kind { .. } => "kind",
            Self::Value { .. } => "value",
            Self::Length { .. } => "length",
        }
    }

    /// Where it differs.
    pub fn at(&self) -> &Pointer {
        match self {
            Self::Missing { at, .. }
            | Self::Unexpected { at, .. }
            | Self::Kind { at, .. }
            | Self::Value { at, .. }
            | Self::Length { at, .. } => at,
        }
    }

    /// What should be, in words or as JSON.
    pub fn expected(&self) -> String {
        match self {
            Self::Missing { expected, .. }
            | Self::Kind { expected, .. }
            | Self::Value { expected, .. } => expected.to_string(),
            Self::Unexpected { .. } => "nothing".to_owned(),
            Self::Length { expected, .. } => items(*expected),
        }
    }

    /// What is, in words or as JSON.
    pub fn found(&self) -> String {
        match self {
            Self::Missing { .. } => "nothing".to_owned(),
            Self::Unexpected { found, .. }
            | Self::Kind { found, .. }
            | Self::Value { found, .. } => found.to_string(),
            Self::Length { found, .. } => items(*found),
        }
    }

    /// What should be and what is by kind alone, for reports that may not show values.
    pub fn kinds(&self) -> (String, String) {
        let word = |kind: Kind| kind.word().to_owned();
        match self {
            Self::Missing { expected, .. } => (word(expected.kind()), self.found()),
            Self::Unexpected { found, .. } => (self.expected(), word(found.kind())),
            Self::Kind {
                expected, found, ..
            } => (word(expected.kind()), word(found.kind())),
            Self::Value { expected, .. } => {
                let kind = word(expected.kind());
                (kind.clone(), format!("another {kind}"))
            }
            Self::Length { .. } => (self.expected(), self.found()),
        }
    }
}

fn items(count: usize) -> String {
    if count == 1 {
        "1 item".to_owned()
    } else {
        format!("{count} items")
    }
}

/// One difference between a request as it should be and as it arrived. No secret stands in any of its texts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RequestMismatch {
    /// Another method.
    Method {
        /// The method that should be.
        expected: String,
        /// The method that arrived.
        found: String,
    },
    /// Another path, compared byte for byte as it was sent.
    Path {
        /// The path that should be.
        expected: String,
        /// The path that arrived.
        found: String,
    },
    /// A query parameter did not arrive.
    QueryMissing {
        /// Its name.
        name: String,
        /// Its value.
        expected: String,
    },
    /// A query parameter arrived that should not.
    QueryUnexpected {
        /// Its name.
        name: String,
        /// Its value.
        found: String,
    },
    /// A part of the query cannot be decoded.
    QueryMalformed {
        /// The part, as it arrived.
        found: String,
    },
    /// A header did not arrive.
    HeaderMissing {
        /// Its name.
        name: String,
        /// The value it should have.
        expected: String,
    },
    /// A header has another value.
    HeaderValue {
        /// Its name.
        name: String,
        /// The value it should have.
        expected: String,
        /// The value that arrived.
        found: String,
    },
    /// A header arrived more than once.
    HeaderRepeated {
        /// Its name.
        name: String,
        /// How often it arrived.
        times: usize,
    },
    /// A header arrived that should not.
    HeaderUnexpected {
        /// Its name.
        name: String,
        /// Its value.
        found: String,
    },
    /// A secret stands where it must not.
    SecretLeaked {
        /// The part of the request: `path`, `query`, `body`, or a header by name.
        place: String,
    },
    /// There is no body where one should be.
    BodyMissing {
        /// The body that should be.
        expected: Node,
    },
    /// There is a body where none should be.
    BodyUnexpected {
        /// The start of it.
        found: String,
    },
    /// The body is no JSON.
    BodyUnreadable {
        /// Why not.
        problem: String,
    },
    /// The body is JSON, but differs.
    Body(Mismatch),
}

impl RequestMismatch {
    /// The word for what differs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Method { .. } => "method",
            Self::Path { .. } => "path",
            Self::QueryMissing { .. } => "query-missing",
            Self::QueryUnexpected { .. } => "query-unexpected",
            Self::QueryMalformed { .. } => "query-malformed",
            Self::HeaderMissing { .. } => "header-missing",
            Self::HeaderValue { .. } => "header-value",
            Self::HeaderRepeated { .. } => "header-repeated",
            Self::HeaderUnexpected { .. } => "header-unexpected",
            Self::SecretLeaked { .. } => "secret-leaked",
            Self::BodyMissing { .. } => "body-missing",
            Self::BodyUnexpected { .. } => "body-unexpected",
            Self::BodyUnreadable { .. } => "body-unreadable",
            Self::Body(mismatch) => match mismatch {
                Mismatch::Missing { .. } => "body-key-missing",
                Mismatch::Unexpected { .. } => "body-key-unexpected",
                Mismatch::Kind { .. } => "body-kind",
                Mismatch::Value { .. } => "body-value",
                Mismatch::Length { .. } => "body-length",
            },
        }
    }

    /// The part of the request that differs: `query limit`, `header authorization`, `body /mrr`.
    pub fn place(&self) -> String {
        match self {
            Self::Method { .. } => "method".to_owned(),
            Self::Path { .. } => "path".to_owned(),
            Self::QueryMissing { name, .. } | Self::QueryUnexpected { name, .. } => {
                format!("query {name}")
            }
            Self::QueryMalformed { .. } => "query".to_owned(),
            Self::HeaderMissing { name, .. }
            | Self::HeaderValue { name, .. }
            | Self::HeaderRepeated { name, .. }
            | Self::HeaderUnexpected { name, .. } => format!("header {name}"),
            Self::SecretLeaked { place } => place.clone(),
            Self::BodyMissing { .. }
            | Self::BodyUnexpected { .. }
            | Self::BodyUnreadable { .. } => "body".to_owned(),
            Self::Body(mismatch) => format!("body {}", mismatch.at()),
        }
    }

    /// What should be.
    pub fn expected(&self) -> String {
        match self {
            Self::Method { expected, .. }
            | Self::Path { expected, .. }
            | Self::QueryMissing { expected, .. }
            | Self::HeaderMissing { expected, .. }
            | Self::HeaderValue { expected, .. } => expected.clone(),
            Self::QueryUnexpected { .. }
            | Self::HeaderUnexpected { .. }
            | Self::BodyUnexpected { .. } => "nothing".to_owned(),
            Self::QueryMalformed { .. } => "percent-encoded UTF-8".to_owned(),
            Self::HeaderRepeated { .. } => "once".to_owned(),
            Self::SecretLeaked { .. } => "no secret".to_owned(),
            Self::BodyMissing { expected } => expected.to_string(),
            Self::BodyUnreadable { .. } => "JSON".to_owned(),
            Self::Body(mismatch) => mismatch.expected(),
        }
    }

    /// What arrived.
    pub fn found(&self) -> String {
        match self {
            Self::Method { found, .. }
            | Self::Path { found, .. }
            | Self::QueryUnexpected { found, .. }
            | Self::QueryMalformed { found }
            | Self::HeaderValue { found, .. }
            | Self::HeaderUnexpected { found, .. }
            | Self::BodyUnexpected { found } => found.clone(),
            Self::QueryMissing { .. } | Self::HeaderMissing { .. } | Self::BodyMissing { .. } => {
                "nothing".to_owned()
            }
            Self::HeaderRepeated { times, .. } => format!("{times} times"),
            Self::SecretLeaked { .. } => "the secret".to_owned(),
            Self::BodyUnreadable { problem } => problem.clone(),
            Self::Body(mismatch) => mismatch.found(),
        }
    }
}
