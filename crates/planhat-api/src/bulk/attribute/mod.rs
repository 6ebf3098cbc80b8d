//! What a reply says of each item: no more than it says.
//!
//! A keyable in a list of the reply speaks of the one item that carries it. What is left over is told
//! by the counts, if they add up to the number of items and leave one reading only.

mod counts;
mod error_entry;
mod find;
mod in_order;
mod items;
mod rest;

use std::collections::HashSet;

use find::Finder;
use in_order::InOrder;
pub(super) use items::Items;
use rest::Rest;

use super::names::Shared;
use super::outcome::{ItemError, ItemFailure, Outcome};
use super::places::{ID, KEYS};
use crate::generated::BulkUpsertResult;
use crate::id::{IdBytes, ObjectId};
use crate::json::{Kind, Value, inside_quotes};

/// What a reply says.
pub(super) struct Attribution {
    /// One for each item, in their order.
    pub(super) outcomes: Vec<Outcome>,
    /// Entries of error lists that are no item's for sure.
    pub(super) unattributed: Vec<ItemError>,
    /// The places of items that nothing blames, in a reply that says that nothing was done.
    pub(super) spared: Vec<usize>,
}

/// What the reply says of an item in so many words.
#[derive(PartialEq, Eq)]
enum Claim {
    Created(Option<ObjectId>),
    Updated(Option<ObjectId>),
    Failed(Vec<ItemError>),
    /// Two things that cannot both be.
    Both,
}

/// Holds a reply against the items of its request. `shared` is what they can have in common, and `refused`
/// whether the status is that of an error.
pub(super) fn attribute(
    items: &dyn Items,
    shared: Shared,
    result: &BulkUpsertResult,
    refused: bool,
) -> Attribution {
    let finder = Finder::new(items, shared);
    let mut claims = Claims::of(items.count());
    claims.keys(&finder, result.get("insertsKeys"), Claim::Created);
    claims.keys(&finder, result.get("updatesKeys"), Claim::Updated);
    claims.modified(&finder, result.get("modified"));
    claims.errors(&finder, result);
    let rest = Rest::of(&mut claims, &finder, result, refused);
    let mut outcomes = Vec::with_capacity(claims.list.len());
    let mut spared = Vec::new();
    for claim in claims.list {
        if claim.is_none() && matches!(rest, Rest::RefusedTogether) {
            spared.push(outcomes.len());
        }
        outcomes.push(match claim {
            Some(Claim::Created(id)) => Outcome::Created(id),
            Some(Claim::Updated(id)) => Outcome::Updated(id),
            Some(Claim::Failed(entries)) => ItemFailure::listed(entries),
            Some(Claim::Both) => Outcome::Undetermined,
            None => rest.outcome(),
        });
    }
    Attribution {
        outcomes,
        unattributed: claims.unattributed,
        spared,
    }
}

/// How many items the reply speaks of in so many words.
#[derive(Default)]
struct Claimed {
    created: usize,
    updated: usize,
    failed: usize,
    both: usize,
}

struct Claims {
    list: Vec<Option<Claim>>,
    unattributed: Vec<ItemError>,
}

impl Claims {
    fn of(items: usize) -> Self {
        let mut list = Vec::with_capacity(items);
        for _ in 0..items {
            list.push(None);
        }
        Self {
            list,
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
        let Some(list) = list else { return };
        let mut in_order = InOrder::new(finder);
        list.each_element_has(KEYS, |values| {
            if let Some(place) = in_order.item_of(values) {
                let id = values.get(ID).copied().flatten();
                self.claim(place, claim(id.and_then(text_id)));
            }
        });
    }

    /// Ids of modified records speak of an item that carries such an id, if nothing else does.
    fn modified(&mut self, finder: &Finder<'_>, list: Option<Value<'_>>) {
        if !finder.has_ids() {
            return;
        }
        for value in elements(list) {
            let Some(id) = text_id(value) else { continue };
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
            (Some(Claim::Failed(mut errors)), Claim::Failed(mut more)) => {
                errors.append(&mut more);
                Claim::Failed(errors)
            }
            (Some(earlier), claim) if earlier == claim => earlier,
            (Some(earlier), claim) => {
                for claim in &mut [earlier, claim] {
                    if let Claim::Failed(errors) = claim {
                        self.unattributed.append(errors);
                    }
                }
                Claim::Both
            }
        };
        *slot = Some(merged);
    }

    /// How many items there is which claim of.
    fn claimed(&self) -> Claimed {
        let mut claimed = Claimed::default();
        for claim in &self.list {
            *match claim {
                Some(Claim::Created(_)) => &mut claimed.created,
                Some(Claim::Updated(_)) => &mut claimed.updated,
                Some(Claim::Failed(_)) => &mut claimed.failed,
                Some(Claim::Both) => &mut claimed.both,
                None => continue,
            } += 1;
        }
        claimed
    }

    /// The ids of records that are told with their items.
    fn ids(&self) -> HashSet<IdBytes> {
        let mut ids = HashSet::new();
        for claim in &self.list {
            if let Some(Claim::Created(Some(id)) | Claim::Updated(Some(id))) = claim {
                ids.insert(id.to_bytes());
            }
        }
        ids
    }
}

fn elements(list: Option<Value<'_>>) -> impl Iterator<Item = Value<'_>> {
    list.unwrap_or(Value::new("[]")).each_element()
}

fn id_of(entry: Value<'_>) -> Option<ObjectId> {
    match entry.kind() {
        Kind::Object => text_id(entry.get("_id")?),
        _ => None,
    }
}

fn text_id(value: Value<'_>) -> Option<ObjectId> {
    let as_it_stands = inside_quotes(value.as_json())?.parse();
    as_it_stands
        .or_else(|_| value.as_str().unwrap_or_default().parse())
        .ok()
}

#[cfg(test)]
mod orders;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
