//! JSON pointers (RFC 6901).

use std::fmt;

use serde::Serialize;

use crate::json::Text;

/// Where in a document something stands; the whole document is the empty pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The value of a key below this.
    pub fn key(&self, key: &Text) -> Self {
        self.step(&key.to_display())
    }

    /// The item at an index below this.
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Any item below this: one pointer for all of an array.
    pub fn any_item(&self) -> Self {
        Self(format!("{}/*", self.0))
    }

    /// A step below this, by its plain name.
    pub fn step(&self, name: &str) -> Self {
        Self(format!(
            "{}/{}",
            self.0,
            name.replace('~', "~0").replace('/', "~1")
        ))
    }

    /// The pointer's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters are shown as escapes: a key of a recorded reply must not command a terminal.
impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.contains(char::is_control) {
            return f.pad(&self.0);
        }
        let shown = self.0.chars().map(|character| match character {
            control if control.is_control() => control.escape_default().to_string(),
            other => other.to_string(),
        });
        f.pad(&shown.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_cannot_command_a_terminal() {
        let pointer = Pointer::root().step("a\u{1b}[31mb");
        assert_eq!(pointer.to_string(), "/a\\u{1b}[31mb");
        assert_eq!(pointer.as_str(), "/a\u{1b}[31mb");
    }
}
