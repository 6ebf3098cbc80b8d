//! What the specification says of each operation, as data.

use std::fmt;

/// An HTTP method that the API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
    /// Updates one record, or upserts many.
    Put,
    /// Deletes.
    Delete,
    /// Changes in part. No operation of the specification uses it.
    Patch,
}

impl Method {
    /// The method's name in HTTP.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// How well a statement about the API is known, from the surest to the least sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// A page of the vendor says so.
    Documented,
    /// Someone reports it from a live tenant.
    Observed,
    /// Our reading.
    Inferred,
}

/// When a request may be sent again although an earlier attempt may have been processed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetrySafety {
    /// Always: doing it twice is doing it once.
    Always,
    /// When no item of the body can be created twice: each fits a rule of
    /// [`keyed_by`](Operation::keyed_by).
    Keyed,
    /// Only when the server cannot have processed it.
    Unprocessed,
}

/// A rule by which an item of a bulk upsert is not created twice, however often it is sent.
///
/// A `sourceId`, for one, is unique among the records of a kind: a second attempt finds what the
/// first one created.
///
/// ```
/// use planhat_api::{Evidence, OPERATIONS};
///
/// let bulk = OPERATIONS.iter().find(|operation| operation.id == "deal_bulk_upsert");
/// let rule = bulk.and_then(|bulk| bulk.keyed_by.first());
/// assert!(rule.is_some_and(|rule| rule.has == ["sourceId"]));
/// assert!(rule.is_some_and(|rule| rule.evidence == Evidence::Documented));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Keying {
    /// The keys that the item sets, each to a text that is not blank. There is one at least.
    pub has: &'static [&'static str],
    /// The keys that it does not set, not even to `null`.
    pub lacks: &'static [&'static str],
    /// How well it is known that this keeps it from being created twice.
    pub evidence: Evidence,
}

/// What an item of a bulk upsert has at least that is to create a record. An item that has less can
/// update one.
///
/// The vendor's pages contradict themselves on some of it; the specification tells where, and which
/// reading this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Minimum {
    /// The keys that it has, all of them.
    pub all: &'static [&'static str],
    /// The keys of which it has one at least, where there are any.
    pub any: &'static [&'static str],
}

/// One operation of the API, as the specification has it.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The operation's id, such as `license_get`.
    pub id: &'static str,
    /// The method.
    pub method: Method,
    /// The path template, such as `/licenses/{id}`.
    pub path: &'static str,
    /// When it may be repeated.
    pub retry: RetrySafety,
    /// The rules for the items of a body, where they decide whether it may be repeated; an item
    /// need fit only one. Empty for every other operation.
    pub keyed_by: &'static [Keying],
    /// What an item of a body needs to create a record; none where the body is no list.
    pub creates_with: Option<Minimum>,
    /// How well it is known that the operation exists.
    pub evidence: Evidence,
    /// How many items the body may hold, where it is a list.
    pub max_items: Option<usize>,
    /// Error statuses whose body can be a result all the same: those of a bulk upsert that say
    /// what happened to each item.
    pub result_statuses: &'static [u16],
}
