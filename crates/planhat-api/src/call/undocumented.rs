//! Calls that the specification does not have.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Request;
use super::endpoint::Endpoint;
use super::outgoing::Outgoing;
use super::verb::{Undocumented, Verb};
use crate::client::Client;
use crate::draft::{InvalidValue, write_value};
use crate::json::{DecodeError, Value, validate};
use crate::operation::Method;

impl Client {
    /// A call that this crate has no method for, through the same authentication, limits, retries
    /// and errors. The reply is read as `T`: `serde_json::Value`, or a type of the caller's; an
    /// empty body is read as `null`.
    ///
    /// Errors and spans show the path, so ids go in by [`path_param`](Request::path_param).
    /// A `GET` may be repeated; anything else only when nothing can have been processed, unless
    /// [`idempotent`](Request::idempotent) says otherwise.
    ///
    /// ```no_run
    /// # async fn run(client: planhat_api::Client) -> Result<(), planhat_api::Error> {
    /// use planhat_api::Method;
    /// use serde_json::{Value, json};
    ///
    /// let company = client
    ///     .request::<Value>(Method::Get, "/companies/{id}")
    ///     .path_param("id", "extid-acme")
    ///     .send()
    ///     .await?;
    /// println!("{}", company["name"]);
    ///
    /// let renamed = json!({"name": "Acme"});
    /// client
    ///     .request::<Value>(Method::Put, "/companies/{id}")
    ///     .path_param("id", "extid-acme")
    ///     .json(&renamed)
    ///     .idempotent(true)
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request<T: DeserializeOwned + Send + 'static>(
        &self,
        method: Method,
        path: impl Into<Cow<'static, str>>,
    ) -> Request<Undocumented<T>> {
        let path = path.into();
        let problem = problem(&path);
        let mut outgoing = Outgoing::at(
            Endpoint::undocumented(method, path.clone()),
            path.into_owned(),
        );
        if let Some(reason) = problem {
            outgoing.refuse(InvalidValue::new("path", reason));
        }
        Request::new(self.clone(), outgoing)
    }
}

impl<T> Request<Undocumented<T>> {
    /// Puts a value in the place of `{name}`, percent-encoded as one segment.
    pub fn path_param(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.outgoing.path_param(name, value.as_ref());
        self
    }

    /// Sets the body.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        let mut json = String::new();
        match write_value(body, &mut json) {
            Ok(()) => self.outgoing.set_body(json),
            Err(reason) => self.outgoing.refuse(InvalidValue::new("body", reason)),
        }
        self
    }
}

impl Outgoing {
    fn path_param(&mut self, name: &str, value: &str) {
        let place = format!("{{{name}}}");
        let reason = match value {
            _ if !self.path().contains(&place) => "the path has no such place, or it is filled",
            "" => "an empty value would call another path",
            // Even percent-encoded, these mean folders to whoever reads URLs.
            "." | ".." => "the value would be taken for a folder",
            _ => return self.fill(&place, value),
        };
        self.refuse(InvalidValue::new(name, reason));
    }
}

/// Why a path cannot be called, if so.
fn problem(path: &str) -> Option<&'static str> {
    let odd = |byte: &u8| !byte.is_ascii_graphic() || b"\"<>\\^`|%".contains(byte);
    if !path.starts_with('/') {
        Some("it starts with a slash, such as /companies")
    } else if path.contains('?') || path.contains('#') {
        Some("it holds no query and no fragment: set parameters with `query`")
    } else if path.as_bytes().iter().any(odd) {
        Some("it holds a character that has to be encoded: pass values with `path_param`")
    } else if path.split('/').any(|segment| matches!(segment, "." | "..")) {
        Some("it holds a segment that is taken for a folder")
    } else {
        None
    }
}

impl<T: DeserializeOwned + Send + 'static> Verb for Undocumented<T> {
    type Output = T;

    fn decode(body: &[u8]) -> Result<T, DecodeError> {
        let body = if body.trim_ascii().is_empty() {
            b"null"
        } else {
            body
        };
        Value::new(validate(body)?).decode()
    }
}
