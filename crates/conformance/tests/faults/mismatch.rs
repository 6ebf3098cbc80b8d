//! What differs.

use std::fmt::Debug;
use std::time::Duration;

use crate::case::Range;

/// What differs, a line each.
#[derive(Default)]
pub(crate) struct Mismatches(pub(crate) Vec<String>);

impl Mismatches {
    pub(crate) fn equal<T: PartialEq + Debug>(&mut self, what: &str, expected: T, found: T) {
        if expected != found {
            self.0
                .push(format!("{what}: expected {expected:?}, found {found:?}"));
        }
    }

    pub(crate) fn within(&mut self, what: &str, expected: Range, found: Duration) {
        if !expected.contains(found.as_secs_f64()) {
            let Range { least, most } = expected;
            self.0.push(format!(
                "{what}: expected {least} to {most} s, found {found:?}"
            ));
        }
    }

    pub(crate) fn holds(&mut self, what: &str, holds: bool) {
        if !holds {
            self.0.push(what.to_owned());
        }
    }
}
