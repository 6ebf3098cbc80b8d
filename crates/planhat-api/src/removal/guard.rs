//! What is refused before anything is sent.

use crate::paging::{Incomplete, ListReport};

/// How much may be deleted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard {
    pub(super) most: usize,
    pub(super) share: f64,
}

impl Default for Guard {
    fn default() -> Self {
        Self {
            most: 100,
            share: 0.1,
        }
    }
}

/// Why nothing was deleted, or even read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// The list is one of another kind of records.
    #[error(
        "the report is on a list of {listed} records, and the ids are to be of {asked} records"
    )]
    OtherRecords {
        /// What was listed.
        listed: &'static str,
        /// What is to be deleted.
        asked: &'static str,
    },
    /// The list that the ids come from did not begin at its start.
    #[error("the list was read from offset {offset} on: read all of it")]
    NotFromTheStart {
        /// Where it was begun.
        offset: u64,
    },
    /// The list that the ids come from is not known to be complete.
    #[error("the list is not known to be complete, {why}: read it again")]
    IncompleteList {
        /// The first sign.
        why: Incomplete,
    },
    /// There are more ids than may be deleted.
    #[error(
        "{asked} records are more than the {most} that may be deleted: if that is meant, raise `at_most`"
    )]
    TooMany {
        /// How many ids there are.
        asked: usize,
        /// How many may be deleted.
        most: usize,
    },
    /// What may be deleted is no share of anything.
    #[error("{share} is no share, which is from 0 to 1, 1 being all")]
    NoShare {
        /// What was set.
        share: f64,
    },
    /// The ids are too large a share of the list.
    #[error(
        "{asked} of {listed} records are more than a share of {share}: if that is meant, raise `at_most_share`"
    )]
    TooLargeAShare {
        /// How many ids there are.
        asked: usize,
        /// How many records the list has.
        listed: u64,
        /// The largest share that may be deleted.
        share: f64,
    },
}

impl Guard {
    /// Whether so many records may be deleted that come from a list.
    pub(super) fn check(
        self,
        asked: usize,
        record: &'static str,
        list: &ListReport,
    ) -> Result<(), Refused> {
        if list.resource() != record {
            return Err(Refused::OtherRecords {
                listed: list.resource(),
                asked: record,
            });
        }
        if list.started_at() != 0 {
            return Err(Refused::NotFromTheStart {
                offset: list.started_at(),
            });
        }
        if let Some(why) = list.incomplete().next() {
            return Err(Refused::IncompleteList { why });
        }
        if !(0.0..=1.0).contains(&self.share) {
            return Err(Refused::NoShare { share: self.share });
        }
        if asked > self.most {
            return Err(Refused::TooMany {
                asked,
                most: self.most,
            });
        }
        if !is_within(self.share, asked, list.records()) {
            return Err(Refused::TooLargeAShare {
                asked,
                listed: list.records(),
                share: self.share,
            });
        }
        Ok(())
    }
}

/// Whether so many are no larger share of all than that.
#[allow(clippy::cast_precision_loss)]
fn is_within(share: f64, asked: usize, all: u64) -> bool {
    // A share of 0.29 times 100 is a little below 29.
    const ROUNDING: f64 = 1e-6;
    asked == 0 || asked as f64 <= share * all as f64 + ROUNDING
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_met_exactly_and_not_by_one_more() {
        for (share, asked, all, within) in [
            (0.1, 10, 100, true),
            (0.1, 11, 100, false),
            (0.29, 29, 100, true),
            (0.07, 7, 100, true),
            (0.1, 1, 9, false),
            (1.0, 300_000, 300_000, true),
            (1.0, 1, 0, false),
            (0.0, 0, 0, true),
            (0.0, 1, 1_000_000, false),
        ] {
            assert_eq!(
                is_within(share, asked, all),
                within,
                "{asked} of {all}, {share}"
            );
        }
    }
}
