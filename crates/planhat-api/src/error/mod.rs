//! One error for all calls.

mod effect;
mod failure;
mod message;

use std::fmt;
use std::sync::Arc;

pub use effect::Effect;
pub(crate) use failure::Failure;

use crate::call::{Headers, Reply};
use crate::draft::InvalidValue;
use crate::json::DecodeError;
use crate::operation::Operation;

/// Why a call failed, with all that is known of it: the operation, and the reply if there was one.
///
/// `Display` and `Debug` show the operation, its path template, the status and what went wrong;
/// never ids, bodies, header values or the token.
///
/// ```no_run
/// # async fn run(client: planhat_api::Client) -> Result<(), Box<dyn std::error::Error>> {
/// # use planhat_api::RecordRef;
/// match client.licenses().get(RecordRef::external("lic-7")?).send().await {
///     Ok(license) => println!("{:?}", license.mrr()),
///     Err(error) if error.is_not_found() => println!("no such license"),
///     Err(error) => return Err(error.into()),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    operation: Option<&'static Operation>,
    reply: Option<Reply>,
    label: Option<Arc<str>>,
}

enum Kind {
    Configuration(Box<dyn std::error::Error + Send + Sync>),
    InvalidRequest(InvalidValue),
    Failed(Failure),
    Status,
    Decode(DecodeError),
}

/// How much of an error body is shown as text.
const BODY_TEXT: usize = 64 * 1024;

impl Error {
    pub(crate) fn configuration(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::new(Kind::Configuration(Box::new(error)), None, None)
    }

    pub(crate) fn invalid_request(operation: &'static Operation, error: InvalidValue) -> Self {
        Self::new(Kind::InvalidRequest(error), Some(operation), None)
    }

    pub(crate) fn failed(
        operation: &'static Operation,
        failure: Failure,
        reply: Option<Reply>,
    ) -> Self {
        Self::new(Kind::Failed(failure), Some(operation), reply)
    }

    pub(crate) fn status_error(operation: &'static Operation, reply: Reply) -> Self {
        Self::new(Kind::Status, Some(operation), Some(reply))
    }

    pub(crate) fn decode(operation: &'static Operation, reply: Reply, error: DecodeError) -> Self {
        Self::new(Kind::Decode(error), Some(operation), Some(reply))
    }

