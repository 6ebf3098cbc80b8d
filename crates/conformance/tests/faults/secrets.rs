//! Marked secrets, and a watch on every text that the client shows to anyone.

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// Stands in every token, id, value of a body or a query, and header of the suite.
pub(crate) const MARK: &str = "LEAK7Q";

/// The tokens, first and second.
pub(crate) const TOKENS: [&str; 2] = ["tok-LEAK7Q-first", "tok-LEAK7Q-second"];

/// The object id of deletions, which cannot hold the mark.
pub(crate) const OBJECT_ID: &str = "1eaf00001eaf00001eaf0000";

/// What may be seen nowhere, in lower case: mark and object id, the tokens' beginning in Base64, and the mark as the
/// numbers by which `Debug` shows bytes.
const FORBIDDEN: [&str; 4] = [
    "leak7q",
    "1eaf00001eaf",
    "dg9rluxfqus3us",
    "76, 69, 65, 75, 55, 81",
];

/// What is forbidden in a text, if anything.
pub(crate) fn leak(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    FORBIDDEN.into_iter().find(|secret| text.contains(secret))
}

/// All that was shown, by kind, and what of it held a secret.
#[derive(Default)]
pub(crate) struct Watch {
    seen: Mutex<Seen>,
}

#[derive(Default, Clone)]
pub(crate) struct Seen {
    /// How many texts of each kind.
    pub(crate) kinds: BTreeMap<String, usize>,
    /// Kind and text.
    pub(crate) leaks: Vec<(String, String)>,
}

impl Watch {
    /// The one that the whole suite is under.
    pub(crate) fn of_the_suite() -> &'static Self {
        static WATCH: OnceLock<Watch> = OnceLock::new();
        WATCH.get_or_init(Self::default)
    }

    /// Looks at a text.
    pub(crate) fn text(&self, kind: &str, text: &str) {
        let mut seen = self.lock();
        *seen.kinds.entry(kind.to_owned()).or_default() += 1;
        if leak(text).is_some() {
            seen.leaks.push((kind.to_owned(), text.to_owned()));
        }
    }

    /// Looks at a value's `Debug`, in both its forms.
    pub(crate) fn debug(&self, kind: &str, value: &dyn Debug) {
        self.text(kind, &format!("{value:?}"));
        self.text(kind, &format!("{value:#?}"));
    }

    /// Looks at a value's `Display`.
    pub(crate) fn display(&self, kind: &str, value: &dyn Display) {
        self.text(kind, &format!("{value} {value:#}"));
    }

    /// Looks at an error and all that stands behind it.
    pub(crate) fn error(&self, kind: &str, error: &(dyn std::error::Error + 'static)) {
        let mut next = Some(error);
        while let Some(error) = next {
            self.debug(kind, &error);
            self.display(kind, &error);
            next = error.source();
        }
    }

    pub(crate) fn seen(&self) -> Seen {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
