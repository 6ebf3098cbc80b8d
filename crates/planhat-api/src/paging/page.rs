//! A page as it is handed over.

use std::fmt;

use super::walk::Listed;
use crate::id::{IdBytes, ObjectId};

/// The new records of a page, in their order. There is at least one.
pub struct Page<R> {
    records: Vec<R>,
    offset: u64,
    next_offset: u64,
    last: Option<IdBytes>,
    duplicates: u64,
}

impl<R> Page<R> {
    pub(super) fn new(listed: Vec<Listed<R>>, end: Position, duplicates: u64) -> Self {
        let offset = listed.first().map_or(end.offset, |first| first.offset);
        Self {
            records: listed.into_iter().map(|listed| listed.record).collect(),
            offset,
            next_offset: end.offset,
            last: end.last,
            duplicates,
        }
    }

    /// The records.
    pub fn records(&self) -> &[R] {
        &self.records
    }

    /// The records by themselves.
    pub fn into_records(self) -> Vec<R> {
        self.records
    }

    /// The offset of the first one in the list.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The offset behind the page: where a reader who has done with it resumes.
    pub fn next_offset(&self) -> u64 {
        self.next_offset
    }

    /// The id of the record in front of [`next_offset`](Self::next_offset), for
    /// [`start_after`](super::Pages::start_after).
    pub fn last_id(&self) -> Option<ObjectId> {
        self.last.map(ObjectId::from_bytes)
    }

    /// How many of its records were known already and dropped.
    pub fn duplicates(&self) -> u64 {
        self.duplicates
    }
}

/// A place in a list, and the record in front of it.
#[derive(Clone, Copy)]
pub(super) struct Position {
    pub(super) offset: u64,
    pub(super) last: Option<IdBytes>,
}

impl<R> IntoIterator for Page<R> {
    type Item = R;
    type IntoIter = std::vec::IntoIter<R>;

    fn into_iter(self) -> Self::IntoIter {
        self.records.into_iter()
    }
}

/// How many records it has, and where.
impl<R> fmt::Debug for Page<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Page")
            .field("records", &self.records.len())
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}
