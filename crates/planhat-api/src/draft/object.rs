//! An object in the making, as the JSON text that it will be.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::key::{Key, mark};
use crate::json::{Members, unescape, write_string};

/// What is set so far, in the order in which it was last set.
#[derive(Clone, Default)]
pub(super) struct Object {
    /// The members, with a comma before each.
    text: String,
    /// A bit for each name that is set; other names can have the same.
    marks: u64,
    /// All names, once they are so many that the text is not to be searched for each.
    #[expect(
        clippy::box_collection,
        reason = "hardly any body has so many, and each setter hands it on"
    )]
    many: Option<Box<HashSet<Box<str>>>>,
}

/// A member that was set.
pub(super) struct Set {
    /// Where its value stands.
    pub(super) value: Range<usize>,
    /// Whether there was another one in its place, so that those behind that one have moved.
    pub(super) replaces: bool,
}

/// The name of a member.
pub(super) trait Name: Copy {
    fn as_str(&self) -> &str;

    fn mark(self) -> u8;

    /// Appends it, from the comma before it to the colon behind it.
    fn write(self, out: &mut String);
}

impl Name for &'static Key {
    fn as_str(&self) -> &str {
        self.name()
    }

    fn mark(self) -> u8 {
        Key::mark(self)
    }

    fn write(self, out: &mut String) {
        out.push_str(self.text());
    }
}

impl Name for &str {
    fn as_str(&self) -> &str {
        self
    }

    fn mark(self) -> u8 {
        mark(self.as_bytes())
    }

    fn write(self, out: &mut String) {
        out.push(',');
        write_string(self, out);
        out.push(':');
    }
}

impl Object {
    /// Sets a member, in place of an earlier one with the same name. `write` appends its value; where that has none,
    /// nothing is set. The first one makes `room` for so many bytes.
    // Within each setter, so that what is known of the name when the crate is built needs no time later.
    #[inline(always)]
    pub(super) fn set<E>(
        &mut self,
        name: impl Name,
        room: usize,
        write: impl FnOnce(&mut String) -> Result<(), E>,
    ) -> Result<Set, E> {
        let mark = name.mark();
        let replaces = self.may_have(mark) && self.remove(name.as_str());
        if self.text.capacity() == 0 {
            self.make(room);
        }
        let before = self.text.len();
        name.write(&mut self.text);
        let start = self.text.len();
        if let Err(error) = write(&mut self.text) {
            self.text.truncate(before);
            return Err(error);
        }
        self.marks |= 1 << mark;
        if self.many.is_some() {
            self.remember(name.as_str());
        }
        let value = start..self.text.len();
        Ok(Set { value, replaces })
    }

    fn may_have(&self, mark: u8) -> bool {
        self.marks >> mark & 1 == 1
    }

    #[cold]
    fn make(&mut self, room: usize) {
        self.text = String::with_capacity(room);
    }

    #[cold]
    fn remember(&mut self, name: &str) {
        if let Some(many) = &mut self.many {
            many.insert(name.into());
        }
    }

    /// Takes out the member with this name; false if there is none.
    #[cold]
    fn remove(&mut self, name: &str) -> bool {
        if !self.has(name) {
            return false;
        }
        if let Some(many) = &mut self.many {
            many.remove(name);
        }
        let mut text = String::with_capacity(self.text.capacity());
        for other in self.members().filter(|other| unescape(other.key) != name) {
            text.push_str(",\"");
            text.push_str(other.key);
            text.push_str("\":");
            text.push_str(other.value);
        }
        self.text = text;
        true
    }

    fn has(&mut self, name: &str) -> bool {
        /// What a hundred or so take.
        const SHORT: usize = 4096;
        if self.many.is_none() {
            if self.text.len() <= SHORT {
                return self.names().any(|other| other == name);
            }
            let all = self.names().map(|name| name.as_ref().into());
            self.many = Some(Box::new(all.collect()));
        }
        self.many.as_ref().is_some_and(|many| many.contains(name))
    }

    fn members(&self) -> Members<'_> {
        Members::inside(&self.text)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.members().map(|member| unescape(member.key))
    }

    /// The JSON text of the value that a name is set to.
    pub(super) fn value_of(&self, name: &str) -> Option<&str> {
        self.text.get(self.place_of(name)?)
    }

    /// Where that stands.
    pub(super) fn place_of(&self, name: &str) -> Option<Range<usize>> {
        if !self.may_have(mark(name.as_bytes())) {
            return None;
        }
        let mut members = self.members();
        let member = members.find(|member| unescape(member.key) == name)?;
        let end = members.end();
        Some(end - member.value.len()..end)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many bytes it has, but for the brace at its end.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Appends it, but for the brace at its end: what stands somewhere in it then stands as far behind the end of
    /// what was there.
    pub(super) fn write_open(&self, out: &mut String) {
        out.push('{');
        out.push_str(self.text.get(1..).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests;
