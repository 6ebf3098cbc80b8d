//! The names of properties, ready to be written.

/// A name that is known when the crate is built.
#[derive(Debug)]
pub(crate) struct Key {
    /// The name between quotes, with the comma before and the colon behind it.
    text: &'static str,
    mark: u8,
    identifying: Option<usize>,
}

/// What says which record an item of a bulk upsert is, and `companyId`, within which an `externalId` does.
pub(crate) const IDENTIFYING: [&str; 4] = ["_id", "sourceId", "externalId", "companyId"];

/// Where a name stands in [`IDENTIFYING`].
pub(crate) const fn identifying(name: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < IDENTIFYING.len() {
        if are_equal(IDENTIFYING[at].as_bytes(), name) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// `==`, which is not to be had when the crate is built.
const fn are_equal(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

impl Key {
    /// By the name as it stands in JSON, from comma to colon.
    pub(crate) const fn new(text: &'static str) -> Self {
        let [b',', b'"', name @ .., b'"', b':'] = text.as_bytes() else {
            panic!("a name stands between quotes, with a comma before and a colon behind it");
        };
        let mut at = 0;
        while at < name.len() {
            assert!(
                !matches!(name[at], 0..0x20 | b'"' | b'\\'),
                "no name of a resource's property is escaped"
            );
            at += 1;
        }
        Self {
            text,
            mark: mark(name),
            identifying: identifying(name),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        let end = self.text.len() - "\":".len();
        self.text.get(",\"".len()..end).unwrap_or_default()
    }

    /// The name as it stands in JSON, from comma to colon.
    pub(super) fn text(&self) -> &'static str {
        self.text
    }

    pub(super) fn mark(&self) -> u8 {
        self.mark
    }

    pub(super) fn identifying(&self) -> Option<usize> {
        self.identifying
    }
}

/// Which of 64 bits a name has: most names of a resource differ in length, at one of their ends, or between
/// them.
pub(super) const fn mark(name: &[u8]) -> u8 {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    let (first, middle, last) = (name[0], name[length / 2], name[length - 1]);
    let sum = length as u64 + first as u64 * 31 + middle as u64 * 23 + last as u64 * 31;
    // Below 64 it fits.
    (sum % 64) as u8
}

/// A [`Key`] by its name.
macro_rules! key {
    ($name:literal) => {
        const { &$crate::draft::Key::new(concat!(",\"", $name, "\":")) }
    };
}

pub(crate) use key;
