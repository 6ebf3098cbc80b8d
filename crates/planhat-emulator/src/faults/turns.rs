//! Whose turn it is among the calls that a fault may strike.

use fastrand::Rng;

use super::{Fault, FaultError};

/// Which of the calls that a fault may strike it does.
#[derive(Debug, Clone)]
pub(super) struct Turns {
    skip: u64,
    left: Option<u64>,
    share: Option<(f64, Rng)>,
}

impl Turns {
    pub(super) fn check(fault: &Fault) -> Result<Self, FaultError> {
        let always = fault.always == Some(true);
        if fault.times == Some(0) {
            return Err(FaultError::at("times", "is 0; 1 is the least"));
        }
        if always && fault.times.is_some() {
            let problem = "goes with `always` no more than an end does with none";
            return Err(FaultError::at("times", problem));
        }
        if fault.seed.is_some() && fault.share.is_none() {
            let problem = "says nothing without `share`";
            return Err(FaultError::at("seed", problem));
        }
        if fault.share.is_some_and(|share| !is_share(share)) {
            return Err(FaultError::at("share", "is to be above 0, and 1 at most"));
        }
        let seed = fault.seed.unwrap_or_default();
        Ok(Self {
            skip: fault.skip.unwrap_or_default(),
            left: match fault.times {
                None if always || fault.share.is_some() => None,
                times => Some(times.unwrap_or(1)),
            },
            share: fault.share.map(|share| (share, Rng::with_seed(seed))),
        })
    }

    /// Counts a call, and tells whether it is one to strike. Every call is drawn for, so that what other faults do changes
    /// no draw.
    pub(super) fn is_due(&mut self) -> bool {
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        let is_drawn = match &mut self.share {
            Some((share, draws)) => draws.f64() < *share,
            None => true,
        };
        is_drawn && !self.are_over()
    }

    /// A call was struck.
    pub(super) fn take(&mut self) {
        self.left = self.left.map(|left| left.saturating_sub(1));
    }

    pub(super) fn left(&self) -> Option<u64> {
        self.left
    }

    /// Whether none is left.
    pub(super) fn are_over(&self) -> bool {
        self.left == Some(0)
    }
}

pub(super) fn is_share(number: f64) -> bool {
    number > 0.0 && number <= 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn struck(fault: &Fault) -> Vec<usize> {
        let mut turns = Turns::check(fault).unwrap();
        let mut struck = Vec::new();
        for call in 0..1000 {
            if turns.is_due() {
                turns.take();
                struck.push(call);
            }
        }
        struck
    }

    #[test]
    fn a_fault_strikes_once_unless_it_is_told_otherwise() {
        assert_eq!(struck(&Fault::reset()), [0]);
        assert_eq!(struck(&Fault::reset().times(3)), [0, 1, 2]);
        assert_eq!(struck(&Fault::reset().skip(2).times(2)), [2, 3]);
        assert_eq!(struck(&Fault::reset().always().skip(1)).len(), 999);
    }

    #[test]
    fn a_share_is_drawn_by_its_seed_and_has_no_end_but_its_times() {
        let all = struck(&Fault::reset().share(0.1, 7));
        assert!((50..200).contains(&all.len()), "{}", all.len());
        assert_eq!(all, struck(&Fault::reset().share(0.1, 7)));
        assert_ne!(all, struck(&Fault::reset().share(0.1, 8)));
        assert_eq!(all[..5], struck(&Fault::reset().share(0.1, 7).times(5)));
        assert_eq!(struck(&Fault::reset().share(1.0, 7)).len(), 1000);
    }
}
