//! What would make a reply fail, or invent data in it.

use super::Problems;
use crate::spec::{Kind, Spec};

/// The keys that must not be there, and why.
const REFUSED: [(&str, &str); 4] = [
    ("default", "invents data that no one sent"),
    ("pattern", "fails a whole reply over one text"),
    ("minLength", "fails a whole reply over one text"),
    ("maxLength", "fails a whole reply over one text"),
];

pub(super) fn tolerant(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for node in spec.of(Kind::Schema) {
        if !spec.is_replied(&node.at.pointer) {
            continue;
        }
        for (key, why) in REFUSED {
            if let Some(found) = node.at.get(key) {
                problems.at(
                    &found,
                    format!("`{key}` in a schema that replies use {why}"),
                    "say it in the description",
                );
            }
        }
    }
}
