//! Findings, counted over all lines, in bounded memory.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::compare::Pointer;

use super::Finding;

/// How many different entries are kept of each sort; what comes later is only counted.
pub const MAX_ENTRIES: usize = 10_000;

/// How many values are kept of an entry, if values may be shown.
const MAX_VALUES: usize = 3;

/// How many characters of a value are kept.
const MAX_CHARACTERS: usize = 200;

/// Findings, counted.
#[derive(Debug, Default, Serialize)]
pub struct Tally {
    /// Keys that the spec does not know, by pointer and type.
    pub unknown: Entries,
    /// Values that do not fit, by pointer, what is expected and what was found.
    pub misfits: Entries,
}

/// Entries of one sort.
#[derive(Debug, Default, Serialize)]
pub struct Entries {
    /// The entries.
    #[serde(serialize_with = "as_list")]
    pub entries: BTreeMap<Key, Entry>,
    /// How many findings came when there was no more room for another entry.
    pub beyond: u64,
}

/// What tells entries apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Key {
    /// Where, with `*` for every index.
    pub at: Pointer,
    /// What kind of thing was found.
    pub found: &'static str,
    /// What should be there, if the spec says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

/// What is known of an entry.
#[derive(Debug, Default, Serialize)]
pub struct Entry {
    /// How often it was found.
    pub count: u64,
    /// Some of the values, if they may be shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

impl Tally {
    /// Counts a finding; keeps its value only if values may be shown.
    pub fn add(&mut self, finding: &Finding<'_>, show_values: bool) {
        let (entries, key, node) = match finding {
            Finding::Unknown { at, found } => {
                let key = Key {
                    at: at.clone(),
                    found: found.kind().word(),
                    expected: None,
                };
                (&mut self.unknown, key, found)
            }
            Finding::Misfit {
                at,
                expected,
                kind,
                found,
            } => {
                let key = Key {
                    at: at.clone(),
                    found: kind,
                    expected: Some(expected.clone()),
                };
                (&mut self.misfits, key, found)
            }
        };
        if entries.entries.len() >= MAX_ENTRIES && !entries.entries.contains_key(&key) {
            entries.beyond += 1;
            return;
        }
        let entry = entries.entries.entry(key).or_default();
        entry.count += 1;
        if show_values && entry.values.len() < MAX_VALUES {
            let value = shortened(&node.to_string());
            if !entry.values.contains(&value) {
                entry.values.push(value);
            }
        }
    }
}

/// A value for showing: not longer than a line or two.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARACTERS) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

fn as_list<S: serde::Serializer>(entries: &BTreeMap<Key, Entry>, to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Flat<'a> {
        #[serde(flatten)]
        key: &'a Key,
        #[serde(flatten)]
        entry: &'a Entry,
    }
    to.collect_seq(entries.iter().map(|(key, entry)| Flat { key, entry }))
}
