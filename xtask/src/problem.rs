//! What is wrong with the spec or the oracle, where, and how to mend it.

use std::fmt;

use crate::source::Document;

/// One thing that is wrong, with its place and its mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of the rule that found it, as `cargo xtask lint --rules` lists it.
    pub rule: &'static str,
    /// The file, as it is shown to people.
    pub file: String,
    /// The line in that file, counted from one.
    pub line: usize,
    /// The JSON pointer within that file.
    pub pointer: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl Problem {
    /// A problem at `pointer` of `document`; the line is looked up.
    pub fn new(
        document: &Document,
        rule: &'static str,
        pointer: &str,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            file: document.path().to_owned(),
            line: document.line(pointer),
            pointer: pointer.to_owned(),
            what: what.into(),
            mend: mend.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() {
            "the document"
        } else {
            &self.pointer
        };
        write!(
            f,
            "{}:{}: {}: {} [{}]\n    mend: {}",
            self.file, self.line, pointer, self.what, self.rule, self.mend
        )
    }
}

/// Renders all problems, ordered by file and line, with a count at the end.
pub fn render(problems: &[Problem]) -> String {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by(|a, b| {
        (&a.file, a.line, &a.pointer, a.rule).cmp(&(&b.file, b.line, &b.pointer, b.rule))
    });
    let mut text = String::new();
    for problem in sorted {
        text.push_str(&format!("{problem}\n"));
    }
    match problems.len() {
        1 => text.push_str("1 problem\n"),
        count => text.push_str(&format!("{count} problems\n")),
    }
    text
}
