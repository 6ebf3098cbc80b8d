//! Slots find what a map of the standard library finds, whatever hashes to what.

use std::collections::HashMap;
use std::hash::Hasher;

use proptest::prelude::*;

use super::*;

/// Hashes to so many values.
pub(crate) struct Few(pub(crate) u64);

pub(crate) struct Sum(u64, u64);

impl BuildHasher for Few {
    type Hasher = Sum;

    fn build_hasher(&self) -> Sum {
        Sum(0, self.0)
    }
}

impl Hasher for Sum {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes
            .iter()
            .fold(self.0, |sum, byte| sum + u64::from(*byte));
    }

    fn finish(&self) -> u64 {
        (self.0 % self.1) << HALF
    }
}

/// Puts each text at its place, and looks up all texts after each.
fn check<S: BuildHasher>(mut slots: Slots<S>, texts: &[u8]) -> Result<(), TestCaseError> {
    let at = |place: u32| texts.get(place as usize);
    let mut expected = HashMap::new();
    for (place, text) in (0..).zip(texts) {
        let earlier = slots.replace(slots.hash(text), place, &|other| at(other) == Some(text));
        prop_assert_eq!(earlier, expected.insert(text, place));
        prop_assert_eq!(slots.count(), expected.len());
        for any in 0..=u8::MAX {
            let found = slots.find(slots.hash(&any), &|other| at(other) == Some(&any));
            prop_assert_eq!(found, expected.get(&any).copied());
        }
    }
    slots.clear();
    let left = texts
        .iter()
        .find(|text| slots.find(slots.hash(text), &|_| true).is_some());
    prop_assert_eq!((slots.count(), left), (0, None));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn the_last_place_of_each_text_is_found(texts in proptest::collection::vec(any::<u8>(), 0..100)) {
        check(Slots::new(), &texts)?;
        check(Slots::with_hasher(Few(7)), &texts)?;
        check(Slots::with_hasher(Few(1)), &texts)?;
    }
}

#[test]
fn all_that_was_added_with_one_hash_is_found() {
    let mut slots = Slots::new();
    let hash = slots.hash("a");
    for place in 0..100 {
        slots.add(hash, place);
    }
    for place in 0..100 {
        assert_eq!(slots.find(hash, &|other| other == place), Some(place));
    }
    assert_eq!(slots.find(hash, &|_| false), None);
    assert_eq!(slots.count(), 100);
}
