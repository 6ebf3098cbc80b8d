//! Reading an object of a file key by key, with the line of each.

use std::cell::RefCell;

use crate::json::{self, Member, Node};

use super::problem::Problem;
use super::{Evidence, Location, Source};

/// A file that was read.
pub(super) struct File {
    pub(super) name: String,
    pub(super) text: String,
}

impl File {
    pub(super) fn at(&self, offset: usize) -> Location {
        Location {
            file: self.name.clone(),
            line: json::line_of(&self.text, offset),
        }
    }
}

/// An object of a file. Problems are noted, and reading goes on with an empty value: nothing that was read is used once
/// there is a problem.
pub(super) struct Fields<'a> {
    file: &'a File,
    start: usize,
    members: Vec<Member<'a>>,
    read: RefCell<Vec<String>>,
    problems: &'a RefCell<Vec<Problem>>,
}

impl<'a> Fields<'a> {
    /// The object that a whole file is.
    pub(super) fn of_file(file: &'a File, problems: &'a RefCell<Vec<Problem>>) -> Self {
        Self::of(file, &file.text, 0, "the file", problems)
    }

    /// The object that a part of a file is.
    pub(super) fn of(
        file: &'a File,
        text: &'a str,
        start: usize,
        key: &str,
        problems: &'a RefCell<Vec<Problem>>,
    ) -> Self {
        if !text.trim_start().starts_with('{') {
            let (at, key) = (file.at(start), key.to_owned());
            problems.borrow_mut().push(Problem::Kind {
                at,
                key,
                wanted: "an object",
            });
        }
        // The file as a whole was read before, so its parts can be.
        let members = json::members(text).unwrap_or_default();
        Self {
            file,
            start,
            members,
            read: RefCell::default(),
            problems,
        }
    }

    /// Where the object starts.
    pub(super) fn at(&self) -> Location {
        self.file.at(self.start)
    }

    /// The text and the place of a value, if the key is there.
    pub(super) fn raw(&self, key: &str) -> Option<(&'a str, usize)> {
        self.read.borrow_mut().push(key.to_owned());
        let member = self.members.iter().rev().find(|member| member.key == key)?;
        Some((member.value, self.start + member.value_at))
    }

    /// Where a key's value stands, or else the object.
    pub(super) fn at_key(&self, key: &str) -> Location {
        let member = self.members.iter().rev().find(|member| member.key == key);
        member.map_or_else(
            || self.at(),
            |member| self.file.at(self.start + member.value_at),
        )
    }

    pub(super) fn problem(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    fn missing(&self, key: &str) {
        self.problem(Problem::Missing {
            at: self.at(),
            key: key.to_owned(),
        });
    }

    fn wrong_kind(&self, key: &str, wanted: &'static str) {
        self.problem(Problem::Kind {
            at: self.at_key(key),
            key: key.to_owned(),
            wanted,
        });
    }

    /// A value as it is, if the key is there.
    pub(super) fn node(&self, key: &str) -> Option<Node> {
        self.raw(key).and_then(|(text, _)| json::parse(text).ok())
    }

    pub(super) fn optional_text(&self, key: &str) -> Option<String> {
        let node = self.node(key)?;
        let text = node.as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_kind(key, "a string");
        }
        text
    }

    pub(super) fn text(&self, key: &str) -> String {
        if self.raw(key).is_none() {
            self.missing(key);
        }
        self.optional_text(key).unwrap_or_default()
    }

    /// A flag, which is there only where it is true.
    pub(super) fn flag(&self, key: &str) -> bool {
        let Some(node) = self.node(key) else {
            return false;
        };
        if node.as_bool() != Some(true) {
            self.wrong_kind(key, "true, or left out");
        }
        true
    }

    pub(super) fn optional_texts(&self, key: &str) -> Vec<String> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let texts: Option<Vec<_>> = node
            .items()
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect();
        let texts = texts.unwrap_or_default();
        if texts.is_empty() {
            self.wrong_kind(key, "a list of strings, not empty");
        }
        texts
    }

    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        if self.raw(key).is_none() {
            self.missing(key);
        }
        self.optional_texts(key)
    }

    pub(super) fn object(&self, key: &str) -> Option<Fields<'a>> {
        let found = self.raw(key);
        if found.is_none() {
            self.missing(key);
        }
        found.map(|(text, start)| Fields::of(self.file, text, start, key, self.problems))
    }

    /// The objects of a list.
    pub(super) fn objects(&self, key: &str) -> Vec<Fields<'a>> {
        let Some((text, start)) = self.raw(key) else {
            self.missing(key);
            return Vec::new();
        };
        let items = json::items(text).unwrap_or_default();
        if items.is_empty() {
            self.wrong_kind(key, "a list of objects, not empty");
        }
        let item = |item: json::Item<'a>| {
            Fields::of(
                self.file,
                item.value,
                start + item.value_at,
                key,
                self.problems,
            )
        };
        items.into_iter().map(item).collect()
    }

    pub(super) fn source(&self) -> Source {
        let Some(source) = self.object("source") else {
            return Source {
                page: String::new(),
                section: String::new(),
            };
        };
        let read = Source {
            page: source.text("page"),
            section: source.text("section"),
        };
        source.nothing_else();
        read
    }

    pub(super) fn evidence(&self, word: Option<String>) -> Evidence {
        let word = word.unwrap_or_else(|| "documented".to_owned());
        let known = Evidence::ALL
            .into_iter()
            .find(|evidence| evidence.word() == word);
        known.unwrap_or_else(|| {
            self.wrong_kind("evidence", "documented, observed or inferred");
            Evidence::Inferred
        })
    }

    /// The members that nothing has asked for.
    pub(super) fn others(&self) -> Vec<(String, Node)> {
        let others = self.members.iter().filter(|member| !self.was_read(member));
        others
            .filter_map(|member| Some((member.key.to_display(), json::parse(member.value).ok()?)))
            .collect()
    }

    /// Notes every member that nothing has asked for.
    pub(super) fn nothing_else(&self) {
        for member in self.members.iter().filter(|member| !self.was_read(member)) {
            let at = self.file.at(self.start + member.key_at);
            self.problem(Problem::Unknown {
                at,
                key: member.key.to_display(),
            });
        }
    }

    fn was_read(&self, member: &Member<'_>) -> bool {
        self.read
            .borrow()
            .iter()
            .any(|key| member.key == key.as_str())
    }

    /// The body that stands under a key.
    pub(super) fn body(&self, key: &str) -> Option<super::Body> {
        let (text, start) = self.raw(key)?;
        let node = json::parse(text).ok()?;
        Some(super::Body {
            text: text.to_owned(),
            node,
            at: self.file.at(start),
        })
    }
}
