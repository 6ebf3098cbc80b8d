//! A case, as the files in `tests/cases/faults/` write it.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::error::PREDICATES;
use crate::step::{Step, script};

/// One case for one operation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) client: Settings,
    #[serde(deserialize_with = "script")]
    pub(crate) server: Vec<Step>,
    pub(crate) expect: Expected,
}

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Op {
    Get,
    List,
    Create,
    Update,
    Delete,
    /// Each item has a key by which it cannot be created twice, unless the case says otherwise.
    BulkUpsert,
    BulkUpsertUnkeyed,
    UndocumentedGet,
    UndocumentedPost,
    Availability,
}

impl Op {
    /// Those of a resource.
    pub(crate) const ALL: [Self; 7] = [
        Self::Get,
        Self::List,
        Self::Create,
        Self::Update,
        Self::Delete,
        Self::BulkUpsert,
        Self::BulkUpsertUnkeyed,
    ];

    /// Whether doing it twice is doing it once.
    pub(crate) fn is_repeatable(self) -> bool {
        !matches!(
            self,
            Self::Create | Self::BulkUpsertUnkeyed | Self::UndocumentedPost
        )
    }
}

/// How the client and the call are set up. What is not set has the client's default, but for the limits, which are off.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    pub(crate) timeout_ms: Option<u64>,
    pub(crate) connect_timeout_ms: Option<u64>,
    pub(crate) deadline_s: Option<f64>,
    pub(crate) patience_s: Option<f64>,
    pub(crate) max_attempts: Option<u32>,
    pub(crate) max_reply_bytes: Option<usize>,
    /// Waits this long in place of the jitter.
    pub(crate) backoff_s: Option<f64>,
    pub(crate) budget: Option<Budget>,
    pub(crate) limits: Option<LimitSettings>,
    /// What a token provider gives, one entry an ask.
    pub(crate) tokens: Option<Vec<Ask>>,
    pub(crate) basic: bool,
    pub(crate) read_only: bool,
    pub(crate) label: Option<String>,
    pub(crate) idempotent: Option<bool>,
    /// Keys of which no page says that they keep an item from being created twice do not count.
    pub(crate) only_documented_keys: bool,
    /// The items of a bulk upsert.
    pub(crate) items: Option<Vec<Item>>,
    pub(crate) address: Address,
    /// So many calls of the same operation go before; what becomes of them is not looked at.
    pub(crate) calls_before: usize,
    /// Time passes only by waiting, unless this is set.
    pub(crate) real_clock: bool,
}

impl Settings {
    /// Whether something is set that a call can set as well.
    pub(crate) fn is_also_per_call(&self) -> bool {
        let deadlines = self.deadline_s.or(self.patience_s);
        self.timeout_ms.or(self.connect_timeout_ms).is_some() || deadlines.is_some()
    }

    /// Whether real time matters.
    pub(crate) fn has_real_time(&self) -> bool {
        self.timeout_ms.or(self.connect_timeout_ms).is_some()
            || self.deadline_s.is_some()
            || self.real_clock
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budget {
    pub(crate) reserve: u32,
    pub(crate) percent: u32,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LimitSettings {
    pub(crate) per_minute: Option<u32>,
    pub(crate) per_second: Option<u32>,
    pub(crate) in_flight: Option<u32>,
}

/// What a token provider answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ask {
    First,
    Second,
    Fails,
    Hangs,
}

/// An item of a bulk upsert, by what names it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Item {
    SourceId,
    ExternalIdAndCompany,
    ExternalIdAlone,
    ObjectIdAlone,
    /// An id, and all that creating takes.
    ObjectIdAndCompany,
    CompanyAlone,
}

/// Where the client is pointed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Address {
    /// The server.
    #[default]
    Http,
    /// The server by HTTPS, which it does not speak.
    Https,
    /// A name that resolves to nothing.
    NoSuchName,
    /// Another host, through the server as its proxy.
    ThroughProxy,
}

