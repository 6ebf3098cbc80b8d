//! Medians, and how far they can be trusted.

/// The median of some figures, and an interval that holds the true one with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub(crate) struct Median {
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Median {
    /// By order statistics: how many of the figures lie below the true median is binomial, whatever their
    /// distribution. None for fewer than six, of which even the extremes are no such interval.
    pub(crate) fn of(figures: &[f64]) -> Option<Self> {
        let mut sorted = figures.to_vec();
        sorted.sort_by(f64::total_cmp);
        let rank = rank(sorted.len())?;
        Some(Self {
            median: middle(&sorted)?,
            low: *sorted.get(rank)?,
            high: *sorted.get(sorted.len() - 1 - rank)?,
        })
    }

    /// The interval's width as a share of the median.
    pub(crate) fn width(&self) -> f64 {
        (self.high - self.low) / self.median
    }
}

/// The middle of sorted figures.
fn middle(sorted: &[f64]) -> Option<f64> {
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    match sorted.len() % 2 {
        1 => Some(upper),
        _ => Some(f64::midpoint(*sorted.get(half - 1)?, upper)),
    }
}

/// How many figures from either end the interval may leave out: the most for which the chance that the median is
/// beyond one of its ends is 2.5 % at most.
fn rank(count: usize) -> Option<usize> {
    let n = i32::try_from(count).ok()?;
    let mut binomial = 0.5_f64.powi(n);
    let mut below = 0.0;
    for k in 0..n {
        below += binomial;
        if below > 0.025 {
            return usize::try_from(k - 1).ok();
        }
        binomial *= f64::from(n - k) / f64::from(k + 1);
    }
    None
}

/// The ratio of two times of each round.
pub(crate) fn ratios(base: &[f64], other: &[f64]) -> Vec<f64> {
    base.iter()
        .zip(other)
        .map(|(base, other)| base / other)
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]
mod tests {
    use super::{Median, rank, ratios};

    /// The ranks that tables of the sign test have, counted from 0.
    #[test]
    fn the_ranks_are_those_of_the_sign_test() {
        let cases = [
            (5, None),
            (6, Some(0)),
            (9, Some(1)),
            (15, Some(3)),
            (20, Some(5)),
            (50, Some(17)),
            (100, Some(39)),
        ];
        for (count, expected) in cases {
            assert_eq!(rank(count), expected, "of {count}");
        }
    }

    #[test]
    fn an_interval_is_around_the_median_whatever_the_order() {
        let figures = [9.0, 1.0, 8.0, 2.0, 7.0, 3.0, 6.0, 4.0, 5.0];
        let median = Median::of(&figures).unwrap();
        assert_eq!((median.low, median.median, median.high), (2.0, 5.0, 8.0));
        assert_eq!(median.width(), 1.2);
        assert_eq!(
            Median::of(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0])
                .unwrap()
                .median,
            6.0
        );
    }

    /// Of 1,000 samples with a known median, 95 % of the intervals hold it; by chance a few more or less.
    #[test]
    fn the_interval_holds_the_true_median_as_often_as_it_says() {
        let mut state = 1_u64;
        let mut random = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            f64::from(u32::try_from(state >> 40).unwrap()) / f64::from(1 << 24)
        };
        let holds = (0..1000).filter(|_| {
            let sample: Vec<f64> = (0..15).map(|_| random()).collect();
            let median = Median::of(&sample).unwrap();
            (median.low..=median.high).contains(&0.5)
        });
        assert!((940..=985).contains(&holds.count()));
    }

    #[test]
    fn a_ratio_is_of_times_of_the_same_round() {
        assert_eq!(ratios(&[4.0, 9.0], &[2.0, 3.0]), [2.0, 3.0]);
    }
}
