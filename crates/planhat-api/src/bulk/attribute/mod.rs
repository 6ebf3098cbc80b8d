//! What a reply says of each item: no more than it says.
//!
//! A keyable in a list of the reply speaks of the one item that carries it. What is left over is told
//! by the counts, if they add up to the number of items and leave one reading only.

mod counts;
mod error_entry;
mod find;

use std::collections::HashSet;

use counts::Counts;
use find::Finder;

use super::keyables::Keyables;
use super::outcome::{ItemError, ItemFailure, Outcome};
use crate::generated::BulkUpsertResult;
use crate::id::ObjectId;
use crate::json::{Kind, Value};

/// What a reply says.
pub(super) struct Attribution {
    /// One for each item, in their order.
    pub(super) outcomes: Vec<Outcome>,
    /// Entries of error lists that are no item's for sure.
    pub(super) unattributed: Vec<ItemError>,
}

/// What the reply says of an item in so many words.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Claim {
    Created(Option<ObjectId>),
    Updated(Option<ObjectId>),
    Failed(Vec<ItemError>),
    /// Two things that cannot both be.
    Both,
}

/// Holds a reply against the items of its request. `refused` is whether the status is that of an
/// error.
pub(super) fn attribute(
    items: &[Keyables<'_>],
    result: &BulkUpsertResult,
    refused: bool,
) -> Attribution {
    let finder = Finder::new(items);
    let mut claims = Claims::of(items.len());
    claims.keys(&finder, result.get("insertsKeys"), Claim::Created);
    claims.keys(&finder, result.get("updatesKeys"), Claim::Updated);
    claims.modified(&finder, result.get("modified"));
    claims.errors(&finder, result);
    let rest = Rest::of(&claims, result, refused);
    let outcomes = claims.list.into_iter().map(|claim| match claim {
        Some(Claim::Created(id)) => Outcome::Created(id),
        Some(Claim::Updated(id)) => Outcome::Updated(id),
        Some(Claim::Failed(entries)) => ItemFailure::listed(entries),
        Some(Claim::Both) => Outcome::Undetermined,
        None => rest.outcome(),
    });
    Attribution {
        outcomes: outcomes.collect(),
        unattributed: claims.unattributed,
    }
}

struct Claims {
    list: Vec<Option<Claim>>,
    unattributed: Vec<ItemError>,
}

impl Claims {
    fn of(items: usize) -> Self {
        Self {
            list: vec![None; items],
            unattributed: Vec::new(),
        }
    }

    /// Takes the entries of a list of keys for what they say.
    fn keys(
        &mut self,
        finder: &Finder<'_>,
        list: Option<Value<'_>>,
        claim: fn(Option<ObjectId>) -> Claim,
    ) {
        for entry in elements(list) {
            if let Some(place) = finder.item_of(entry) {
                self.claim(place, claim(id_of(entry)));
            }
        }
    }

    /// Ids of modified records speak of an item that carries such an id, if nothing else does.
    fn modified(&mut self, finder: &Finder<'_>, list: Option<Value<'_>>) {
        for id in elements(list).filter_map(|id| id.as_str()?.parse().ok()) {
            let place = finder.item_of_id(&id);
            if let Some(claim @ None) = place.and_then(|place| self.list.get_mut(place)) {
                *claim = Some(Claim::Updated(Some(id)));
            }
        }
    }

    fn errors(&mut self, finder: &Finder<'_>, result: &BulkUpsertResult) {
        for (list, entry) in result.errors() {
            let error = ItemError::new(list, entry);
            let place = match self.list.len() {
                1 => Some(0),
                _ => error_entry::item_of(finder, entry),
            };
            match place {
                Some(place) => self.claim(place, Claim::Failed(vec![error])),
                None => self.unattributed.push(error),
            }
        }
    }

    fn claim(&mut self, place: usize, claim: Claim) {
        let Some(slot) = self.list.get_mut(place) else {
            return;
        };
        let merged = match (slot.take(), claim) {
            (None, claim) => claim,
            (Some(Claim::Failed(mut errors)), Claim::Failed(more)) => {
                errors.extend(more);
                Claim::Failed(errors)
            }
            (Some(earlier), claim) if earlier == claim => earlier,
            (Some(earlier), claim) => {
                for claim in [earlier, claim] {
                    if let Claim::Failed(errors) = claim {
                        self.unattributed.extend(errors);
                    }
                }
                Claim::Both
            }
        };
        *slot = Some(merged);
    }

    fn count(&self, of: impl Fn(&Claim) -> bool) -> usize {
        self.list.iter().flatten().filter(|claim| of(claim)).count()
    }

    fn ids(&self) -> HashSet<ObjectId> {
        let ids = self.list.iter().flatten().filter_map(|claim| match claim {
            Claim::Created(id) | Claim::Updated(id) => *id,
            _ => None,
        });
        ids.collect()
    }
}

/// What the counts leave for the items that no keyable speaks of: one reading, or none.
enum Rest {
    Created(Option<ObjectId>),
    Updated(Option<ObjectId>),
    Unchanged,
    Failed,
    /// Nothing was done, for the sake of others perhaps.
    RefusedTogether,
    Unclear,
}

impl Rest {
    fn of(claims: &Claims, result: &BulkUpsertResult, refused: bool) -> Self {
        let items = claims.list.len();
        let unclaimed = items - claims.count(|_| true);
        let contradictory = claims.count(|claim| *claim == Claim::Both) > 0;
        let Some(counts) = Counts::of(result).filter(|_| unclaimed > 0 && !contradictory) else {
            return Self::Unclear;
        };
        let failed = claims.count(|claim| matches!(claim, Claim::Failed(_)));
        let nothing_claimed = claims.count(|claim| !matches!(claim, Claim::Failed(_))) == 0;
        if refused && counts.are_all_zero() && nothing_claimed && result.has_errors() {
            return Self::RefusedTogether;
        }
        let errors = Errors::of(&claims.unattributed);
        let Some(left) = counts.left(items, failed, errors, |created| {
            claims.count(|claim| match claim {
                Claim::Created(_) => created,
                Claim::Updated(_) => !created,
                _ => false,
            })
        }) else {
            return Self::Unclear;
        };
        let unnamed = |ids: Option<Value<'_>>| {
            // Of several items, which record is whose is not told.
            let named = claims.ids();
            let mut ids = elements(ids).filter_map(|entry| id_of(entry).or_else(|| text_id(entry)));
            let left = ids.find(|id| unclaimed == 1 && !named.contains(id));
            left.filter(|_| ids.all(|id| named.contains(&id)))
        };
        match left {
            left if left.created == unclaimed => Self::Created(
                unnamed(result.get("insertsKeys")).or_else(|| unnamed(result.get("upsertedIds"))),
            ),
            left if left.updated == unclaimed => Self::Updated(unnamed(result.get("updatesKeys"))),
            left if left.unchanged == unclaimed => Self::Unchanged,
            left if left.failed == unclaimed => Self::Failed,
            _ => Self::Unclear,
        }
    }

    fn outcome(&self) -> Outcome {
        match self {
            Self::Created(id) => Outcome::Created(*id),
            Self::Updated(id) => Outcome::Updated(*id),
            Self::Unchanged => Outcome::Unchanged,
            Self::Failed => ItemFailure::listed(Vec::new()),
            Self::RefusedTogether => ItemFailure::together(),
            Self::Unclear => Outcome::Undetermined,
        }
    }
}

/// How many items entries that are no item's for sure speak of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Errors {
    Exactly(usize),
    /// Some of them can be of one item.
    AtMost(usize),
}

impl Errors {
    /// An item can stand in several lists, but hardly in one list twice.
    fn of(entries: &[ItemError]) -> Self {
        let mut lists = entries.iter().map(ItemError::list);
        let first = lists.next();
        match lists.all(|list| Some(list) == first) {
            true => Self::Exactly(entries.len()),
            false => Self::AtMost(entries.len()),
        }
    }
}

fn elements(list: Option<Value<'_>>) -> impl Iterator<Item = Value<'_>> {
    list.and_then(|list| list.elements()).into_iter().flatten()
}

fn id_of(entry: Value<'_>) -> Option<ObjectId> {
    match entry.kind() {
        Kind::Object => text_id(entry.get("_id")?),
        _ => None,
    }
}

fn text_id(value: Value<'_>) -> Option<ObjectId> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
