//! A foreign type in a public signature.

use std::fmt;

/// One public item that names one type of another crate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// The file, from the root of the workspace; empty where rustdoc does not say.
    pub file: String,
    /// The line in that file, counted from one.
    pub line: u64,
    /// The item, as callers name it.
    pub item: String,
    /// The type or trait, where its crate defines it.
    pub names: String,
    /// The crate.
    pub of: String,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            item,
            names,
            of,
        } = self;
        if !file.is_empty() {
            write!(f, "{file}:{line}: ")?;
        }
        write!(f, "{item} names {names}, of the crate {of}")
    }
}
