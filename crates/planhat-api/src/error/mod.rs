//! One error for all calls.

mod effect;
mod failure;
mod message;
mod predicates;
mod show;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

pub use effect::Effect;
pub(crate) use failure::Failure;
pub(crate) use message::message as error_message;

use crate::call::{Endpoint, Headers, History, Reply};
use crate::draft::InvalidValue;
use crate::json::DecodeError;

/// Why a call failed, with all that is known of it: the operation, its attempts, and the reply if
/// there was one.
///
/// `Display` and `Debug` show the operation, its path template, the status, what went wrong, and the
/// server's message, unless that repeats anything of the request; never ids, bodies, header values
/// or the token.
///
/// ```no_run
/// # async fn run(client: planhat_api::Client) -> Result<(), Box<dyn std::error::Error>> {
/// # use planhat_api::RecordRef;
/// match client.licenses().get(RecordRef::external("lic-7")?).send().await {
///     Ok(license) => println!("{:?}", license.mrr()),
///     Err(error) if error.is_not_found() => println!("no such license"),
///     Err(error) if error.is_rate_limited() => println!("again in {:?}", error.retry_after()),
///     Err(error) => return Err(error.into()),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    /// The call, once there was one.
    call: Option<Call>,
    reply: Option<Reply>,
}

/// What a failed call was, and what it has been through.
pub(crate) struct Call {
    pub(crate) endpoint: Endpoint,
    pub(crate) path: String,
    pub(crate) history: History,
    pub(crate) label: Option<Arc<str>>,
    /// How long until it may be made again, where that is known.
    pub(crate) retry_after: Option<Duration>,
    /// Whether the server asked to wait longer than the call could.
    pub(crate) put_off: bool,
    /// The server's words, where they may be shown.
    pub(crate) said: Option<String>,
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

    pub(crate) fn invalid_request(call: Call, error: InvalidValue) -> Self {
        Self::new(Kind::InvalidRequest(error), Some(call), None)
    }

    pub(crate) fn failed(call: Call, failure: Failure, reply: Option<Reply>) -> Self {
        Self::new(Kind::Failed(failure), Some(call), reply)
    }

    pub(crate) fn status_error(call: Call, reply: Reply) -> Self {
        Self::new(Kind::Status, Some(call), Some(reply))
    }

    pub(crate) fn decode(call: Call, reply: Reply, error: DecodeError) -> Self {
        Self::new(Kind::Decode(error), Some(call), Some(reply))
    }

    fn new(kind: Kind, call: Option<Call>, reply: Option<Reply>) -> Self {
        Self(Box::new(Inner { kind, call, reply }))
    }

    /// One word for metrics and spans, or the status.
    pub(crate) fn kind_name(&self) -> Cow<'static, str> {
        match (&self.0.kind, self.status()) {
            (Kind::Configuration(_), _) => "configuration".into(),
            (Kind::InvalidRequest(_), _) => "invalid_request".into(),
            (Kind::Failed(failure), _) => failure.name().into(),
            (Kind::Decode(_), _) => "decode".into(),
            (Kind::Status, status) => status.unwrap_or_default().to_string().into(),
        }
    }

    /// The status of a reply that is an error, and is read as nothing else. Of one whose body did not
    /// come whole, if the status alone says that nothing was done: not where the body can tell of what was.
    pub(crate) fn refusal(&self) -> Option<u16> {
        let status = self.status()?;
        let is_refusal = match &self.0.kind {
            Kind::Status => true,
            Kind::Failed(failure) if failure.is_of_the_body() => {
                let endpoint = &self.call()?.endpoint;
                endpoint.effect_of(status, false) == Effect::Refused
            }
            _ => false,
        };
        is_refusal.then_some(status)
    }

    fn call(&self) -> Option<&Call> {
        self.0.call.as_ref()
    }

    /// The operation's id, such as `license_get`; `undocumented` for a call of
    /// [`Client::request`](crate::Client::request), and empty when there was no call yet.
    #[inline]
    pub fn operation(&self) -> &str {
        self.call().map_or("", |call| call.endpoint.id())
    }

    /// The label of the client that made the call, where it has one.
    #[inline]
    pub fn label(&self) -> Option<&str> {
        self.call()?.label.as_deref()
    }

    /// The path template, such as `/licenses/{id}`; empty when there was no call yet.
    #[inline]
    pub fn path_template(&self) -> &str {
        self.call().map_or("", |call| call.endpoint.path())
    }

    /// The path as it was called, percent-encoded, without the query. It holds ids: it is neither
    /// in `Display` nor in `Debug`.
    #[inline]
    pub fn path(&self) -> Option<&str> {
        self.call().map(|call| call.path.as_str())
    }

    /// How many attempts were made, those that met no connection among them.
    #[inline]
    pub fn attempts(&self) -> u32 {
        self.call().map_or(0, |call| call.history.attempts)
    }

    /// How long the call took until it failed, waits included, by the client's clock.
    pub fn elapsed(&self) -> Duration {
        self.call()
            .map_or(Duration::ZERO, |call| call.history.elapsed)
    }

    /// How long until the call may be made again, counted from the failure, where the server or
    /// the client's limits said so.
    ///
    /// It says when, not whether: look at [`effect`](Self::effect) before a create is made again.
    #[inline]
    pub fn retry_after(&self) -> Option<Duration> {
        self.call()?.retry_after
    }

    /// Whether an attempt before the last one may have been processed. A delete that finds nothing
    /// may have deleted it itself then, and a create may have created.
    #[inline]
    pub fn after_unclear_attempt(&self) -> bool {
        self.call().is_some_and(|call| call.history.unclear())
    }

    /// The HTTP status, when the server answered.
    #[inline]
    pub fn status(&self) -> Option<u16> {
        self.0.reply.as_ref().map(|reply| reply.status)
    }

    /// Whether the server may have acted, over all attempts. A success status whose body cannot be
    /// read is [`Unknown`](Effect::Unknown): it was most likely done.
    pub fn effect(&self) -> Effect {
        let last = match (&self.0.kind, self.status()) {
            (Kind::Configuration(_) | Kind::InvalidRequest(_), _) => Effect::NotSent,
            (Kind::Failed(failure), None) => failure.effect(),
            (kind, Some(status)) => self.call().map_or(Effect::Unknown, |call| {
                let whole = !matches!(kind, Kind::Failed(_));
                call.endpoint.effect_of(status, whole)
            }),
            (_, None) => Effect::Unknown,
        };
        let earlier = self.call().and_then(|call| call.history.earlier);
        earlier.map_or(last, |earlier| last.max(earlier))
    }

    /// The server's own words: a body that is a JSON string or plain text, or the first text under
    /// `message`, `error`, `errors` or `detail` (inferred; the vendor names no keys). It may repeat
    /// values of the request.
    #[inline]
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
    #[inline]
    pub fn headers(&self) -> Option<&Headers> {
        self.0.reply.as_ref().map(|reply| &reply.headers)
    }

    /// The body of the reply, byte for byte as far as it was received.
    #[inline]
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

    /// What `Display` tells of as a value, to be downcast:
    /// [`InvalidConfiguration`](crate::InvalidConfiguration), [`InvalidValue`], [`DecodeError`]
    /// or [`WouldExceed`](crate::limits::WouldExceed). (`source` has what `Display` does not
    /// tell.)
    pub fn inner(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::Configuration(error) => Some(&**error),
            Kind::InvalidRequest(error) => Some(error),
            Kind::Decode(error) => Some(error),
            Kind::Failed(failure) => failure.inner(),
            Kind::Status => None,
        }
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
