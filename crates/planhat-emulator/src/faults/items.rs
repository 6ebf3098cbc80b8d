//! Which items of a bulk upsert fail.

use fastrand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::FaultError;
use super::turns::is_share;
use crate::bulk::KEYABLES;
use crate::refusal::Refusal;

/// Items of a bulk upsert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Items {
    /// Every n-th item of a call: of 3, the third, the sixth and so on; of 1, all of them.
    Every(u64),
    /// The items at these places of a call, counted from 0.
    At(Vec<usize>),
    /// Those that carry one of these as their `_id`, `sourceId` or `externalId`.
    Keys(Vec<String>),
    /// A share of the items, by a draw for each.
    Share {
        /// Above 0, and 1 at most.
        of: f64,
        /// The same seed gives the same items of the same calls; another call draws anew.
        #[serde(default)]
        seed: u64,
    },
}

impl Items {
    pub(super) fn check(&self) -> Result<(), FaultError> {
        let problem = match self {
            Self::Every(0) => ("items/every", "is 0; 1 is every item"),
            Self::At(places) if places.is_empty() => ("items/at", "names no place"),
            Self::Keys(keys) if keys.is_empty() => ("items/keys", "names no key"),
            Self::Share { of, .. } if !is_share(*of) => {
                ("items/share/of", "is to be above 0, and 1 at most")
            }
            _ => return Ok(()),
        };
        Err(FaultError::at(problem.0, problem.1))
    }

    /// What draws, where something is drawn.
    pub(super) fn draws(&self) -> Rng {
        match self {
            Self::Share { seed, .. } => Rng::with_seed(*seed),
            _ => Rng::with_seed(0),
        }
    }
}

/// The items of one call that fail.
#[derive(Debug, Clone)]
pub(crate) struct FailingItems {
    pub(super) items: Items,
    pub(super) draws: Rng,
    /// What stands for each of them, if something was given.
    pub(super) error: Option<Value>,
}

impl FailingItems {
    /// Whether each of the items fails.
    pub(crate) fn among(&self, items: &[Value]) -> Vec<bool> {
        let mut draws = self.draws.clone();
        let places = items.iter().enumerate();
        places
            .map(|(place, item)| match &self.items {
                Items::Every(nth) => {
                    let number = u64::try_from(place).unwrap_or(u64::MAX).saturating_add(1);
                    number.checked_rem(*nth) == Some(0)
                }
                Items::At(places) => places.contains(&place),
                Items::Keys(keys) => KEYABLES.iter().any(|name| {
                    let key = item.get(name).and_then(Value::as_str);
                    key.is_some_and(|key| keys.iter().any(|failing| failing == key))
                }),
                Items::Share { of, .. } => draws.f64() < *of,
            })
            .collect()
    }

    /// Why they fail, in the emulator's own words.
    pub(crate) fn refusal(&self) -> Refusal {
        Refusal::new(500, "the item failed, as it was asked to")
    }

    /// What stands for a failing item, if something was given.
    pub(crate) fn error(&self) -> Option<&Value> {
        self.error.as_ref()
    }
}
