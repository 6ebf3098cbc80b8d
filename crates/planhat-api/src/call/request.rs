//! A call that can be sent.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::outgoing::Outgoing;
use super::response::Response;
use super::verb::Verb;
use crate::client::Client;
use crate::draft::InvalidValue;
use crate::error::Error;
use crate::operation::Method;

/// A call of the API, not yet sent. It owns all it needs, so it can move to another task.
///
/// What kind of call it is shows in `V`, such as [`verb::Get<License>`](crate::verb::Get).
#[must_use = "a request does nothing before `send`"]
pub struct Request<V> {
    client: Client,
    outgoing: Outgoing,
    verb: PhantomData<fn() -> V>,
}

impl<V: Verb> Request<V> {
    pub(crate) fn new(client: Client, outgoing: Outgoing) -> Self {
        Self {
            client,
            outgoing,
            verb: PhantomData,
        }
    }

    /// Sends the call and reads the reply.
    ///
    /// # Errors
    /// When something was set that cannot be sent, when no reply came, when the reply is an
    /// error, or when it cannot be read. See [`Error`].
    pub async fn send(self) -> Result<Response<V::Output>, Error> {
        let label = &self.client.transport().settings().label;
        self.result()
            .await
            .map_err(|error| error.labelled(label.clone()))
    }

    async fn result(&self) -> Result<Response<V::Output>, Error> {
        let operation = self.outgoing.operation;
        if let Some(problem) = self.outgoing.problem() {
            return Err(Error::invalid_request(operation, problem.clone()));
        }
        let transport = self.client.transport();
        if transport.settings().read_only && operation.method != Method::Get {
            let problem =
                InvalidValue::new("method", "this client is read-only, and the call writes");
            return Err(Error::invalid_request(operation, problem));
        }
        let reply = transport.execute(&self.outgoing).await?;
        if reply.is_success() {
            return match V::decode(&reply.body) {
                Ok(output) => Ok(Response::new(output, reply)),
                Err(error) => Err(Error::decode(operation, reply, error)),
            };
        }
        let may_be_result = operation.result_statuses.contains(&reply.status);
        match may_be_result
            .then(|| V::result_in_error(&reply.body))
            .flatten()
        {
            Some(output) => Ok(Response::new(output, reply)),
            None => Err(Error::status_error(operation, reply)),
        }
    }
}

impl<V> Request<V> {
    /// Sets a header, such as one that a gateway asks for. `authorization`, `content-length`,
    /// `content-type` and `host` are the client's.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.outgoing.header(name.as_ref(), value.as_ref());
        self
    }

    /// How long one attempt of this call may take, instead of the client's time-out.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.outgoing.timeout = Some(timeout);
        self
    }

    /// Sets a query parameter of the specification. An empty text asks for nothing.
    pub(crate) fn parameter(mut self, name: &'static str, value: &str) -> Self {
        if !value.is_empty() {
            self.outgoing.query(name, value);
        }
        self
    }

    /// Sets an integer query parameter, which the specification bounds.
    pub(crate) fn bounded_parameter(
        mut self,
        name: &'static str,
        value: u64,
        bounds: std::ops::RangeInclusive<u64>,
    ) -> Self {
        if bounds.contains(&value) {
            return self.parameter(name, &value.to_string());
        }
        let (least, most) = (bounds.start(), bounds.end());
        let reason = if *most == u64::MAX {
            format!("at least {least}, not {value}")
        } else {
            format!("from {least} to {most}, not {value}")
        };
        self.outgoing.refuse(InvalidValue::new(name, reason));
        self
    }
}

impl<V> Clone for Request<V> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            outgoing: self.outgoing.clone(),
            verb: PhantomData,
        }
    }
}

/// The operation and its path template, never ids or values.
impl<V> fmt::Debug for Request<V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.outgoing.operation;
        write!(
            formatter,
            "Request({}: {} {})",
            operation.id, operation.method, operation.path
        )
    }
}
