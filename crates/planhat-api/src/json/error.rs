//! Why JSON could not be read.

use std::fmt::{self, Write as _};

use super::path::last_path;
use super::{Kind, Value, validate};
use crate::private::looks_private;

/// Why bytes are not the JSON that was expected, and where.
///
/// `Display` and `Debug` show the place and the kind of failure, never a value;
/// [`detail`](Self::detail) has the full message for those who may see it.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    problem: Problem,
    detail: Option<String>,
    /// Whether the path repeats something of the request.
    repeats: bool,
}

/// The longest path that is shown.
const LONGEST: usize = 300;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Problem {
    Syntax { line: usize, column: usize },
    Unexpected { expected: &'static str, found: Kind },
    Shape,
    TooLarge,
}

impl DecodeError {
    /// Text that is no JSON.
    pub(super) fn syntax(text: &str, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let mut start = 0;
        for before in text.split('\n').take(line.saturating_sub(1)) {
            start += before.len() + 1;
        }
        // The byte at which it broke says nothing of where.
        let broken = usize::from(!error.is_eof()).min(column);
        let read = text.as_bytes().get(..start + column - broken);
        Self {
            path: last_path(read.unwrap_or(text.as_bytes())),
            problem: Problem::Syntax { line, column },
            detail: Some(error.to_string()),
            repeats: false,
        }
    }

    /// Bytes that are JSON, or could be its beginning, as far as they are UTF-8.
    pub(super) fn not_utf8(text: &str) -> Self {
        let (mut line, mut column) = (0, 0);
        for each in text.split('\n') {
            line += 1;
            column = each.len() + 1;
        }
        Self {
            path: last_path(text.as_bytes()),
            problem: Problem::Syntax { line, column },
            detail: Some("not UTF-8".to_owned()),
            repeats: false,
        }
    }

    pub(crate) fn unexpected(expected: &'static str, found: Kind) -> Self {
        Self {
            path: String::new(),
            problem: Problem::Unexpected { expected, found },
            detail: None,
            repeats: false,
        }
    }

    /// Why bytes could not be read as an object.
    pub(crate) fn of_object(bytes: &[u8]) -> Self {
        match validate(bytes).map(|text| Value::new(text).kind()) {
            Err(syntax) => syntax,
            Ok(Kind::Object) => Self::too_large(),
            Ok(other) => Self::unexpected("an object", other),
        }
    }

    fn too_large() -> Self {
        Self {
            path: String::new(),
            problem: Problem::TooLarge,
            detail: None,
            repeats: false,
        }
    }

    /// A value that does not fit a type of the caller's.
    pub(crate) fn shape(error: serde_path_to_error::Error<serde_json::Error>) -> Self {
        let path = error.path().to_string();
        let path = if path == "." { String::new() } else { path };
        Self {
            path,
            problem: Problem::Shape,
            detail: Some(error.into_inner().to_string()),
            repeats: false,
        }
    }

    /// The same error, seen from one level further out.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        self.path.insert_str(0, outer);
        self
    }

    /// The same error, whose path is shown to nobody if it repeats something of the request.
    pub(crate) fn repeating(mut self, repeats: bool) -> Self {
        self.repeats = repeats;
        self
    }

    /// Where it stopped, such as `[17].custom` or `Days in Phase`; empty for the value as a whole, and of a text that is no
    /// JSON where that is more than 128 levels deep or has a name of some kilobytes.
    /// Keys of a map can be ids: `Display` leaves out a path that looks like it, one that repeats
    /// something of the request, and one of more than 300 bytes.
    #[inline]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The parser's own message. It may hold values of the text.
    #[inline]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.repeats {
            formatter.write_str("at a place named like a part of the request: ")?;
        } else if looks_private(&self.path) {
            formatter.write_str("at a place named like an id: ")?;
        } else if self.path.len() > LONGEST {
            formatter.write_str("at a place with a long name: ")?;
        } else if !self.path.is_empty() {
            // Keys are the server's words: a line break in one would forge a line of a log.
            formatter.write_str("at `")?;
            for character in self.path.chars() {
                formatter.write_char(if character.is_control() {
                    ' '
                } else {
                    character
                })?;
            }
            formatter.write_str("`: ")?;
        }
        match self.problem {
            Problem::Syntax { line, column } => write!(
                formatter,
                "not valid JSON from line {line}, column {column}"
            ),
            Problem::Unexpected { expected, found } => {
                write!(formatter, "expected {expected}, found {found}")
            }
            Problem::Shape => {
                formatter.write_str("the value does not fit the type it is read into")
            }
            Problem::TooLarge => formatter.write_str("one record of more than 2 GiB"),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}
