//! What a call came to, the same shape for every operation.

use planhat_api::{Error, Headers, Record, Response};

use super::{Said, Spoken};

/// What a call came to.
#[derive(Debug)]
pub struct Outcome {
    /// The reply as the client gives it, or its error.
    pub result: Result<Replied, Error>,
}

/// A reply as the client gives it.
#[derive(Debug)]
pub struct Replied {
    /// The status.
    pub status: u16,
    /// The body as the client kept it.
    pub raw: Vec<u8>,
    /// The headers.
    pub headers: Headers,
    /// Whether the operation answers a list.
    pub is_list: bool,
    /// The records in it: one, unless it is a list.
    pub records: Vec<Decoded>,
}

/// A record as the client decoded it.
#[derive(Debug)]
pub struct Decoded {
    /// The name of its type.
    pub schema: &'static str,
    /// The JSON text that the record says it is.
    pub json: String,
    /// What serde makes of it.
    pub serialized: Result<String, String>,
    /// What serde makes of it member by member, as for a consumer's flattened type.
    pub by_members: Result<String, String>,
    /// What its accessors say.
    pub said: Vec<Said>,
    /// The keys that it counts as unknown.
    pub unknown: Vec<String>,
}

impl Decoded {
    /// All that a record says of itself.
    pub fn of<T: Spoken>(record: &T) -> Self {
        Self {
            schema: <T as Record>::NAME,
            json: record.as_json().to_owned(),
            serialized: serde_json::to_string(record).map_err(|error| error.to_string()),
            // A formatter has to see the members.
            by_members: serde_json::to_string_pretty(record).map_err(|error| error.to_string()),
            said: record.said(),
            unknown: record.unknown_keys(),
        }
    }
}

impl Outcome {
    /// Of a call that answers one record or result.
    pub fn of<T: Spoken>(result: Result<Response<T>, Error>) -> Self {
        Self::with(result, false, |record| vec![Decoded::of(record)])
    }

    /// Of a call that answers a list.
    pub fn of_list<T: Spoken>(result: Result<Response<Vec<T>>, Error>) -> Self {
        Self::with(result, true, |records| {
            records.iter().map(Decoded::of).collect()
        })
    }

    /// The status, if there was a reply at all.
    pub fn status(&self) -> Option<u16> {
        match &self.result {
            Ok(replied) => Some(replied.status),
            Err(error) => error.status(),
        }
    }

    /// The body of the reply, that of a refusal included.
    pub fn body(&self) -> Option<&[u8]> {
        match &self.result {
            Ok(replied) => Some(&replied.raw),
            Err(error) => error.body(),
        }
    }

    /// The headers of the reply, those of a refusal included.
    pub fn headers(&self) -> Option<&Headers> {
        match &self.result {
            Ok(replied) => Some(&replied.headers),
            Err(error) => error.headers(),
        }
    }

    fn with<T>(
        result: Result<Response<T>, Error>,
        is_list: bool,
        decoded: impl Fn(&T) -> Vec<Decoded>,
    ) -> Self {
        let result = result.map(|response| Replied {
            status: response.http_status(),
            raw: response.http_body().to_vec(),
            headers: response.http_headers().clone(),
            is_list,
            records: decoded(&response),
        });
        Self { result }
    }
}
