//! The members of an object under construction.

use std::borrow::Cow;
use std::ops::Range;

use crate::json::write_string;

/// Encoded members, separated by commas, in the order in which they were last set.
#[derive(Clone, Default)]
pub(crate) struct Members {
    text: String,
    entries: Vec<Entry>,
    /// A bit for each key that is set; other keys can have the same.
    marks: u64,
}

#[derive(Clone)]
struct Entry {
    key: Cow<'static, str>,
    /// Where its value starts.
    value: usize,
    /// Where the member ends; it starts where the one before ends, with a comma between them.
    end: usize,
}

impl Members {
    /// Room for as many, which are set at once.
    pub(crate) fn with_room_for(members: usize) -> Self {
        /// What one takes with its key.
        const BYTES: usize = 32;
        Self {
            text: String::with_capacity(members * BYTES),
            entries: Vec::with_capacity(members),
            marks: 0,
        }
    }

    pub(crate) fn has_room(&self) -> bool {
        self.entries.capacity() > 0
    }

    /// Sets a member, in place of an earlier one with the same key. `write` appends its value.
    pub(crate) fn set(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        write: impl FnOnce(&mut String),
    ) {
        let key = key.into();
        let mark = mark(&key);
        if self.marks & mark != 0
            && let Some(earlier) = self.entries.iter().position(|entry| entry.key == key)
        {
            self.remove(earlier);
        }
        self.marks |= mark;
        if !self.text.is_empty() {
            self.text.push(',');
        }
        write_string(&key, &mut self.text);
        self.text.push(':');
        let value = self.text.len();
        write(&mut self.text);
        self.entries.push(Entry {
            key,
            value,
            end: self.text.len(),
        });
    }

    fn remove(&mut self, position: usize) {
        let start = if position == 0 {
            0
        } else {
            self.entries[position - 1].end
        };
        // The first member takes the comma behind it along, any other the one before it.
        let mut end = self.entries[position].end;
        if position == 0 && end < self.text.len() {
            end += 1;
        }
        self.text.replace_range(start..end, "");
        self.entries.remove(position);
        for later in &mut self.entries[position..] {
            later.value -= end - start;
            later.end -= end - start;
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The encoded value of a key.
    pub(crate) fn value_of(&self, key: &str) -> Option<&str> {
        self.text.get(self.place_of(key)?)
    }

    /// Where that stands.
    pub(crate) fn place_of(&self, key: &str) -> Option<Range<usize>> {
        if self.marks & mark(key) == 0 {
            return None;
        }
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(entry.value..entry.end)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| &*entry.key)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// One of 64 bits: most keys of a resource differ in length or at one of their ends.
fn mark(key: &str) -> u64 {
    let ends = key.bytes().next().zip(key.bytes().next_back());
    let (first, last) = ends.unwrap_or_default();
    let hash = key.len().wrapping_mul(5) + usize::from(first).wrapping_mul(7) + usize::from(last);
    1 << (hash % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_key_as_it_was_set_whatever_either_holds() {
        let mut members = Members::default();
        for (key, value) in [
            ("a\"\u{e9}", r#""x,\"y\":1""#),
            ("", "null"),
            ("b", "[1,2]"),
        ] {
            members.set(key, |out| out.push_str(value));
            assert_eq!(members.value_of(key), Some(value));
        }
        assert_eq!(members.value_of("a"), None);
    }

    #[test]
    fn setting_again_replaces_wherever_the_member_stood() {
        for (keys, expected) in [
            ("a", r#""a":0"#),
            ("aa", r#""a":1"#),
            ("abca", r#""b":1,"c":2,"a":3"#),
            ("abcb", r#""a":0,"c":2,"b":3"#),
            ("abcc", r#""a":0,"b":1,"c":3"#),
            ("abab", r#""a":2,"b":3"#),
            ("abcabcbca", r#""b":6,"c":7,"a":8"#),
        ] {
            let mut members = Members::default();
            for (value, key) in keys.chars().enumerate() {
                members.set(key.to_string(), |out| out.push_str(&value.to_string()));
            }
            assert_eq!(members.as_str(), expected, "{keys}");
            for key in ["a", "b", "c", "d"] {
                let last = keys.rfind(key).map(|value| value.to_string());
                assert_eq!(members.value_of(key), last.as_deref(), "{key} of {keys}");
            }
        }
    }
}
