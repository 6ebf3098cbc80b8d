//! What a test asks for.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_path_to_error::Segment;

use super::effect::When;
use super::error::escaped;
use super::kind::Kind;
use super::{FaultError, Items};
use crate::limits::whole_seconds;

/// A fault: what goes wrong, whether before or after a write has taken effect, and for which calls.
///
/// ```
/// use std::time::Duration;
/// use planhat_emulator::Fault;
///
/// // Two updates are done, and the caller is not told so.
/// let lost_replies = Fault::reset().after_write().on("license_update").times(2);
/// // One call in ten is not done; the same ones each time the test runs.
/// let overloaded = Fault::status(503).retry_after(Duration::from_secs(2)).share(0.1, 7);
/// // In JSON, for `POST /_emulator/faults`.
/// let text = r#"{"fault":"reset","when":"after_write","operation":"license_update","times":2}"#;
/// assert_eq!(text.parse::<Fault>()?, lost_replies);
/// # let _ = overloaded;
/// # Ok::<(), planhat_emulator::FaultError>(())
/// ```
///
/// **Which calls.** A fault strikes any operation of the specification that it can go with, or those that
/// [`on`](Self::on), [`on_resource`](Self::on_resource) and [`on_verb`](Self::on_verb) leave. It strikes the next one
/// of these calls, or as many as [`times`](Self::times) tells; with a [`share`](Self::share) it strikes that share of
/// them without an end, or until `times` is used up. [`skip`](Self::skip) lets the first ones through. A call counts from
/// the moment at which its body has arrived, and nothing else is looked at: a call that would be refused counts like
/// any other.
///
/// **When.** Before the write, which is the default, nothing happens and the fault is the answer; it strikes before limits,
/// tokens and the body are looked at, as a gateway does. After the write the call takes effect, or is refused, and the
/// fault stands in place of that reply.
///
/// **Together.** Faults are asked in the order in which they were injected. Delays add up. Of those that answer
/// ([`status`](Self::status), [`html`](Self::html), [`reset`](Self::reset), [`cut_off`](Self::cut_off)) the first one
/// strikes, and the others keep what is left of their times; so do faults of lists and items when a call is answered
/// before it is performed. Two faults of one seed, one share and one scope strike the same calls.
///
/// A wrong fault is told when it is injected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Fault {
    #[serde(rename = "fault")]
    pub(super) kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) headers: Option<BTreeMap<String, String>>,
    #[serde(default, deserialize_with = "even_null")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) milliseconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) part: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) items: Option<Items>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) limit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) when: Option<When>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) operation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) resource: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) verb: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) skip: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) times: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) always: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) share: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seed: Option<u64>,
}

/// A null is a body, too.
fn even_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// What goes wrong.
impl Fault {
    /// A reply with this status, 200 to 599, and a JSON body that says that it is a fault.
    pub fn status(status: u16) -> Self {
        Self {
            status: Some(status),
            ..Self::of(Kind::Status)
        }
    }

    /// A gateway's page of this status instead of JSON.
    pub fn html(status: u16) -> Self {
        Self {
            status: Some(status),
            ..Self::of(Kind::Html)
        }
    }

    /// A slow server: it waits for so many milliseconds of real time, and then answers. A call whose caller gives up in the
    /// meantime takes effect nonetheless: before the write, once the wait is over.
    pub fn delay(delay: Duration) -> Self {
        Self {
            milliseconds: Some(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)),
            ..Self::of(Kind::Delay)
        }
    }

    /// The connection is reset, and there is no reply at all.
    pub fn reset() -> Self {
        Self::of(Kind::Reset)
    }

    /// The head of the true reply with half of its body, and then the connection ends; see [`bytes`](Self::bytes) and
    /// [`part`](Self::part) for other shares. Before the write it is the reply that the call would have had.
    pub fn cut_off() -> Self {
        Self::of(Kind::CutOff)
    }

    /// Items of a bulk upsert fail, and the others are stored. Each one is told in `createdErrors` or `updatedErrors`,
    /// by what it would have done.
    pub fn item_errors(items: Items) -> Self {
        Self {
            items: Some(items),
            ..Self::of(Kind::ItemErrors)
        }
    }

    /// A list has the records of every company, whichever it is asked for.
    pub fn ignored_filter() -> Self {
        Self::of(Kind::IgnoredFilter)
    }

    /// A list is not sorted: its records come in the order in which they were created.
    pub fn ignored_sort() -> Self {
        Self::of(Kind::IgnoredSort)
    }

    /// A list starts from the first record, whatever its offset.
    pub fn ignored_offset() -> Self {
        Self::of(Kind::IgnoredOffset)
    }

    /// A list shows the records as they were when the fault was injected.
    pub fn stale_list() -> Self {
        Self::of(Kind::StaleList)
    }

    /// A get shows the record as it was when the fault was injected.
    pub fn stale_get() -> Self {
        Self::of(Kind::StaleGet)
    }

    /// A page of a list has this many records at most, whatever its limit; the others are still behind it.
    pub fn capped_page(records: u64) -> Self {
        Self {
            limit: Some(records),
            ..Self::of(Kind::CappedPage)
        }
    }

    fn of(kind: Kind) -> Self {
        Self {
            kind,
            status: None,
            headers: None,
            body: None,
            milliseconds: None,
            bytes: None,
            part: None,
            items: None,
            limit: None,
            when: None,
            operation: None,
            resource: None,
            verb: None,
            skip: None,
            times: None,
            always: None,
            share: None,
            seed: None,
        }
    }
}

