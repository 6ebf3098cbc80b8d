//! A call that can be sent.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use tracing::Instrument;

use super::attempts::Ended;
use super::echo::repeats;
use super::history::History;
use super::outgoing::Outgoing;
use super::response::Response;
use super::transport::Broken;
use super::verb::Verb;
use crate::client::Client;
use crate::draft::InvalidValue;
use crate::error::{Call, Error};
use crate::observe;
use crate::operation::Method;

/// A call of the API, not yet sent. It owns all it needs, so it can move to another task.
///
/// What kind of call it is shows in `V`, such as [`verb::Get<License>`](crate::verb::Get).
#[must_use = "a request does nothing before `send`"]
pub struct Request<V> {
    pub(crate) client: Client,
    /// In a box, as each setter and each future that holds it hands it on.
    pub(crate) outgoing: Box<Outgoing>,
    verb: PhantomData<fn() -> V>,
}

impl<V: Verb> Request<V> {
    pub(crate) fn new(client: Client, outgoing: Outgoing) -> Self {
        Self {
            client,
            outgoing: Box::new(outgoing),
            verb: PhantomData,
        }
    }

    /// Sends the call, as often as its retry policy allows and its operation bears, and reads the
    /// reply.
    ///
    /// Dropping the future ends the call; what was sent may be processed all the same.
    ///
    /// # Errors
    /// When something was set that cannot be sent, when no reply came, when the reply is an
    /// error, or when it cannot be read. See [`Error`].
    pub async fn send(self) -> Result<Response<V::Output>, Error> {
        let span = observe::call(&self.outgoing.endpoint, self.client.transport());
        let result = self.result().instrument(span.clone()).await;
        match &result {
            Ok(response) => {
                observe::finish(
                    &span,
                    Some(response.http_status()),
                    response.http_attempts(),
                    None,
                );
            }
            Err(error) => observe::finish(&span, error.status(), error.attempts(), Some(error)),
        }
        result
    }

    async fn result(&self) -> Result<Response<V::Output>, Error> {
        if let Some(problem) = self.problem() {
            return Err(Error::invalid_request(
                self.call(History::default()),
                problem,
            ));
        }
        self.read(self.client.transport().execute(&self.outgoing).await)
    }

    /// What the caller is told of a call that ended so.
    pub(crate) fn read(&self, ended: Ended) -> Result<Response<V::Output>, Error> {
        let call = || Call {
            retry_after: ended.retry_after,
            put_off: ended.put_off,
            said: ended.said.clone(),
            ..self.call(ended.history)
        };
        let reply = match ended.result {
            Ok(reply) => reply,
            Err(Broken { failure, reply }) => {
                return Err(Error::failed(call(), failure, reply.map(|reply| *reply)));
            }
        };
        if reply.is_success() {
            return match V::decode(&reply.body) {
                Ok(output) => Ok(Response::new(output, reply, ended.history)),
                Err(error) => {
                    let repeats = repeats(error.path(), &self.outgoing, ended.token.as_ref());
                    Err(Error::decode(call(), reply, error.repeating(repeats)))
                }
            };
        }
        let carriers = self.outgoing.endpoint.result_statuses();
        match V::result_in_error(carriers, reply.status, &reply.body) {
            Some(output) => Ok(Response::new(output, reply, ended.history)),
            None => Err(Error::status_error(call(), reply)),
        }
    }

    /// Why the call cannot be sent, if so.
    pub(crate) fn problem(&self) -> Option<InvalidValue> {
        let settings = &self.client.transport().settings;
        if settings.read_only && self.outgoing.endpoint.method() != Method::Get {
            let reason = "this client is read-only, and the call writes";
            return Some(InvalidValue::new("method", reason));
        }
        self.outgoing.problem()
    }
}

impl<V> Request<V> {
    /// What an error of this call knows of it.
    fn call(&self, history: History) -> Call {
        Call {
            endpoint: self.outgoing.endpoint.clone(),
            path: self.outgoing.path().to_owned(),
            history,
            label: self.client.transport().settings.label.clone(),
            retry_after: None,
            put_off: false,
            said: None,
        }
    }
}

impl<V> Request<V> {
    /// Sets a header, such as one that a gateway asks for. Those of the token, the host, the body's
    /// length and type, and the connection are the client's.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.outgoing.header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets a query parameter, such as one that this crate has no method for, in place of an
    /// earlier one of the same name.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        if name.is_empty() {
            self.outgoing
                .refuse(InvalidValue::new("query", "a parameter has a name"));
        } else {
            self.outgoing.query(name, value);
        }
        self
    }

    /// How long one attempt of this call may take, in place of the client's
    /// [time-out](crate::Builder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.outgoing.options.timeout = Some(timeout);
        self
    }

    /// How long a connection of this call's own may take to come about, in place of the client's
    /// [time-out](crate::Builder::connect_timeout).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.outgoing.options.connect_timeout = Some(timeout);
        self
    }

    /// How long this call may take, waits and all attempts included, in place of the client's
    /// [deadline](crate::Builder::deadline). It fails early when it sees that it cannot be kept.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.outgoing.options.deadline = Some(deadline);
        self
    }

    /// How long this call waits for cool-downs in all, in place of the client's
    /// [patience](crate::Builder::patience).
    pub fn patience(mut self, patience: Duration) -> Self {
        self.outgoing.options.patience = Some(patience);
        self
    }

    /// Says whether the call may be sent again although an earlier attempt may have been
    /// processed, in place of what the specification says of its operation.
    ///
    /// With `true`, a create that met a time-out is repeated, and may create twice.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.outgoing.options.idempotent = Some(idempotent);
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
        self.outgoing.bounded_query(name, value, bounds);
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
        let endpoint = &self.outgoing.endpoint;
        write!(
            formatter,
            "Request({}: {} {})",
            endpoint.id(),
            endpoint.method(),
            endpoint.path()
        )
    }
}
