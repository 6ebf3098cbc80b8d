//! What is looked at before an item is sent.

use crate::draft::InvalidValue;

/// What is looked at in every item before it is sent. What follows a finding is the run's
/// [setting](super::BulkRun::check).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Check {
    /// Whether every value can be sent: JSON has no NaN, and no date beyond its calendar.
    /// Findings are set aside unless told otherwise, and never sent.
    Sendable,
    /// Whether the item fits into a request of its own. Findings are set aside unless told
    /// otherwise, and never sent.
    Size,
    /// Whether an [update-only](super::BulkItem::update_only) item can create. Findings are set
    /// aside unless told otherwise, and never sent.
    UpdateOnly,
    /// Whether an upsert without an `_id` has what a new record needs. Findings are sent unless told
    /// otherwise: the vendor's pages contradict themselves on it, and an item that updates needs none
    /// of it.
    Minimum,
    /// Whether an upsert carries a keyable that is not blank. Findings are sent unless told otherwise, or set aside
    /// when the run has a journal: nothing finds such an item again, and sent twice it creates twice
    /// (documented).
    Keyable,
    /// Whether an item carries a keyable of an earlier item of its chunk, by exact comparison. External ids are
    /// unique within a company only: they count as equal where both items name the same company in the same
    /// way, and where they name companies in two ways, such as by object id and as `extid-acme`, or one names none,
    /// since that can be the same. Not seen are two items that name one record by different keyables. Findings are set aside unless told otherwise: which of the two counts is documented nowhere.
    TwiceInChunk,
    /// Whether an item carries the deciding keyable of an earlier item of the run, an external id with its company as
    /// it is spelled, by fingerprints of 16 bytes
    /// that are kept only if findings are not to be sent. They are sent unless told otherwise: an
    /// item then updates what an earlier chunk wrote.
    TwiceInRun,
}

/// What follows a [finding](Finding).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OnFinding {
    /// The run ends, and nothing of the chunk in the making is sent.
    Stop,
    /// The item is not sent, and its outcome says so.
    SetAside,
    /// The item is sent all the same; where that cannot be, it is set aside.
    Send,
}

/// What a [check](Check) found in an item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Finding {
    /// A value cannot be sent.
    #[error("{0}")]
    Unsendable(InvalidValue),
    /// The item alone is more than a request may have.
    #[error("the item has {bytes} bytes, and a request may have {most}: send less of it")]
    TooLarge {
        /// The length of its text.
        bytes: usize,
        /// The most bytes of a request.
        most: usize,
    },
    /// An update-only item sets all that a new record needs.
    #[error("it is to create nothing, and has what a new record needs: leave out `{leave_out}`")]
    CouldCreate {
        /// What is to be left out.
        leave_out: &'static str,
    },
    /// An update-only item has no keyable that finds a record for sure.
    #[error(
        "it is to create nothing, and nothing finds its record for sure: set `_id` or `sourceId`"
    )]
    FindsNothing,
    /// An upsert has less than a new record needs.
    #[error("a new record needs `{missing}` (documented): set it, or make the item update-only")]
    BelowMinimum {
        /// The first property that is missing; where one of several does, the first of those.
        missing: &'static str,
    },
    /// An upsert carries no keyable.
    #[error("it has none of `_id`, `sourceId` and `externalId`, so sent twice it creates twice")]
    Unkeyed,
    /// The item carries a keyable of another one in its chunk.
    #[error("item {first} of the same chunk has the same keyable, as far as can be told")]
    TwiceInChunk {
        /// The index of the other one.
        first: u64,
    },
    /// The item carries the keyables of an earlier one.
    #[error("an earlier item of the run has the same keyables")]
    TwiceInRun,
}

impl Finding {
    /// Which check found it.
    pub fn check(&self) -> Check {
        match self {
            Self::Unsendable(_) => Check::Sendable,
            Self::TooLarge { .. } => Check::Size,
            Self::CouldCreate { .. } | Self::FindsNothing => Check::UpdateOnly,
            Self::BelowMinimum { .. } => Check::Minimum,
            Self::Unkeyed => Check::Keyable,
            Self::TwiceInChunk { .. } => Check::TwiceInChunk,
            Self::TwiceInRun => Check::TwiceInRun,
        }
    }

    /// Whether the item can be sent in spite of it.
    pub(super) fn can_be_sent(&self) -> bool {
        !matches!(
            self.check(),
            Check::Sendable | Check::Size | Check::UpdateOnly
        )
    }
}

/// What follows the findings of each check.
#[derive(Debug, Clone, Copy)]
pub(super) struct Checks {
    sendable: OnFinding,
    size: OnFinding,
    update_only: OnFinding,
    minimum: OnFinding,
    /// Depends on whether there is a journal unless it is set.
    keyable: Option<OnFinding>,
    twice_in_chunk: OnFinding,
    twice_in_run: OnFinding,
    pub(super) has_journal: bool,
}

impl Default for Checks {
    fn default() -> Self {
        Self {
            sendable: OnFinding::SetAside,
            size: OnFinding::SetAside,
            update_only: OnFinding::SetAside,
            minimum: OnFinding::Send,
            keyable: None,
            twice_in_chunk: OnFinding::SetAside,
            twice_in_run: OnFinding::Send,
            has_journal: false,
        }
    }
}

impl Checks {
    pub(super) fn set(&mut self, check: Check, then: OnFinding) {
        match check {
            Check::Sendable => self.sendable = then,
            Check::Size => self.size = then,
            Check::UpdateOnly => self.update_only = then,
            Check::Minimum => self.minimum = then,
            Check::Keyable => self.keyable = Some(then),
            Check::TwiceInChunk => self.twice_in_chunk = then,
            Check::TwiceInRun => self.twice_in_run = then,
        }
    }

    pub(super) fn on(&self, check: Check) -> OnFinding {
        match check {
            Check::Sendable => self.sendable,
            Check::Size => self.size,
            Check::UpdateOnly => self.update_only,
            Check::Minimum => self.minimum,
            Check::Keyable => self.keyable.unwrap_or(match self.has_journal {
                true => OnFinding::SetAside,
                false => OnFinding::Send,
            }),
            Check::TwiceInChunk => self.twice_in_chunk,
            Check::TwiceInRun => self.twice_in_run,
        }
    }

    /// What follows a finding, so far as that can be.
    pub(super) fn after(&self, finding: &Finding) -> OnFinding {
        match self.on(finding.check()) {
            OnFinding::Send if !finding.can_be_sent() => OnFinding::SetAside,
            then => then,
        }
    }
}
