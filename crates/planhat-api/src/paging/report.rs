//! What is known of a list while and after it is read.

use std::fmt;

use crate::id::{IdBytes, ObjectId};

/// What is known of a list that is read page by page: how much came, and whether that is all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListReport {
    pub(super) resource: &'static str,
    pub(super) start: u64,
    pub(super) offset: u64,
    pub(super) last: Option<IdBytes>,
    pub(super) pages: u64,
    pub(super) records: u64,
    pub(super) duplicates: u64,
    pub(super) ended: bool,
    gaps: Vec<Incomplete>,
}

/// Signs that are kept; one is enough to make a list incomplete.
const KEPT: usize = 32;

impl ListReport {
    pub(super) fn new(resource: &'static str, start: u64, last: Option<IdBytes>) -> Self {
        Self {
            resource,
            start,
            offset: start,
            last,
            pages: 0,
            records: 0,
            duplicates: 0,
            ended: false,
            gaps: Vec::new(),
        }
    }

    /// The same, when of the records no more than in another report were handed over.
    pub(super) fn as_far_as(&self, other: &Self) -> Self {
        Self {
            offset: other.offset,
            last: other.last,
            records: other.records,
            ..self.clone()
        }
    }

    pub(super) fn doubt(&mut self, sign: Incomplete) {
        if self.gaps.len() < KEPT {
            self.gaps.push(sign);
        }
    }

    /// The kind of records, such as `License`.
    #[inline]
    pub fn resource(&self) -> &'static str {
        self.resource
    }

    /// How many records were handed over.
    #[inline]
    pub fn records(&self) -> u64 {
        self.records
    }

    /// How many pages were read, those without a new record among them.
    #[inline]
    pub fn pages(&self) -> u64 {
        self.pages
    }

    /// How many records came again and were dropped. Those by which pages overlap do not count. In a list
    /// sorted by `_id`, what sorts before the end of an earlier page counts as such: a server that does
    /// not sort may have sent it for the first time, and shows as [`OutOfOrder`](Incomplete::OutOfOrder).
    #[inline]
    pub fn duplicates(&self) -> u64 {
        self.duplicates
    }

    /// The offset at which reading began. A list is complete from there on.
    #[inline]
    pub fn started_at(&self) -> u64 {
        self.start
    }

    /// The offset behind what was handed over: where reading would go on.
    #[inline]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The id of the record in front of [`offset`](Self::offset), as far as there was one: with it
    /// [`start_after`](super::Records::start_after) sees whether the list has changed.
    #[inline]
    pub fn last_id(&self) -> Option<ObjectId> {
        self.last.map(ObjectId::from_bytes)
    }

    /// Whether the list was read to its end, and nothing says that a record was missed. See
    /// [`paging`](crate::paging) for what that means.
    #[inline]
    pub fn is_complete(&self) -> bool {
        self.incomplete().next().is_none()
    }

    /// Why the list is not known to be complete, in the order in which it showed; the first 32
    /// signs.
    pub fn incomplete(&self) -> impl Iterator<Item = Incomplete> {
        let unread = (!self.ended).then_some(Incomplete::Unread {
            offset: self.offset,
        });
        self.gaps.iter().copied().chain(unread)
    }
}

/// A sign that a list is not complete, and where it showed. Offsets count records from the start of
/// the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Incomplete {
    /// The end was not reached.
    Unread {
        /// Where reading would go on.
        offset: u64,
    },
    /// A page did not begin with the record that the page before it ended with: records came, went
    /// or moved in between.
    MissingOverlap {
        /// Where that record should have been.
        offset: u64,
    },
    /// A record came behind one that its `_id` sorts it before: the server did not sort.
    OutOfOrder {
        /// Where that record was.
        offset: u64,
    },
    /// In a list sorted by anything but `_id`, a record came twice: it moved, and another one may
    /// have moved past the reader.
    Repeated {
        /// Where it came again.
        offset: u64,
    },
    /// The server hands out one record a page, so that pages cannot overlap.
    NoOverlap {
        /// The first such page.
        offset: u64,
    },
}

impl Incomplete {
    /// Where it showed.
    pub fn offset(&self) -> u64 {
        match *self {
            Self::Unread { offset }
            | Self::MissingOverlap { offset }
            | Self::OutOfOrder { offset }
            | Self::Repeated { offset }
            | Self::NoOverlap { offset } => offset,
        }
    }
}

impl fmt::Display for Incomplete {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = self.offset();
        let why = match self {
            Self::Unread { .. } => "what follows was not read",
            Self::MissingOverlap { .. } => "the list changed between two pages",
            Self::OutOfOrder { .. } => "the server did not sort by `_id`",
            Self::Repeated { .. } => "a record came again, so the order changed between two pages",
            Self::NoOverlap { .. } => "the server hands out one record a page",
        };
        write!(formatter, "at offset {offset} {why}")
    }
}