/// More about what goes wrong.
impl Fault {
    /// A header of the reply, in place of another one of its name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let headers = self.headers.get_or_insert_default();
        headers.insert(name.into(), value.into());
        self
    }

    /// The header `Retry-After`, in whole seconds that are not less.
    pub fn retry_after(self, wait: Duration) -> Self {
        self.header("Retry-After", whole_seconds(wait).to_string())
    }

    /// The body of a [`status`](Self::status), or what stands for each item of [`item_errors`](Self::item_errors).
    pub fn body(mut self, body: impl Into<Value>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Where a reply is cut off: after so many bytes of its body, but at the latest before its last one.
    pub fn bytes(mut self, bytes: u64) -> Self {
        self.bytes = Some(bytes);
        self
    }

    /// Where a reply is cut off: after this share of its body, from 0 to less than 1.
    pub fn part(mut self, part: f64) -> Self {
        self.part = Some(part);
        self
    }

    /// Nothing of the call takes effect; the default.
    pub fn before_write(mut self) -> Self {
        self.when = Some(When::BeforeWrite);
        self
    }

    /// The call takes effect first.
    pub fn after_write(mut self) -> Self {
        self.when = Some(When::AfterWrite);
        self
    }
}

/// Which calls it strikes.
impl Fault {
    /// Calls of this operation: `license_update`.
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Calls of this resource, by the name in its path: `licenses`.
    pub fn on_resource(mut self, resource: impl Into<String>) -> Self {
        self.resource = Some(resource.into());
        self
    }

    /// Calls of this kind: `create`, `list`, `bulk_upsert`, `get`, `update` or `delete`.
    pub fn on_verb(mut self, verb: impl Into<String>) -> Self {
        self.verb = Some(verb.into());
        self
    }

    /// Lets so many of these calls through first.
    pub fn skip(mut self, calls: u64) -> Self {
        self.skip = Some(calls);
        self
    }

    /// Strikes so many calls; one unless this, [`always`](Self::always) or [`share`](Self::share) is set.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Strikes until it is removed.
    pub fn always(mut self) -> Self {
        self.always = Some(true);
        self
    }

    /// Strikes this share of the calls, by a draw for each. The same seed strikes the same calls, in the order in which
    /// they come.
    pub fn share(mut self, share: f64, seed: u64) -> Self {
        self.share = Some(share);
        self.seed = Some(seed);
        self
    }
}

impl Fault {
    /// Reads a fault from JSON.
    pub(crate) fn read(value: Value) -> Result<Self, FaultError> {
        // Serde would take an array for the members in their order.
        if !value.is_object() {
            return Err(FaultError::whole(
                "is no object, and a fault is one: {\"fault\":\"reset\"}",
            ));
        }
        serde_path_to_error::deserialize(value).map_err(|error| {
            let place = error.path().iter().filter_map(|segment| match segment {
                Segment::Seq { index } => Some(format!("/{index}")),
                Segment::Map { key } => Some(format!("/{}", escaped(key))),
                Segment::Enum { variant } => Some(format!("/{variant}")),
                Segment::Unknown => None,
            });
            FaultError {
                pointer: place.collect(),
                problem: error.inner().to_string(),
            }
        })
    }
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let value = serde_json::from_str(text);
        Self::read(value.map_err(|error| FaultError::whole(format!("is no JSON: {error}")))?)
    }
}
