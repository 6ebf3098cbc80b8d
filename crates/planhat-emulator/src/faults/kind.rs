//! The kinds of faults, by the words that JSON has for them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::spec::Verb;

/// What a fault does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Status,
    Html,
    Delay,
    Reset,
    CutOff,
    ItemErrors,
    IgnoredFilter,
    IgnoredSort,
    IgnoredOffset,
    StaleList,
    StaleGet,
    CappedPage,
}

impl Kind {
    /// The members that say more about it. Those that say which calls it strikes go with every kind.
    pub(super) fn takes(self) -> &'static [&'static str] {
        match self {
            Self::Status => &["status", "headers", "body", "when"],
            Self::Html => &["status", "headers", "when"],
            Self::Delay => &["milliseconds", "when"],
            Self::Reset => &["when"],
            Self::CutOff => &["bytes", "part", "when"],
            Self::ItemErrors => &["items", "body"],
            Self::CappedPage => &["limit"],
            Self::IgnoredFilter
            | Self::IgnoredSort
            | Self::IgnoredOffset
            | Self::StaleList
            | Self::StaleGet => &[],
        }
    }

    /// What it can strike.
    pub(super) fn verbs(self) -> &'static [Verb] {
        match self {
            Self::Status | Self::Html | Self::Delay | Self::Reset | Self::CutOff => &Verb::ALL,
            Self::ItemErrors => &[Verb::BulkUpsert],
            Self::StaleGet => &[Verb::Get],
            Self::IgnoredFilter
            | Self::IgnoredSort
            | Self::IgnoredOffset
            | Self::StaleList
            | Self::CappedPage => &[Verb::List],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(formatter)
    }
}
