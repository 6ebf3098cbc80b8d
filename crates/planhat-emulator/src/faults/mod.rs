//! Faults on demand. They are ours: how Planhat fails is documented nowhere.

mod check;
mod effect;
mod error;
mod fault;
mod items;
mod kind;
mod scope;
mod set;
mod strike;
mod turns;

use std::fmt;

use serde::Serialize;

pub(crate) use check::Checked;
pub(crate) use effect::{Answer, Cut, When};
pub use error::FaultError;
pub use fault::Fault;
pub(crate) use items::FailingItems;
pub use items::Items;
pub(crate) use set::Faults;
pub(crate) use strike::{Strike, Twist};

/// Which of the faults of an emulator; no other one of it has the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct FaultId(u64);

impl FaultId {
    /// The number that replies of `/_emulator/faults` have for it.
    pub fn number(self) -> u64 {
        self.0
    }
}

impl From<u64> for FaultId {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

impl fmt::Display for FaultId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A fault of an emulator, and what it has done. It is told until it is removed, also once it strikes no more.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InjectedFault {
    /// Which one it is.
    pub id: FaultId,
    /// What was injected.
    #[serde(flatten)]
    pub fault: Fault,
    /// How many calls it has struck.
    pub struck: u64,
    /// How many calls it strikes yet, unless it strikes [always](Fault::always).
    pub left: Option<u64>,
}
