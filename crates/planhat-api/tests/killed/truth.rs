//! Whether what children tell is so.

use std::collections::{BTreeMap, HashMap, HashSet};

use planhat_api::{Client, License};
use serde_json::Value;

use crate::child::{Told, Word};
use crate::items::{Class, Manner, Plan, Sample, key_of};

/// A tenant's records by the keys of the items that they have come of, with their ids.
pub(crate) struct Stored {
    ids: HashMap<String, String>,
    /// Without what two tenants never have in common.
    records: BTreeMap<String, Value>,
}

impl Stored {
    /// Of all records. None has the key of another one.
    pub(crate) async fn of(client: &Client) -> Self {
        let all = client.licenses().list().stream().collect_complete().await;
        let mut stored = Self {
            ids: HashMap::new(),
            records: BTreeMap::new(),
        };
        for license in all.unwrap() {
            stored.add(&license);
        }
        stored
    }

    fn add(&mut self, license: &License) {
        let key = key_of(license);
        let mut json: Value = serde_json::from_str(license.as_json()).unwrap();
        for own in ["_id", "createdAt", "updatedAt"] {
            json.as_object_mut().unwrap().remove(own);
        }
        let id = license.id().unwrap().to_string();
        assert!(
            self.ids.insert(key.clone(), id).is_none(),
            "{key} is stored twice"
        );
        self.records.insert(key, json);
    }

    /// Stands for the same as another one, but for records of which it is told that they may be missing.
    pub(crate) fn assert_same(&self, expected: &Self, open: &HashSet<&str>) {
        for (key, record) in &expected.records {
            match self.records.get(key) {
                Some(stored) => assert_eq!(stored, record, "{key} differs"),
                None => assert!(open.contains(&**key), "{key} is lost"),
            }
        }
        for key in self.records.keys() {
            assert!(expected.records.contains_key(key), "{key} is not expected");
        }
    }
}

/// What all lives together have told.
#[derive(Default)]
pub(crate) struct Claims {
    /// Which version is told to be stored, for items that have their key for themselves.
    stored: HashMap<String, u32>,
    /// All of it, to be held against the records at the end.
    all: Vec<(String, Class, Word, Option<String>)>,
}

impl Claims {
    /// Takes what a life tells of an item. It is to fit what the item is, and what was told before.
    pub(crate) fn hear(&mut self, plan: &Plan, life: u32, sample: &Sample, told: &Told) {
        let Sample {
            class,
            key,
            version,
            ..
        } = sample;
        let word = told.word;
        assert!(
            can_be(sample, told) || is_open(plan, word),
            "{told:?} of {sample:?}"
        );
        assert!(word != Word::DoneBefore || life > 1, "not before {key}");
        if *class != Class::Twin {
            let before = self.stored.get(key);
            if before == Some(version) {
                // A look that finds it is not kept, and of two with one external id finds neither.
                let is_looked_for = plan.manner == Manner::Unrepeatable && told.after_retry;
                assert!(
                    word == Word::DoneBefore || is_looked_for,
                    "{key} was stored before"
                );
            }
            assert!(word != Word::Created || before.is_none(), "{key} was there");
            if is_stored(word) {
                self.stored.insert(key.clone(), *version);
            }
        }
        self.all.push((key.clone(), *class, word, told.id.clone()));
    }

    /// What is claimed of records is so.
    pub(crate) fn assert_true(&self, stored: &Stored) {
        for (key, class, word, id) in &self.all {
            let record = stored.ids.get(key);
            if is_stored(*word) {
                assert!(record.is_some(), "{word:?}, and {key} is not there");
                let is_it = id.is_none() || id.as_ref() == record;
                assert!(is_it, "{word:?}, and {key} has another id");
            }
            if matches!(class, Class::Bad | Class::Unsendable) {
                assert!(record.is_none(), "{key} is there");
            }
        }
    }
}

fn is_stored(word: Word) -> bool {
    use Word::{Created, DoneBefore, Unchanged, Updated};
    matches!(word, Created | Updated | Unchanged | DoneBefore)
}

/// Whether an outcome leaves open what became of the item, where it may.
fn is_open(plan: &Plan, word: Word) -> bool {
    match word {
        Word::NotDone | Word::Unknown => true,
        // Of two items with one external id a reply does not tell which it means.
        Word::Undetermined => plan.manner == Manner::Unrepeatable,
        _ => false,
    }
}

/// Whether an outcome can be so.
fn can_be(sample: &Sample, told: &Told) -> bool {
    use Word::{Created, DoneBefore, Failed, SetAside, Unchanged, Updated};
    // What an earlier request has done, a later one finds.
    let is_found = told.word == Unchanged && told.after_retry;
    match sample.class {
        Class::Fresh => {
            is_found
                || matches!(told.word, Created | DoneBefore)
                || told.word == Updated && sample.version > 0
        }
        Class::Stale => is_found || matches!(told.word, Updated | DoneBefore),
        Class::Same => matches!(told.word, Unchanged | DoneBefore),
        Class::Bad => told.word == Failed,
        Class::Unsendable => told.word == SetAside,
        Class::Twin => is_stored(told.word) || told.word == SetAside,
        Class::Unrepeatable => matches!(told.word, Created | DoneBefore),
    }
}
