//! The properties of an object under construction.

use std::ops::Range;

use super::Content;
use super::held::Held;
use super::key::{Key, identifying, mark};
use crate::json::write_string;

/// What is set, in the order in which it was last set.
#[derive(Clone, Default)]
pub(super) struct Members {
    list: Vec<Member>,
    /// A bit for each name that is set; other names can have the same.
    marks: u64,
}

#[derive(Clone)]
struct Member {
    name: Name,
    value: Held,
}

#[derive(Clone)]
pub(super) enum Name {
    Known(&'static Key),
    Other(Box<str>),
}

impl Name {
    fn as_str(&self) -> &str {
        match self {
            Self::Known(key) => key.name(),
            Self::Other(name) => name,
        }
    }

    fn mark(&self) -> u8 {
        match self {
            Self::Known(key) => key.mark(),
            Self::Other(name) => mark(name.as_bytes()),
        }
    }

    fn identifying(&self) -> Option<usize> {
        match self {
            Self::Known(key) => key.identifying(),
            Self::Other(name) => identifying(name.as_bytes()),
        }
    }

    fn write(&self, is_first: bool, out: &mut String) {
        match self {
            Self::Known(key) => key.write(is_first, out),
            Self::Other(name) => {
                if !is_first {
                    out.push(',');
                }
                write_string(name, out);
                out.push(':');
            }
        }
    }
}

impl Members {
    /// Sets a member, in place of an earlier one with the same name.
    #[inline(always)]
    pub(super) fn set(&mut self, name: Name, value: Held) {
        let mark = name.mark();
        if self.may_have(mark) {
            self.remove(name.as_str());
        }
        self.marks |= 1 << mark;
        if self.list.capacity() == 0 {
            self.make_room();
        }
        self.list.push(Member { name, value });
    }

    #[cold]
    fn remove(&mut self, name: &str) {
        if let Some(earlier) = self.position(name) {
            self.list.remove(earlier);
        }
    }

    /// For what a body of the printed shape has.
    #[cold]
    fn make_room(&mut self) {
        self.list = Vec::with_capacity(12);
    }

    fn may_have(&self, mark: u8) -> bool {
        self.marks >> mark & 1 == 1
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.names().position(|other| other == name)
    }

    pub(super) fn content_of(&self, name: &str) -> Option<Content<'_>> {
        if !self.may_have(mark(name.as_bytes())) {
            return None;
        }
        let member = self.list.get(self.position(name)?)?;
        Some(member.value.content())
    }

    /// Appends the members as JSON, parted by commas. Tells of those that are
    /// [identifying](super::IDENTIFYING) where their values stand, counted from `start`.
    pub(super) fn write(
        &self,
        out: &mut String,
        start: usize,
        mut note: impl FnMut(usize, Range<usize>),
    ) {
        for (position, member) in self.list.iter().enumerate() {
            member.name.write(position == 0, out);
            let value = out.len() - start;
            member.value.write(out);
            if let Some(key) = member.name.identifying() {
                note(key, value..out.len() - start);
            }
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|member| member.name.as_str())
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::key;
    use super::*;

    fn json(members: &Members) -> String {
        let mut json = String::new();
        members.write(&mut json, 0, |_, _| {});
        json
    }

    fn number(value: usize) -> Held {
        Held::Number(value.into())
    }

    #[test]
    fn what_identifies_is_noted_where_it_stands_whatever_else_is_set() {
        let mut members = Members::default();
        let set = [
            ("a\"\u{e9}", r#""x,\"y\":1""#),
            ("companyId", "null"),
            ("", "null"),
            ("_id", "[1,2]"),
            ("a\n", "1"),
            (r"a\n", "2"),
            ("_idd", "3"),
            ("sourceid", "4"),
        ];
        for (name, value) in set {
            members.set(Name::Other(name.into()), Held::Json(value.into()));
        }
        members.set(Name::Known(key!("externalId")), Held::Text("e".into()));
        members.set(Name::Known(key!("mrr")), number(1));
        let (mut json, mut noted) = (String::from("before"), Vec::new());
        members.write(&mut json, 3, |key, place| noted.push((key, place)));
        let noted: Vec<_> = noted
            .iter()
            .map(|(key, place)| (*key, &json[3 + place.start..3 + place.end]))
            .collect();
        assert_eq!(noted, [(3, "null"), (0, "[1,2]"), (2, "\"e\"")]);
        let object = json.replacen("before", "{", 1) + "}";
        let read: serde_json::Value = serde_json::from_str(&object).unwrap();
        assert_eq!(read.as_object().unwrap().len(), set.len() + 2);
        assert_eq!(members.names().count(), set.len() + 2);
    }

    #[test]
    fn setting_again_replaces_wherever_the_member_stood() {
        for (names, expected) in [
            ("a", r#""a":0"#),
            ("aa", r#""a":1"#),
            ("abca", r#""b":1,"c":2,"a":3"#),
            ("abcb", r#""a":0,"c":2,"b":3"#),
            ("abcc", r#""a":0,"b":1,"c":3"#),
            ("abab", r#""a":2,"b":3"#),
            ("abcabcbca", r#""b":6,"c":7,"a":8"#),
        ] {
            let mut members = Members::default();
            for (value, name) in names.chars().enumerate() {
                members.set(Name::Other(name.to_string().into()), number(value));
            }
            assert_eq!(json(&members), expected, "{names}");
            for name in ["a", "b", "c", "d"] {
                let is_set = members.content_of(name).is_some();
                assert_eq!(is_set, names.contains(name), "{name} of {names}");
            }
        }
    }

    #[test]
    fn names_with_the_same_bit_are_told_apart() {
        // The same length, and the same at both ends and between them.
        assert_eq!(mark(b"axcde"), mark(b"abcde"));
        let mut members = Members::default();
        members.set(Name::Known(key!("axcde")), number(1));
        assert!(members.content_of("abcde").is_none());
        members.set(Name::Other("abcde".into()), number(2));
        members.set(Name::Other("axcde".into()), number(3));
        members.set(Name::Known(key!("abcde")), number(4));
        assert_eq!(json(&members), r#""axcde":3,"abcde":4"#);
    }
}
