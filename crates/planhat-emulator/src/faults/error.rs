//! Why a fault is not taken.

/// A [`Fault`](crate::Fault) that cannot be. Nothing of it strikes, then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}{problem}", at = place(pointer))]
#[non_exhaustive]
pub struct FaultError {
    /// Where it is, as a JSON pointer into the fault: `/operation`. Empty for all of it.
    pub pointer: String,
    /// What is wrong there, and what would do.
    pub problem: String,
}

fn place(pointer: &str) -> String {
    match pointer {
        "" => String::new(),
        pointer => format!("{pointer}: "),
    }
}

/// A key as JSON pointers have it.
pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

impl FaultError {
    /// A member of the fault is wrong.
    pub(super) fn at(member: &str, problem: impl Into<String>) -> Self {
        Self {
            pointer: format!("/{member}"),
            problem: problem.into(),
        }
    }

    /// One of its headers is wrong.
    pub(super) fn at_header(name: &str, problem: impl Into<String>) -> Self {
        Self::at(&format!("headers/{}", escaped(name)), problem)
    }

    /// All of it is wrong.
    pub(super) fn whole(problem: impl Into<String>) -> Self {
        Self {
            pointer: String::new(),
            problem: problem.into(),
        }
    }
}
