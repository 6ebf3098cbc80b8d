//! What a fault does, once it is known that it can.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use fastrand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::kind::Kind;
use super::{Fault, FaultError, Items};
use crate::tenant::Tenant;

/// Whether the call takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    BeforeWrite,
    AfterWrite,
}

/// What a fault does.
#[derive(Debug, Clone)]
pub(super) enum Effect {
    Delay(Duration, When),
    Answer(Arc<Answer>, When),
    ItemErrors {
        items: Items,
        draws: Rng,
        error: Option<Value>,
    },
    IgnoredFilter,
    IgnoredSort,
    IgnoredOffset,
    /// Of a list or of a get; without a state until it is injected.
    Stale(Option<Arc<Mutex<Tenant>>>),
    CappedPage(usize),
}

/// What stands in place of the reply, or becomes of it.
#[derive(Debug)]
pub(crate) enum Answer {
    Status {
        status: StatusCode,
        headers: HeaderMap,
        body: Option<Value>,
    },
    Html {
        status: StatusCode,
        headers: HeaderMap,
    },
    Reset,
    CutOff(Cut),
}

/// Where a body is cut off.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cut {
    Bytes(u64),
    Part(f64),
}

impl Cut {
    /// How much of a body comes; never all of it.
    pub(crate) fn of(self, length: usize) -> usize {
        let wanted = match self {
            Self::Bytes(bytes) => usize::try_from(bytes).unwrap_or(usize::MAX),
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                clippy::cast_sign_loss,
                reason = "a share from 0 to 1 of a length in memory"
            )]
            Self::Part(part) => (length as f64 * part) as usize,
        };
        wanted.min(length.saturating_sub(1))
    }
}

impl Effect {
    /// Gives a stale read the state that it sees.
    pub(super) fn remember(&mut self, seen: impl FnOnce() -> Arc<Mutex<Tenant>>) {
        if let Self::Stale(state) = self {
            *state = Some(seen());
        }
    }

    /// Lets go of the state that a stale read saw.
    pub(super) fn forget(&mut self) {
        if let Self::Stale(state) = self {
            *state = None;
        }
    }

    pub(super) fn check(fault: &Fault) -> Result<Self, FaultError> {
        only_what_says_something(fault)?;
        let when = fault.when.unwrap_or(When::BeforeWrite);
        let answer = |answer| Self::Answer(Arc::new(answer), when);
        Ok(match fault.kind {
            Kind::Status => answer(Answer::Status {
                status: status(fault, None)?,
                headers: headers(fault)?,
                body: fault.body.clone(),
            }),
            Kind::Html => answer(Answer::Html {
                status: status(fault, Some(StatusCode::BAD_GATEWAY))?,
                headers: headers(fault)?,
            }),
            Kind::Delay => {
                let delay = fault.milliseconds.ok_or_else(|| needs("milliseconds"))?;
                Self::Delay(Duration::from_millis(delay), when)
            }
            Kind::Reset => answer(Answer::Reset),
            Kind::CutOff => answer(Answer::CutOff(cut(fault)?)),
            Kind::ItemErrors => {
                let items = fault.items.clone().ok_or_else(|| needs("items"))?;
                items.check()?;
                Self::ItemErrors {
                    draws: items.draws(),
                    items,
                    error: fault.body.clone(),
                }
            }
            Kind::IgnoredFilter => Self::IgnoredFilter,
            Kind::IgnoredSort => Self::IgnoredSort,
            Kind::IgnoredOffset => Self::IgnoredOffset,
            Kind::StaleList | Kind::StaleGet => Self::Stale(None),
            Kind::CappedPage => {
                let limit = fault.limit.ok_or_else(|| needs("limit"))?;
                Self::CappedPage(usize::try_from(limit).unwrap_or(usize::MAX))
            }
        })
    }
}

/// A member that means nothing is a mistake, and silence would hide it.
fn only_what_says_something(fault: &Fault) -> Result<(), FaultError> {
    let given = [
        ("status", fault.status.is_some()),
        ("headers", fault.headers.is_some()),
        ("body", fault.body.is_some()),
        ("milliseconds", fault.milliseconds.is_some()),
        ("bytes", fault.bytes.is_some()),
        ("part", fault.part.is_some()),
        ("items", fault.items.is_some()),
        ("limit", fault.limit.is_some()),
        ("when", fault.when.is_some()),
    ];
    let takes = fault.kind.takes();
    let wrong = given
        .iter()
        .find(|(name, is_given)| *is_given && !takes.contains(name));
    let Some((name, _)) = wrong else {
        return Ok(());
    };
    let takes = match takes {
        [] => "none that says more about it".to_owned(),
        takes => format!("`{}`", takes.join("`, `")),
    };
    let problem = format!("says nothing about `{}`, which takes {takes}", fault.kind);
    Err(FaultError::at(name, problem))
}

fn needs(member: &str) -> FaultError {
    FaultError::at(member, "is missing, and this fault needs it")
}

fn status(fault: &Fault, default: Option<StatusCode>) -> Result<StatusCode, FaultError> {
    let Some(given) = fault.status else {
        return default.ok_or_else(|| needs("status"));
    };
    let status = StatusCode::from_u16(given).ok();
    // What is below 200 is no reply, and what is beyond 599 no status.
    status
        .filter(|_| (200..=599).contains(&given))
        .ok_or_else(|| FaultError::at("status", format!("is {given}; 200 to 599 can be")))
}

fn headers(fault: &Fault) -> Result<HeaderMap, FaultError> {
    let mut headers = HeaderMap::new();
    for (name, value) in fault.headers.iter().flatten() {
        let wrong = |problem| FaultError::at_header(name, problem);
        let parsed = HeaderName::from_bytes(name.as_bytes());
        let parsed = parsed.map_err(|_| wrong("is no name of a header"))?;
        if [CONTENT_LENGTH, TRANSFER_ENCODING].contains(&parsed) {
            return Err(wrong(
                "follows from the body; `cut_off` sends less than it says",
            ));
        }
        let value = HeaderValue::from_str(value);
        headers.insert(
            parsed,
            value.map_err(|_| wrong("cannot be the value of a header"))?,
        );
    }
    Ok(headers)
}

fn cut(fault: &Fault) -> Result<Cut, FaultError> {
    match (fault.bytes, fault.part) {
        (Some(_), Some(_)) => Err(FaultError::at("part", "goes not with `bytes`")),
        (Some(bytes), None) => Ok(Cut::Bytes(bytes)),
        (None, None) => Ok(Cut::Part(0.5)),
        (None, Some(part)) if (0.0..1.0).contains(&part) => Ok(Cut::Part(part)),
        (None, Some(_)) => Err(FaultError::at("part", "is to be from 0 to less than 1")),
    }
}
