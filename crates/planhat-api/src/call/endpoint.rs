//! What is called.

use std::borrow::Cow;
use std::sync::Arc;

use crate::error::Effect;
use crate::operation::{Keying, Method, Operation, RetrySafety};

/// An operation of the specification, or one that the caller knows of.
#[derive(Clone)]
pub(crate) enum Endpoint {
    Documented(&'static Operation),
    Undocumented(Arc<Undocumented>),
}

/// An operation that the specification does not have.
pub(crate) struct Undocumented {
    method: Method,
    path: Cow<'static, str>,
}

impl Endpoint {
    pub(crate) fn undocumented(method: Method, path: Cow<'static, str>) -> Self {
        Self::Undocumented(Arc::new(Undocumented { method, path }))
    }

    /// The operation's id.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Documented(operation) => operation.id,
            Self::Undocumented(_) => "undocumented",
        }
    }

    pub(crate) fn method(&self) -> Method {
        match self {
            Self::Documented(operation) => operation.method,
            Self::Undocumented(call) => call.method,
        }
    }

    /// The path template.
    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Documented(operation) => operation.path,
            Self::Undocumented(call) => &call.path,
        }
    }

    /// Nothing is known of what an undocumented write does twice.
    pub(crate) fn retry(&self) -> RetrySafety {
        match self {
            Self::Documented(operation) => operation.retry,
            Self::Undocumented(call) if call.method == Method::Get => RetrySafety::Always,
            Self::Undocumented(_) => RetrySafety::Unprocessed,
        }
    }

    /// By which properties an item of the body cannot be created twice, where it is a list.
    pub(crate) fn keyed_by(&self) -> &'static [Keying] {
        match self {
            Self::Documented(operation) => operation.keyed_by,
            Self::Undocumented(_) => &[],
        }
    }

    /// How many items the body may hold, where it is a list.
    pub(crate) fn max_items(&self) -> Option<usize> {
        match self {
            Self::Documented(operation) => operation.max_items,
            Self::Undocumented(_) => None,
        }
    }

    /// What a reply of this status, received in whole or in part, says of what was done. Where an
    /// error status can carry what happened to each item, only the whole body tells.
    pub(crate) fn effect_of(&self, status: u16, whole: bool) -> Effect {
        let reads = self.method() == Method::Get;
        match status {
            _ if !whole && self.result_statuses().contains(&status) => Effect::Unknown,
            // "See other" is how servers answer what they have done.
            303 if !reads => Effect::Unknown,
            _ => Effect::of_status(status),
        }
    }

    /// Error statuses whose body can be a result.
    pub(crate) fn result_statuses(&self) -> &'static [u16] {
        match self {
            Self::Documented(operation) => operation.result_statuses,
            Self::Undocumented(_) => &[],
        }
    }
}
