//! Whether a ratio is what it has to be.

use std::fmt;

use serde::Serialize;

use super::rounds::WIDEST;
use super::work::Aim;
use crate::stats::Median;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Verdict {
    /// The interval reaches the goal.
    Goal,
    /// It reaches the must.
    Must,
    Missed,
    /// It is too wide to tell.
    Unclear,
}

impl Verdict {
    pub(super) fn of(speed: &Median, aim: Aim) -> Self {
        // Where the whole interval is beyond it, its width does not matter.
        let is_narrow = speed.width() <= WIDEST;
        let reaches = |aim| speed.low >= aim || (is_narrow && speed.high >= aim);
        match speed.high {
            _ if reaches(aim.goal) => Self::Goal,
            _ if reaches(aim.must) => Self::Must,
            high if high < aim.must => Self::Missed,
            _ => Self::Unclear,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Goal => "goal reached",
            Self::Must => "must holds",
            Self::Missed => "MISSED",
            Self::Unclear => "unclear, the interval is wider than 5 %",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Aim, Median, Verdict};

    #[test]
    fn the_upper_end_counts_and_the_width_as_well() {
        let aim = Aim {
            must: 1.25,
            goal: 1.6,
        };
        let cases = [
            ((1.20, 1.22, 1.24), Verdict::Missed),
            ((1.22, 1.24, 1.26), Verdict::Must),
            ((1.10, 1.24, 1.40), Verdict::Unclear),
            ((0.90, 1.10, 1.24), Verdict::Missed),
            ((1.58, 1.60, 1.62), Verdict::Goal),
            ((1.26, 1.40, 1.55), Verdict::Must),
            ((2.00, 3.00, 4.00), Verdict::Goal),
        ];
        for ((low, median, high), expected) in cases {
            assert_eq!(
                Verdict::of(&Median { median, low, high }, aim),
                expected,
                "{low} to {high}"
            );
        }
    }
}
