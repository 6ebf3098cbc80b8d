//! The custom fields of an object under construction.

use std::borrow::Cow;
use std::collections::HashSet;

use super::key::mark;
use crate::json::{Members as JsonMembers, unescape, write_string};

/// What is set by its label, as JSON.
#[derive(Clone, Default)]
pub(super) struct Labels {
    /// An object without the brace at its end; nothing where nothing is set.
    text: String,
    /// A bit for each label that is set; other labels can have the same.
    marks: u64,
    /// All labels, once they are so many that the text is not to be searched for each.
    #[expect(
        clippy::box_collection,
        reason = "most bodies have none, and are handed on by each setter"
    )]
    many: Option<Box<HashSet<Box<str>>>>,
}

impl Labels {
    /// Sets a custom field, in place of an earlier one with the same label. `write` appends its value; where that
    /// has none, nothing is set.
    pub(super) fn set<E>(
        &mut self,
        label: &str,
        write: impl FnOnce(&mut String) -> Result<(), E>,
    ) -> Result<(), E> {
        /// What two or three take.
        const USUAL: usize = 64;
        let mark = mark(label.as_bytes());
        if self.marks >> mark & 1 == 1 && self.has(label) {
            self.remove(label);
        }
        if self.text.capacity() == 0 {
            self.text = String::with_capacity(USUAL);
        }
        let end = self.text.len();
        self.text.push(if end == 0 { '{' } else { ',' });
        write_string(label, &mut self.text);
        self.text.push(':');
        let written = write(&mut self.text);
        match written {
            Ok(()) => {
                self.marks |= 1 << mark;
                if let Some(many) = &mut self.many {
                    many.insert(label.into());
                }
            }
            Err(_) => self.text.truncate(end),
        }
        written
    }

    fn has(&mut self, label: &str) -> bool {
        /// What a hundred or so take.
        const SHORT: usize = 4096;
        if self.many.is_none() {
            if self.text.len() <= SHORT {
                return self.iter().any(|other| other == label);
            }
            let all = self.iter().map(|label| label.as_ref().into());
            self.many = Some(Box::new(all.collect()));
        }
        self.many.as_ref().is_some_and(|many| many.contains(label))
    }

    fn remove(&mut self, label: &str) {
        if let Some(many) = &mut self.many {
            many.remove(label);
        }
        let others = JsonMembers::new(&self.text).into_iter().flatten();
        let mut text = String::with_capacity(self.text.capacity());
        for other in others.filter(|other| unescape(other.key) != label) {
            text.push(if text.is_empty() { '{' } else { ',' });
            text.push('"');
            text.push_str(other.key);
            text.push_str("\":");
            text.push_str(other.value);
        }
        self.text = text;
    }

    /// Appends the object.
    pub(super) fn write(&self, out: &mut String) {
        out.push_str(&self.text);
        out.push('}');
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let members = JsonMembers::new(&self.text).into_iter().flatten();
        members.map(|member| unescape(member.key))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many bytes it has, without the brace.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn set(labels: &mut Labels, label: &str, value: &str) {
        let set = labels.set(label, |out| {
            out.push_str(value);
            Ok::<_, Infallible>(())
        });
        set.unwrap_or_else(|never| match never {});
    }

    fn json(labels: &Labels) -> String {
        let mut json = String::new();
        labels.write(&mut json);
        json
    }

    #[test]
    fn setting_again_replaces_whatever_label_and_value_hold() {
        let mut labels = Labels::default();
        for (label, value) in [
            ("a\"\u{e9}", r#""x,\"y\":1""#),
            ("", "null"),
            ("a\n", "[1,{}]"),
            (r"a\n", "2"),
            ("", "3"),
            ("a\n", "4"),
            ("a\"\u{e9}", "5"),
        ] {
            set(&mut labels, label, value);
        }
        assert_eq!(json(&labels), r#"{"a\\n":2,"":3,"a\n":4,"a\"é":5}"#);
        let all: Vec<_> = labels.iter().collect();
        assert_eq!(all, [r"a\n", "", "a\n", "a\"\u{e9}"]);
    }

    #[test]
    fn many_labels_are_set_like_few() {
        let mut labels = Labels::default();
        for turn in 0..2 {
            for number in 0..5000 {
                set(&mut labels, &format!("label {number}"), &turn.to_string());
            }
            // One of those that were set, and one that was not.
            set(&mut labels, "label 70", "7");
            set(&mut labels, "other", "8");
        }
        let all: std::collections::BTreeMap<String, u8> =
            serde_json::from_str(&json(&labels)).unwrap();
        assert_eq!(labels.iter().count(), 5001);
        assert_eq!(all.len(), 5001);
        assert_eq!(
            (all["label 70"], all["other"], all["label 4999"]),
            (7, 8, 1)
        );
    }

    #[test]
    fn what_has_no_text_leaves_nothing_behind() {
        for earlier in [&[][..], &["a"], &["a", "b"]] {
            let mut labels = Labels::default();
            for label in earlier {
                set(&mut labels, label, "1");
            }
            let before = labels.text.clone();
            let failed = labels.set("c", |out| {
                out.push_str("[half");
                Err(())
            });
            assert_eq!((failed, &labels.text), (Err(()), &before));
            assert_eq!(labels.is_empty(), earlier.is_empty());
            set(&mut labels, "c", "2");
            assert_eq!(labels.iter().last().as_deref(), Some("c"));
        }
    }
}
