//! Which items of a chunk can mean the same record.

use std::hash::{BuildHasher, RandomState};

use super::keyables::{Keyables, Spelling};
use crate::slots::Slots;

/// By what a later item tells that an earlier one can mean its record.
#[derive(Clone, Copy)]
pub(super) enum Name<'k> {
    Id(&'k str),
    SourceId(&'k str),
    /// An external id, and the company beside it.
    ExternalId(&'k str, Option<&'k str>),
    /// What all items with this external id have whose company is spelled so.
    Spelled(&'k str, Spelling),
}

impl Name<'_> {
    fn is_of(self, keyables: &Keyables<'_>) -> bool {
        let is = |key: &Option<_>, text| key.as_deref() == Some(text);
        match self {
            Self::Id(text) => is(&keyables.id, text),
            Self::SourceId(text) => is(&keyables.source_id, text),
            Self::ExternalId(text, company) => {
                is(&keyables.external_id, text) && keyables.company.as_deref() == company
            }
            Self::Spelled(text, spelling) => {
                is(&keyables.external_id, text) && keyables.spelling() == spelling
            }
        }
    }
}

/// The names of items, each with the place of the first item that has it.
pub(super) struct Names<S = RandomState>(Slots<S>);

/// What is known of an item before it takes its names.
#[derive(Default)]
pub(super) struct Met {
    /// The hashes of the names that no item has yet.
    new: [Option<u64>; 4],
    /// The place of the first item that can mean the same record.
    pub(super) rival: Option<u32>,
    /// What it has in common with earlier ones.
    pub(super) shared: Shared,
}

/// What an item can have in common with another one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Shared {
    /// An `_id` or a `sourceId`.
    pub(super) keys: bool,
    /// An `externalId`, be it in another company.
    pub(super) external_ids: bool,
}

impl Shared {
    /// As far as one knows who has not looked.
    #[cfg(test)]
    pub(super) const PERHAPS: Self = Self {
        keys: true,
        external_ids: true,
    };

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            keys: self.keys || other.keys,
            external_ids: self.external_ids || other.external_ids,
        }
    }
}

impl Names {
    pub(super) fn new() -> Self {
        Self(Slots::new())
    }
}

impl<S: BuildHasher> Names<S> {
    /// Forgets all of them, and keeps the room.
    pub(super) fn cleared(mut self) -> Self {
        self.0.clear();
        self
    }

    pub(super) fn count(&self) -> usize {
        self.0.count()
    }

    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    /// Looks up the names of an item, and those of all that can mean the same record. `earlier` has the keyables
    /// of the items whose names were taken.
    pub(super) fn meet<'e>(
        &self,
        keyables: &Keyables<'_>,
        earlier: impl Fn(u32) -> Option<Keyables<'e>>,
    ) -> Met {
        let first = |name: Name<'_>, hash| {
            let is_it = |place| earlier(place).is_some_and(|earlier| name.is_of(&earlier));
            self.0.find(hash, &is_it)
        };
        let mut met = Met::default();
        let mut new = |text, name| {
            let hash = self.hash_of(name, self.0.hash(text));
            let place = first(name, hash);
            if let Some(place) = place {
                met.shared.keys = true;
                earliest(&mut met.rival, place);
            }
            place.is_none().then_some(hash)
        };
        let id = keyables.id.as_deref().and_then(|id| new(id, Name::Id(id)));
        let source_id = keyables.source_id.as_deref();
        let source_id = source_id.and_then(|id| new(id, Name::SourceId(id)));
        met.new = [id, source_id, None, None];
        if let Some(id) = &keyables.external_id {
            self.meet_external_id(id, keyables, first, &mut met);
        }
        met
    }

    fn meet_external_id(
        &self,
        id: &str,
        keyables: &Keyables<'_>,
        first: impl Fn(Name<'_>, u64) -> Option<u32>,
        met: &mut Met,
    ) {
        let text = self.0.hash(id);
        let own = keyables.spelling();
        let [.., new, new_spelled] = &mut met.new;
        let exact = Name::ExternalId(id, keyables.company.as_deref());
        let hash = self.hash_of(exact, text);
        match first(exact, hash) {
            None => *new = Some(hash),
            Some(place) => {
                met.shared.external_ids = true;
                earliest(&mut met.rival, place);
            }
        }
        for &spelling in &Spelling::ALL {
            let name = Name::Spelled(id, spelling);
            let hash = self.hash_of(name, text);
            match first(name, hash) {
                None if spelling == own => *new_spelled = Some(hash),
                None => {}
                Some(place) => {
                    met.shared.external_ids = true;
                    // Spelled as its own, the company is the same, which was looked up, or another one.
                    if spelling != own {
                        earliest(&mut met.rival, place);
                    }
                }
            }
        }
    }

    /// Takes the names that no item had when this was met, for the item at this place.
    pub(super) fn take(&mut self, met: &Met, place: u32) {
        for new in &met.new {
            let Some(hash) = *new else { continue };
            self.0.add(hash, place);
        }
    }

    /// The hash of a name whose text has that one.
    fn hash_of(&self, name: Name<'_>, text: u64) -> u64 {
        // Keeps the names of one text apart.
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let (kind, company) = match name {
            Name::Id(_) => (0, None),
            Name::SourceId(_) => (1, None),
            Name::ExternalId(_, company) => (2, company),
            Name::Spelled(_, spelling) => (3 + spelling as u64, None),
        };
        let company = company.map_or(0, |company| self.0.hash(company).rotate_left(32));
        (text ^ company).wrapping_add(STEP.wrapping_mul(kind))
    }
}

fn earliest(rival: &mut Option<u32>, owner: u32) {
    *rival = Some(rival.map_or(owner, |rival| rival.min(owner)));
}

#[cfg(test)]
mod tests;
