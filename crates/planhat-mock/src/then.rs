//! What a mock answers.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use httpmock::HttpMockResponse;
use planhat_api::verb::{BulkUpsert, Create, Delete, Get, List, Update, Verb};
use planhat_api::{BulkUpsertResult, DeleteResult, Operation, Resource};
use serde::Serialize;

use crate::json::Json;

/// What a mock answers: the replies in the order in which they are named here, each once, and the last one from then
/// on. [`times`](Self::times) says otherwise.
///
/// ```
/// # use planhat_mock::{MockServer, sample};
/// # let server = MockServer::start();
/// server.license_get(|_, then| {
///     then.status(503).times(2).ok(&sample::license());
/// });
/// ```
///
/// `V` is the kind of call, and decides what [`ok`](#method.ok) takes.
pub struct Then<V> {
    replies: Vec<Reply>,
    verb: PhantomData<fn() -> V>,
}

/// One reply.
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// How often it is given, where that was said.
    pub(crate) times: Option<usize>,
    pub(crate) delay: Option<Duration>,
}

impl Reply {
    pub(crate) fn response(&self) -> HttpMockResponse {
        HttpMockResponse {
            status: Some(self.status),
            headers: Some(self.headers.clone()),
            body: Some(self.body.clone().into()),
        }
    }
}

const JSON: &str = "application/json; charset=utf-8";

impl<V: Verb> Then<V> {
    pub(crate) fn new() -> Self {
        Self {
            replies: Vec::new(),
            verb: PhantomData,
        }
    }

    /// The replies, each with how often it is given; one that stays has no number.
    #[track_caller]
    pub(crate) fn finish(mut self, operation: &Operation) -> Vec<Reply> {
        let Some((_, others)) = self.replies.split_last_mut() else {
            panic!(
                "planhat-mock: a mock of {} says nothing of what it answers: call `then.ok(…)`, or another method of `Then`",
                operation.id
            );
        };
        for reply in others {
            reply.times.get_or_insert(1);
        }
        self.replies
    }

    /// A status without a body, such as 503.
    ///
    /// # Panics
    /// When it is none that ends a call: 200 to 599 do.
    #[track_caller]
    pub fn status(&mut self, status: u16) -> &mut Self {
        self.reply(status, None, Vec::new())
    }

    /// An error status with a JSON body. The vendor says only that it is "an object or string": a `&str` makes a
    /// string, `serde_json::json!` anything.
    ///
    /// # Panics
    /// When the status is none that ends a call, or the body has no JSON form.
    #[track_caller]
    pub fn error(&mut self, status: u16, body: impl Serialize) -> &mut Self {
        self.json(status, Json::of(&body).text())
    }

    /// A 429 with a `Retry-After` of so many seconds, rounded up. No page of the vendor names that header (inferred).
    pub fn rate_limited(&mut self, retry_after: Duration) -> &mut Self {
        let more = u64::from(retry_after.subsec_nanos() > 0);
        let seconds = retry_after.as_secs().saturating_add(more);
        self.status(429).header("retry-after", seconds.to_string())
    }