    fn new(kind: Kind, operation: Option<&'static Operation>, reply: Option<Reply>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            reply,
            label: None,
        }))
    }

    /// The same error of a client with this label.
    pub(crate) fn labelled(mut self, label: Option<Arc<str>>) -> Self {
        self.0.label = label;
        self
    }

    /// The operation's id, such as `license_get`; empty when there was no call yet.
    pub fn operation(&self) -> &str {
        self.0.operation.map_or("", |operation| operation.id)
    }

    /// The label of the client that made the call, where it has one.
    pub fn label(&self) -> Option<&str> {
        self.0.label.as_deref()
    }

    /// The path template, such as `/licenses/{id}`; empty when there was no call yet.
    pub fn path_template(&self) -> &str {
        self.0.operation.map_or("", |operation| operation.path)
    }

    /// The HTTP status, when the server answered.
    pub fn status(&self) -> Option<u16> {
        self.0.reply.as_ref().map(|reply| reply.status)
    }

    /// Whether the server may have acted. A success status whose body cannot be read is
    /// [`Unknown`](Effect::Unknown): it was most likely done.
    pub fn effect(&self) -> Effect {
        match (&self.0.kind, self.status()) {
            (Kind::Configuration(_) | Kind::InvalidRequest(_), _) => Effect::NotSent,
            (Kind::Failed(failure), None) => failure.effect(),
            (_, Some(status)) => Effect::of_status(status),
            (_, None) => Effect::Unknown,
        }
    }

    /// The server's own words: a body that is a JSON string, or the first text under `message`,
    /// `error`, `errors` or `detail` (inferred; the vendor names no keys). It may repeat values
    /// of the request.
    pub fn message(&self) -> Option<String> {
        message::message(self.body()?)
    }

    /// The id by which the server or a proxy knows the request, when a header of the usual names
    /// has one (inferred).
    pub fn request_id(&self) -> Option<&str> {
        let headers = self.headers()?;
        [
            "x-request-id",
            "request-id",
            "x-correlation-id",
            "cf-ray",
            "x-amzn-trace-id",
        ]
        .iter()
        .find_map(|name| headers.get(name))
    }

    /// The headers of the reply, when the server answered.
    pub fn headers(&self) -> Option<&Headers> {
        self.0.reply.as_ref().map(|reply| &reply.headers)
    }

    /// The body of the reply, byte for byte as far as it was received.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.reply.as_ref().map(|reply| &reply.body[..])
    }

    /// The first 64 KiB of the body as text, with a mark where it was cut.
    pub fn body_text(&self) -> Option<String> {
        let body = self.body()?;
        let mut text = String::from_utf8_lossy(&body[..body.len().min(BODY_TEXT)]).into_owned();
        if body.len() > BODY_TEXT {
            text.push_str(" [… cut]");
        }
        Some(text)
    }

    /// The client could not be built as it was asked for: [`cause`](Self::cause) is an
    /// [`InvalidConfiguration`](crate::InvalidConfiguration), which tells what to mend.
    pub fn is_configuration(&self) -> bool {
        matches!(self.0.kind, Kind::Configuration(_))
    }

    /// Something was set that cannot be sent, and nothing was: [`cause`](Self::cause) is an
    /// [`InvalidValue`](crate::InvalidValue), which names it.
    pub fn is_invalid_request(&self) -> bool {
        matches!(self.0.kind, Kind::InvalidRequest(_))
    }

    /// What `Display` tells of as a value, to be downcast:
    /// [`InvalidConfiguration`](crate::InvalidConfiguration), [`InvalidValue`] or
    /// [`DecodeError`]. (`source` has what `Display` does not tell.)
    pub fn cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::Configuration(error) => Some(&**error),
            Kind::InvalidRequest(error) => Some(error),
            Kind::Decode(error) => Some(error),
            Kind::Failed(_) | Kind::Status => None,
        }
    }

    /// No connection came about.
    ///
    /// Troubleshooting: is the base URL right, does its name resolve, does a proxy stand between,
    /// are the root certificates of this machine current?
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, Kind::Failed(Failure::Connect(_)))
    }

    /// The attempt took longer than its time-out. The server may have acted all the same.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Failed(Failure::Timeout))
    }

    /// A reply that cannot be read as what the operation answers. With a success status the server
    /// has acted all the same.
    ///
    /// Troubleshooting: a proxy or a login page that answers 200 in the API's place.
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode(_))
    }

    /// 401 (observed).
    ///
    /// Troubleshooting: a token of another region's host, a revoked one, or one that was pasted
    /// in part.
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(401)
    }

    /// 403: the token has no right to the operation (documented), or the tenant has no such
    /// resource (observed).
    pub fn is_forbidden(&self) -> bool {
        self.is_status(403)
    }

    /// 404 (observed): no such record; on a list, no such resource in this tenant.
    pub fn is_not_found(&self) -> bool {
        self.is_status(404)
    }

    /// 429 (observed): more calls than the tenant's quota, documented as 200 a minute.
    pub fn is_rate_limited(&self) -> bool {
        self.is_status(429)
    }

    /// 500 to 599. 500 is documented as worth a repetition.
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status >= 500)
    }

    /// The status speaks even where the body broke off.
    fn is_status(&self, status: u16) -> bool {
        self.status() == Some(status)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(label) = self.label() {
            write!(formatter, "[{label}] ")?;
        }
        if let Some(operation) = self.0.operation {
            write!(
                formatter,
                "{} ({} {}): ",
                operation.id, operation.method, operation.path
            )?;
        }
        match (&self.0.kind, self.status()) {
            (Kind::Configuration(error), _) => write!(formatter, "{error}"),
            (Kind::InvalidRequest(error), _) => write!(formatter, "not sent: {error}"),
            (Kind::Status, Some(status)) => write!(formatter, "the server answered {status}"),
            (Kind::Status, None) => formatter.write_str("the server answered with an error"),
            (Kind::Failed(failure), Some(status)) => {
                write!(formatter, "{failure}, after status {status}")
            }
            (Kind::Failed(failure), None) => write!(formatter, "{failure}"),
            (Kind::Decode(error), Some(status)) => write!(
                formatter,
                "the body of the reply with status {status} cannot be read: {error}"
            ),
            (Kind::Decode(error), None) => write!(formatter, "the reply cannot be read: {error}"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Error({self})")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::Failed(failure) => failure.source(),
            _ => None,
        }
    }
}