/// What has to come of it: written by hand, not recorded.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// Attempts made, whether or not one reached the server.
    pub(crate) attempts: u32,
    /// All predicates of the error that hold. Absent: the call succeeds.
    pub(crate) error: Option<Vec<String>>,
    pub(crate) status: Option<u16>,
    pub(crate) effect: Option<Effect>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    /// Where in the body reading stopped.
    pub(crate) decode_path: Option<String>,
    pub(crate) retry_after_s: Option<Range>,
    /// How long was waited before each attempt, from the first on. Absent: nothing before the first,
    /// and full jitter before the others.
    pub(crate) waits_s: Option<Vec<Range>>,
    /// How long was waited after the last attempt, in vain.
    #[serde(default)]
    pub(crate) waits_after_s: Range,
    /// What a deletion did or an availability is.
    pub(crate) result: Option<String>,
    /// The token of each attempt.
    pub(crate) tokens: Option<Vec<Ask>>,
    /// Why the provider was asked for a token, each time.
    pub(crate) asks: Option<Vec<Need>>,
    /// Whether observers hear that another attempt follows the last: what keeps it from being made comes later.
    #[serde(default)]
    pub(crate) announced: bool,
    /// Whether the body is too long to be shown whole as text.
    #[serde(default)]
    pub(crate) text_cut: bool,
    /// What `Display` says, among other things.
    #[serde(default)]
    pub(crate) says: Vec<String>,
}

/// Whether the server may have acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Effect {
    NotSent,
    Refused,
    Unknown,
}

impl Effect {
    /// The effect that an error tells of, if this suite knows it.
    pub(crate) fn of(error: &planhat_api::Error) -> Option<Self> {
        match error.effect() {
            planhat_api::Effect::NotSent => Some(Self::NotSent),
            planhat_api::Effect::Refused => Some(Self::Refused),
            planhat_api::Effect::Unknown => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// Why a token is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Need {
    Attempt,
    Rejected,
}

/// Seconds: `2`, or `[60, 90]`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Range {
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Range {
    pub(crate) fn new(least: f64, most: f64) -> Self {
        Self { least, most }
    }

    pub(crate) fn exactly(seconds: f64) -> Self {
        Self::new(seconds, seconds)
    }

    /// One wait and another.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self::new(self.least + other.least, self.most + other.most)
    }

    /// Full jitter before this attempt: up to half a second, doubling to 20 s.
    pub(crate) fn jitter(attempt: usize) -> Self {
        let doublings = i32::try_from(attempt.saturating_sub(2)).unwrap_or(i32::MAX);
        Self::new(0.0, (0.5 * 2_f64.powi(doublings)).min(20.0))
    }

    pub(crate) fn contains(self, seconds: f64) -> bool {
        /// Durations are whole nanoseconds.
        const ROUNDING: f64 = 1e-6;
        (self.least - ROUNDING..=self.most + ROUNDING).contains(&seconds)
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let of = |value: &Value| value.as_f64().filter(|seconds| *seconds >= 0.0);
        let range = match &value {
            Value::Array(bounds) => match &bounds[..] {
                [least, most] => of(least).zip(of(most)),
                _ => None,
            },
            exact => of(exact).zip(of(exact)),
        };
        range
            .filter(|(least, most)| least <= most)
            .map(|(least, most)| Self { least, most })
            .ok_or_else(|| {
                serde::de::Error::custom(format!("{value} is neither seconds nor [least, most]"))
            })
    }
}

impl Case {
    /// A case of which nothing is expected.
    pub(crate) fn scripted(client: Settings, server: Vec<Step>) -> Self {
        Self {
            name: "scripted".to_owned(),
            client,
            server,
            expect: Expected::default(),
        }
    }

    /// Whether what is expected can be true at all.
    pub(crate) fn check(&self) -> Result<(), String> {
        let expected = &self.expect;
        if self.name.is_empty() {
            return Err("a case has a name".to_owned());
        }
        if expected.error.is_some() != expected.effect.is_some() {
            return Err("`error` and `effect` come together".to_owned());
        }
        let names = expected.error.iter().flatten();
        for name in names {
            if !PREDICATES.iter().any(|(known, _)| known == name) {
                return Err(format!("an error has no predicate `{name}`"));
            }
        }
        let attempts = usize::try_from(expected.attempts).unwrap_or(usize::MAX);
        if expected
            .waits_s
            .as_ref()
            .is_some_and(|waits| waits.len() != attempts)
        {
            return Err("`waits_s` has one entry an attempt".to_owned());
        }
        if expected
            .tokens
            .as_ref()
            .is_some_and(|tokens| tokens.len() != attempts)
        {
            return Err("`tokens` has one entry an attempt".to_owned());
        }
        Ok(())
    }
}
