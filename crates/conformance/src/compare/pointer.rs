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

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
