//! The members of an object in the making, as they stand in the JSON text that it will be.

use std::borrow::Cow;
use std::ops::Range;

use super::key::{Key, mark};
use crate::json::{Members, unescape, write_string};
use crate::slots::Slots;

/// Knows which members stand in a section of a text: what is set so far, in the order in which it was last set, with a
/// comma before each.
#[derive(Clone, Default)]
pub(super) struct Section {
    /// A bit for each name that is set; other names can have the same.
    marks: u64,
    /// The hashes of all names and of some that were taken out, once they are so many that the text is not to be
    /// searched for each. Boxed, as hardly any body has so many, and each setter hands it on.
    many: Option<Box<Slots>>,
}

/// A member that was set.
pub(super) struct Set {
    /// Where its value stands in the text.
    pub(super) value: Range<usize>,
    /// What an earlier one took, which is taken out: those behind it have moved by as much.
    pub(super) replaced: Option<Range<usize>>,
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

impl Section {
    /// Sets a member, in place of an earlier one with the same name, in the section from `start` to the end of a text.
    /// `write` appends its value; where that has none, nothing is set.
    // Within each setter, so that what is known of the name when the crate is built needs no time later.
    #[inline(always)]
    pub(super) fn set<E>(
        &mut self,
        text: &mut String,
        start: usize,
        name: impl Name,
        write: impl FnOnce(&mut String) -> Result<(), E>,
    ) -> Result<Set, E> {
        let mark = name.mark();
        let replaced = match self.may_have(mark) {
            true => self.remove(text, start, name.as_str()),
            false => None,
        };
        let before = text.len();
        name.write(text);
        let value = text.len();
        if let Err(error) = write(text) {
            text.truncate(before);
            return Err(error);
        }
        self.marks |= 1 << mark;
        if self.many.is_some() {
            self.remember(name.as_str());
        }
        let value = value..text.len();
        Ok(Set { value, replaced })
    }

    fn may_have(&self, mark: u8) -> bool {
        self.marks >> mark & 1 == 1
    }

    #[cold]
    fn remember(&mut self, name: &str) {
        if let Some(many) = &mut self.many {
            remember(many, name);
        }
    }

    /// Takes out the member with this name, and tells what it took.
    #[cold]
    fn remove(&mut self, text: &mut String, start: usize, name: &str) -> Option<Range<usize>> {
        let section = text.get(start..).unwrap_or_default();
        if !self.can_have(section, name) {
            return None;
        }
        let mut members = Members::inside(section);
        let mut end = 0;
        while let Some(member) = members.next() {
            let before = std::mem::replace(&mut end, members.end());
            if unescape(member.key) == name {
                let gap = start + before..start + end;
                text.replace_range(gap.clone(), "");
                return Some(gap);
            }
        }
        None
    }

    /// False if the text is not to be searched for a name.
    fn can_have(&mut self, section: &str, name: &str) -> bool {
        /// What a hundred or so take.
        const SHORT: usize = 4096;
        if self.many.is_none() {
            if section.len() <= SHORT {
                return true;
            }
            let mut many = Box::new(Slots::new());
            names(section).for_each(|name| remember(&mut many, &name));
            self.many = Some(many);
        }
        self.many.as_ref().is_some_and(|many| is_in(many, name))
    }

    /// Where the value stands that a name is set to.
    pub(super) fn place_of(&self, section: &str, name: &str) -> Option<Range<usize>> {
        if !self.may_have(mark(name.as_bytes())) {
            return None;
        }
        let mut members = Members::inside(section);
        let member = members.find(|member| unescape(member.key) == name)?;
        let end = members.end();
        Some(end - member.value.len()..end)
    }
}

fn remember(many: &mut Slots, name: &str) {
    if !is_in(many, name) {
        many.add(many.hash(name), 0);
    }
}

/// Perhaps, that is: other names can have the same hash, and one that was taken out is in it still.
fn is_in(many: &Slots, name: &str) -> bool {
    many.find(many.hash(name), &|_| true).is_some()
}

/// The names of the members of a section.
pub(super) fn names(section: &str) -> impl Iterator<Item = Cow<'_, str>> {
    Members::inside(section).map(|member| unescape(member.key))
}

#[cfg(test)]
mod tests;