    /// Any reply, byte by byte: half of a JSON text, or a gateway's page.
    ///
    /// # Panics
    /// When the status is none that ends a call.
    #[track_caller]
    pub fn raw(&mut self, status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> &mut Self {
        self.reply(status, Some(content_type), body.into())
    }

    /// Adds a header to the reply named last.
    ///
    /// # Panics
    /// When no reply is named yet, or the header is none that HTTP has.
    #[track_caller]
    pub fn header(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        let (name, value) = (name.into(), value.into());
        assert!(
            is_header(&name, &value),
            "planhat-mock: {name:?} with {value:?} is no header"
        );
        self.last("header").headers.push((name, value));
        self
    }

    /// Gives the reply named last so many times. If it stays the last, the mock answers nothing after that: another
    /// mock may, and otherwise the call is unexpected.
    ///
    /// # Panics
    /// When no reply is named yet, or the number is zero.
    #[track_caller]
    pub fn times(&mut self, times: usize) -> &mut Self {
        assert!(times > 0, "planhat-mock: a reply is given once at least");
        self.last("times").times = Some(times);
        self
    }

    /// Gives the reply named last only after this long, by the machine's clock.
    ///
    /// # Panics
    /// When no reply is named yet.
    #[track_caller]
    pub fn delay(&mut self, delay: Duration) -> &mut Self {
        self.last("delay").delay = Some(delay);
        self
    }

    #[track_caller]
    fn last(&mut self, what: &str) -> &mut Reply {
        let Some(reply) = self.replies.last_mut() else {
            panic!("planhat-mock: `{what}` is about the reply before it, and there is none");
        };
        reply
    }

    #[track_caller]
    fn json(&mut self, status: u16, body: &str) -> &mut Self {
        self.reply(status, Some(JSON), body.into())
    }

    #[track_caller]
    fn reply(&mut self, status: u16, content_type: Option<&str>, body: Vec<u8>) -> &mut Self {
        assert!(
            (200..600).contains(&status),
            "planhat-mock: the status {status} ends no call: 200 to 599 do"
        );
        self.replies.push(Reply {
            status,
            headers: Vec::new(),
            body,
            times: None,
            delay: None,
        });
        match content_type {
            Some(content_type) => self.header("content-type", content_type),
            None => self,
        }
    }
}

/// Whether HTTP has such a header.
fn is_header(name: &str, value: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let is_visible = |byte: u8| byte == b'\t' || byte == b' ' || byte.is_ascii_graphic();
    !name.is_empty() && name.bytes().all(is_token) && value.bytes().all(is_visible)
}

impl<R: Resource> Then<Create<R>> {
    /// 200 with the record as it was stored.
    pub fn ok(&mut self, record: &R) -> &mut Self {
        self.json(200, record.as_json())
    }
}

impl<R: Resource> Then<Update<R>> {
    /// 200 with the record, or the part of it that the server says.
    pub fn ok(&mut self, record: &R) -> &mut Self {
        self.json(200, record.as_json())
    }
}

impl<R: Resource> Then<Get<R>> {
    /// 200 with the record.
    pub fn ok(&mut self, record: &R) -> &mut Self {
        self.json(200, record.as_json())
    }
}

impl<R: Resource> Then<List<R>> {
    /// 200 with a page of records.
    pub fn ok<'a>(&mut self, records: impl IntoIterator<Item = &'a R>) -> &mut Self {
        let texts: Vec<&str> = records.into_iter().map(R::as_json).collect();
        self.json(200, &format!("[{}]", texts.join(",")))
    }
}

impl<R: Resource> Then<Delete<R>> {
    /// 200 with this result.
    pub fn ok(&mut self, result: &DeleteResult) -> &mut Self {
        self.json(200, result.as_json())
    }

    /// 200 for a record that was deleted.
    pub fn deleted(&mut self) -> &mut Self {
        self.json(200, r#"{"n":1,"ok":1,"deletedCount":1}"#)
    }

    /// 200 for a record that was not there (inferred).
    pub fn nothing_deleted(&mut self) -> &mut Self {
        self.json(200, r#"{"n":0,"ok":1,"deletedCount":0}"#)
    }
}

impl<R: Resource> Then<BulkUpsert<R>> {
    /// 200 with this result, such as one of [`bulk_result`](crate::bulk_result).
    pub fn ok(&mut self, result: &BulkUpsertResult) -> &mut Self {
        self.json(200, result.as_json())
    }

    /// 206 with this result: some items failed, and the others were stored.
    pub fn partial(&mut self, result: &BulkUpsertResult) -> &mut Self {
        self.json(206, result.as_json())
    }

    /// A refusal that says what became of the items. The statuses 400 and 403 do that.
    ///
    /// # Panics
    /// When the status is none that ends a call.
    #[track_caller]
    pub fn refused(&mut self, status: u16, result: &BulkUpsertResult) -> &mut Self {
        self.json(status, result.as_json())
    }
}

/// The statuses.
impl<V> fmt::Debug for Then<V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Then ")?;
        let statuses = self.replies.iter().map(|reply| reply.status);
        formatter.debug_list().entries(statuses).finish()
    }
}
