//! Why a text is not the JSON it should be, and where.

use thiserror::Error;

/// A text that cannot be read, with the place where reading stopped.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct ReadError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: Problem,
}

impl ReadError {
    pub(super) fn at(text: &str, offset: usize, problem: Problem) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            problem,
        }
    }
}

/// What can be wrong with a JSON text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// The text ends too soon.
    #[error("the text ends where {expected} should stand")]
    End {
        /// What could have stood there.
        expected: &'static str,
    },
    /// A character that does not belong there.
    #[error("found {found:?} where {expected} should stand")]
    Unexpected {
        /// The character.
        found: char,
        /// What could have stood there.
        expected: &'static str,
    },
    /// A control character that stands unescaped in a string.
    #[error("the control character U+{0:04X} stands unescaped in a string")]
    Control(u32),
    /// A second value, or anything else, after the value.
    #[error("the value ends before this")]
    Trailing,
    /// Arrays and objects nest too deeply.
    #[error("values nest deeper than {0} levels")]
    TooDeep(usize),
    /// The bytes are not UTF-8.
    #[error("the bytes from here are not UTF-8")]
    NotUtf8,
}
